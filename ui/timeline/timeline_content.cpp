#include "ui/timeline/timeline_content.h"

#include "trace/attempts.h"

#include <algorithm>
#include <utility>

namespace interleave {

bool TimelineContent::isLive() const
{
    return !isStacked && !runs.empty() && !runs.front().index.isEmpty() && !runs.front().index.trace()->isFinished();
}

static bool isBlank(const TimelineRun &run)
{
    return run.index.isEmpty() || (run.index.calls() == 0 && run.index.trace()->steps().empty());
}

bool TimelineContent::isEmpty() const { return std::all_of(runs.begin(), runs.end(), isBlank) && ghost.calls() == 0; }

void TimelineContent::takeIn(bool isOther)
{
    if (isOther) {
        tree = {};
        lanes = {};
        setPath(nullptr, showsPath);
        slack = nullptr;
        widthJob = -1;
    }
    if (!index().isEmpty())
        tree.update(*index().trace());
}

void TimelineContent::setPath(CriticalPathPtr known, bool shown)
{
    knownPath = std::move(known);
    showsPath = shown;
    const bool has = shown && knownPath && !isStacked && !index().isEmpty();
    path = has ? PathLane(knownPath, index().trace()->origin()) : PathLane();
}

std::optional<qint64> TimelineContent::slackOf(const Span &span) const
{
    const bool isKnown = !isStacked && slack && span.step >= 0 && static_cast<size_t>(span.step) < slack->size();
    const qint64 ns = isKnown ? (*slack)[static_cast<size_t>(span.step)] : -1;
    return ns < 0 ? std::nullopt : std::optional(ns);
}

bool TimelineContent::stack(const QList<NamedTrace> &named)
{
    // Called again while a run grows, or with one run more, it keeps what it knows of the others.
    std::vector<TimelineRun> known = std::exchange(runs, {});
    bool isOther = !isStacked || known.size() != static_cast<size_t>(named.size());
    isStacked = true;
    now = 0;
    for (const NamedTrace &run : named) {
        const auto same =
            std::find_if(known.begin(), known.end(), [&](const TimelineRun &old) { return old.index.tracePtr() == run.trace; });
        isOther = isOther || same == known.end();
        runs.push_back(same == known.end() ? TimelineRun{run.name, {}, run.isGhost}
                                           : TimelineRun{run.name, same->index, run.isGhost, same->lanes});
        runs.back().index.setTrace(run.trace);
        if (run.trace && !run.trace->isFinished())
            now = std::max(now, run.trace->last() - run.trace->origin());
    }
    return isOther;
}

void TimelineContent::fitLanes(int most)
{
    for (TimelineRun &run : runs)
        run.lanes.fit(run.index, most);
}

int TimelineContent::calls() const
{
    return std::max(runs.empty() ? 0 : index().calls(), isLive() || (!runs.empty() && index().isEmpty()) ? ghost.calls() : 0);
}

int TimelineContent::executors() const
{
    return std::max(runs.empty() ? 0 : index().executors(), isLive() || (!runs.empty() && index().isEmpty()) ? ghost.executors() : 0);
}

qint64 TimelineContent::end() const
{
    qint64 end = 0;
    for (const TimelineRun &run : runs)
        end = std::max(end, run.index.contentEnd(isStacked ? 0 : now));
    if (runs.empty() || index().isEmpty() || isLive())
        end = std::max(end, ghost.contentEnd(0));
    return end;
}

/// Position of the span that holds `ns`, or -1.
static int spanAt(const LaneSpans &lane, qint64 ns)
{
    const auto [first, last] = lane.touching(ns, ns);
    for (size_t i = last; i-- > first;) {
        if (lane.begin(i) <= ns && ns < lane.end(i))
            return static_cast<int>(i);
    }
    return -1;
}

MomentCounts countsAt(const TraceIndex &index, qint64 ns)
{
    MomentCounts counts;
    for (int i = 0; i < index.calls(); ++i) {
        const LaneSpans &lane = index.call(i);
        const int at = spanAt(lane, ns);
        if (at < 0)
            continue;
        const Phase phase = lane.phase(static_cast<size_t>(at));
        counts.inFlight += isInFlight(phase);
    }
    for (int i = 0; i < index.executors(); ++i) {
        const LaneSpans &lane = index.executor(i);
        const auto [first, last] = lane.touching(ns, ns);
        for (size_t s = first; s < last; ++s) {
            const bool isCpu = isCpuStep(lane.phase(s));
            if (isCpu && lane.begin(s) <= ns && ns < lane.end(s)) {
                ++counts.busy;
                break;
            }
        }
    }
    return counts;
}

CallState callState(const TraceIndex &index, int call, qint64 now)
{
    CallState state;
    if (call >= index.calls()) {
        state.word = QStringLiteral("planned");
        return state;
    }
    const CallRecord &record = index.trace()->calls()[static_cast<size_t>(call)];
    const LaneSpans &lane = index.call(call);
    const qint64 planned = record.planned >= 0 ? index.relative(record.planned) : 0;
    const bool isOpen = lane.size() > 0 && lane.end(lane.size() - 1) == LaneSpans::open;
    const bool isQueued = isOpen && lane.size() == 1 && lane.phase(0) == Phase::Ready; // nothing done for it yet
    if (isOpen && !isQueued) {
        state.word = QString::fromLatin1(traitsOf(lane.phase(lane.size() - 1)).doing);
        state.isActive = true;
        state.elapsed = now - planned;
    } else if (record.finished) {
        state.word = record.outcome == Outcome::Ok ? QStringLiteral("done") : outcomeTitle(record.outcome);
        state.isFailed = isFailure(record.outcome);
        state.elapsed = index.relative(record.end) - planned;
    } else {
        const bool over = index.trace()->isFinished();
        state.word = over ? QStringLiteral("not started") : planned > now ? QStringLiteral("planned") : QStringLiteral("queued");
        state.elapsed = over ? 0 : std::max<qint64>(0, now - planned);
    }
    return state;
}

QString executorMark(const Trace &trace, int executor)
{
    if (static_cast<size_t>(executor) >= trace.executors().size())
        return {};
    const Executor &record = trace.executors()[static_cast<size_t>(executor)];
    // Names end in a number ("pool 1"); without one there is only one of the kind.
    const QString number = record.name.section(QLatin1Char(' '), -1);
    bool hasNumber = false;
    number.toInt(&hasNumber);
    switch (record.kind) {
    case ExecutorKind::Loop:
        return QStringLiteral("loop");
    case ExecutorKind::Thread:
        return hasNumber ? QLatin1Char('T') + number : QStringLiteral("thread");
    case ExecutorKind::Process:
        return hasNumber ? QLatin1Char('W') + number : QStringLiteral("process");
    case ExecutorKind::PoolThread:
        return hasNumber ? QLatin1Char('P') + number : QStringLiteral("pool");
    }
    return {};
}

} // namespace interleave
