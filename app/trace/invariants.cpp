#include "trace/invariants.h"

#include "core/clock.h"
#include "trace/attempts.h"
#include "trace/degree.h"
#include "trace/lower_bound.h"

#include <algorithm>
#include <cmath>

namespace interleave {

namespace {

/// Checks one trace; each check gives the sentence for what breaks it, or an empty one.
class Checker
{
public:
    Checker(const Trace &trace, const Scenario &scenario)
        : m_trace(trace)
        , m_scenario(scenario)
    {
        m_attempts.reserve(trace.calls().size());
        for (const CallRecord &call : trace.calls())
            m_attempts.push_back(attemptsOf(trace, call));
    }

    QString little() const;
    QString limits() const;
    QString lowerBound() const;
    QString phasesTile() const;
    QString attemptsAddUp() const;

private:
    struct Excess {
        qint64 ns;
        qint32 call;
        int count;
    };
    /// The first moment at which more than `limit` of the intervals hold.
    static std::optional<Excess> firstExcess(const std::vector<Interval> &intervals, int limit);
    QString follows(const QString &who, const Span &before, const Span &now) const;
    QString tiles(size_t call, const Attempt &attempt) const;
    QString tiles(size_t call) const;
    QString addsUp(size_t call) const;
    qint64 timeOnTheWire(size_t call) const;
    QString registeredExecutors() const;

    const Span &span(qint32 index) const { return m_trace.spans()[static_cast<size_t>(index)]; }
    QString at(qint64 ns) const { return QString::number(secondsFromNs(ns - m_trace.origin()), 'f', 6) + QStringLiteral(" s"); }
    static QString lasting(qint64 ns) { return QString::number(secondsFromNs(ns), 'f', 6) + QStringLiteral(" s"); }

    const Trace &m_trace;
    const Scenario &m_scenario;
    std::vector<std::vector<Attempt>> m_attempts; // by call
};

std::optional<Checker::Excess> Checker::firstExcess(const std::vector<Interval> &intervals, int limit)
{
    struct Change {
        qint64 ns;
        int step;
        qint32 call;
    };
    std::vector<Change> changes;
    changes.reserve(intervals.size() * 2);
    for (const Interval &interval : intervals) {
        if (interval.end <= interval.begin)
            continue;
        changes.push_back({interval.begin, 1, interval.call});
        changes.push_back({interval.end, -1, interval.call});
    }
    std::sort(changes.begin(), changes.end(),
              [](const Change &a, const Change &b) { return a.ns != b.ns ? a.ns < b.ns : a.step < b.step; });
    int count = 0;
    for (const Change &change : changes) {
        count += change.step;
        if (count > limit)
            return Excess{change.ns, change.call, count};
    }
    return std::nullopt;
}

/// Length of its spans on the wire: what a sweep over the spans counts.
qint64 Checker::timeOnTheWire(size_t call) const
{
    qint64 time = 0;
    for (const Attempt &attempt : m_attempts[call]) {
        for (const qint32 index : attempt.spans) {
            if (isInFlight(span(index).phase))
                time += Trace::endOr(span(index), m_trace.last()) - span(index).begin;
        }
    }
    return time;
}

QString Checker::little() const
{
    std::vector<qint64> residence(m_trace.calls().size(), 0);
    double residences = 0;
    for (const Interval &time : timesInFlight(m_trace)) {
        residence[static_cast<size_t>(time.call)] += time.end - time.begin;
        residences += static_cast<double>(time.end - time.begin);
    }
    std::vector<Interval> wire;
    for (const Span &s : m_trace.spans()) {
        if (s.call >= 0 && m_trace.isMeasured(s) && isInFlight(s.phase))
            wire.push_back({s.begin, Trace::endOr(s, m_trace.last()), s.call});
    }
    double area = 0;
    const std::vector<Step> steps = countOverTime(wire);
    for (size_t i = 1; i < steps.size(); ++i)
        area += static_cast<double>(steps[i - 1].count) * static_cast<double>(steps[i].ns - steps[i - 1].ns);
    if (std::abs(area - residences) <= 1e-6 * std::max(area, residences))
        return {};
    size_t worst = 0;
    for (size_t i = 1; i < residence.size(); ++i) {
        if (std::abs(residence[i] - timeOnTheWire(i)) > std::abs(residence[worst] - timeOnTheWire(worst)))
            worst = i;
    }
    const CallRecord &call = m_trace.calls()[worst];
    return QStringLiteral("Little's law: call %1, sent at %2 and done at %3, spent %4 in flight, but its spans on the wire last %5")
        .arg(QString::number(worst), at(call.sent), at(call.done), lasting(residence[worst]), lasting(timeOnTheWire(worst)));
}

QString Checker::registeredExecutors() const
{
    int workers = 0;
    int pool = 0;
    for (const Executor &executor : m_trace.executors()) {
        workers += executor.kind == ExecutorKind::Thread || executor.kind == ExecutorKind::Process;
        pool += executor.kind == ExecutorKind::PoolThread;
    }
    if (workers > m_scenario.workers)
        return QStringLiteral("limits: %1 workers were started; the scenario allows %2").arg(workers).arg(m_scenario.workers);
    if (pool > m_scenario.pool)
        return QStringLiteral("limits: the pool has %1 threads; the scenario allows %2").arg(pool).arg(m_scenario.pool);
    return {};
}

QString Checker::limits() const
{
    if (const auto excess = firstExcess(timesInFlight(m_trace), m_scenario.concurrency))
        return QStringLiteral("limits: call %1 was sent at %2 as number %3 in flight; the limit is %4")
            .arg(QString::number(excess->call), at(excess->ns), QString::number(excess->count), QString::number(m_scenario.concurrency));
    const int executors = executorsOfCpuSteps(m_trace);
    if (const auto excess = firstExcess(timesOfCpuSteps(m_trace), executors))
        return QStringLiteral("limits: the analysis of call %1 began at %2 as number %3 at once; there are %4 executors")
            .arg(QString::number(excess->call), at(excess->ns), QString::number(excess->count), QString::number(executors));
    for (const Executor &executor : m_trace.executors()) {
        std::vector<Interval> steps;
        for (const qint32 index : executor.spans) {
            if (isCpuStep(span(index).phase))
                steps.push_back({span(index).begin, Trace::endOr(span(index), m_trace.last()), span(index).call});
        }
        if (const auto excess = firstExcess(steps, 1))
            return QStringLiteral("limits: the analysis of call %1 began at %2 on %3, which was still busy with another")
                .arg(QString::number(excess->call), at(excess->ns), executor.name);
    }
    return registeredExecutors();
}

QString Checker::lowerBound() const
{
    const Interval window = windowOf(m_trace);
    const LowerBound bound = lowerBoundOf(m_trace, m_scenario);
    if (static_cast<double>(window.end - window.begin) >= static_cast<double>(bound.ns) * 0.999)
        return {};
    return QStringLiteral("lower bound: the run took %1 and ended at %2, but %3 takes %4 at least")
        .arg(lasting(window.end - window.begin), at(window.end), bound.reason, lasting(bound.ns));
}

QString Checker::follows(const QString &who, const Span &before, const Span &now) const
{
    if (now.end == Trace::open)
        return who + phaseName(now.phase) + QStringLiteral(", begun at ") + at(now.begin) + QStringLiteral(", never ended");
    if (before.end == now.begin)
        return {};
    return who + (before.end < now.begin ? QStringLiteral("a gap of ") : QStringLiteral("an overlap of ")) +
           lasting(std::abs(now.begin - before.end)) + QStringLiteral(" between ") + phaseName(before.phase) + QStringLiteral(" and ") +
           phaseName(now.phase) + QStringLiteral(" at ") + at(now.begin);
}

/// Inside an exchange nothing waits for an executor, so there a gap is one, although the call was kept in Ready meanwhile.
QString Checker::tiles(size_t call, const Attempt &attempt) const
{
    const QString who = QStringLiteral("phases: call %1, attempt %2: ").arg(call).arg(attempt.number);
    for (size_t i = 0; i < attempt.spans.size(); ++i) {
        const Span &now = span(attempt.spans[i]);
        const QString sentence = follows(who, i == 0 ? Span{.end = now.begin} : span(attempt.spans[i - 1]), now);
        if (!sentence.isEmpty())
            return sentence;
    }
    return {};
}

QString Checker::tiles(size_t number) const
{
    const CallRecord &call = m_trace.calls()[number];
    const QString who = QStringLiteral("phases: call %1: ").arg(number);
    std::vector<qint32> inOrder = call.spans;
    std::sort(inOrder.begin(), inOrder.end(),
              [&](qint32 a, qint32 b) { return span(a).begin != span(b).begin ? span(a).begin < span(b).begin : a < b; });
    for (size_t i = 0; i < inOrder.size(); ++i) {
        const Span &now = span(inOrder[i]);
        const QString sentence = follows(who, i == 0 ? Span{.end = now.begin} : span(inOrder[i - 1]), now);
        if (!sentence.isEmpty())
            return sentence;
    }
    if (call.planned < 0)
        return {};
    const qint64 begin = inOrder.empty() ? call.end : span(inOrder.front()).begin;
    if (begin != call.planned)
        return who + QStringLiteral("planned at ") + at(call.planned) + QStringLiteral(", but its first phase begins at ") + at(begin);
    const qint64 end = inOrder.empty() ? call.planned : span(inOrder.back()).end;
    if (end < call.end)
        return who + QStringLiteral("over at ") + at(call.end) + QStringLiteral(", but its last phase ends at ") + at(end);
    return {};
}

QString Checker::phasesTile() const
{
    for (size_t call = 0; call < m_attempts.size(); ++call) {
        for (size_t i = 0; i < m_attempts[call].size(); ++i) {
            const Attempt &attempt = m_attempts[call][i];
            if (const QString sentence = tiles(call, attempt); !sentence.isEmpty())
                return sentence;
            if (i > 0 && attempt.begin < m_attempts[call][i - 1].end)
                return QStringLiteral("phases: call %1: attempt %2 began at %3, before the one before it had ended")
                    .arg(QString::number(call), QString::number(attempt.number), at(attempt.begin));
        }
        if (const QString sentence = tiles(call); !sentence.isEmpty())
            return sentence;
    }
    return {};
}

QString Checker::addsUp(size_t number) const
{
    const CallRecord &call = m_trace.calls()[number];
    const std::vector<Attempt> &attempts = m_attempts[number];
    const QString who = QStringLiteral("attempts: call %1").arg(number);
    if (call.planned < 0 && !call.spans.empty())
        return who + QStringLiteral(" was made but never planned; its first span begins at ") + at(span(call.spans.front()).begin);
    if (call.planned >= 0 && !call.finished)
        return who + QStringLiteral(", planned at ") + at(call.planned) + QStringLiteral(", has no outcome");
    if (static_cast<int>(attempts.size()) != call.attempts)
        return who + QStringLiteral(" counts %1 attempts, but %2 were recorded; the last ended at %3")
                         .arg(QString::number(call.attempts), QString::number(attempts.size()),
                              at(attempts.empty() ? call.done : attempts.back().end));
    for (size_t i = 0; i + 1 < attempts.size(); ++i) {
        if (isSuccess(attempts[i].outcome))
            return who + QStringLiteral(": attempt %1 was served at %2, and yet another one followed")
                             .arg(QString::number(i), at(attempts[i].end));
    }
    if (isSuccess(call.outcome) && !attempts.empty() && !isSuccess(attempts.back().outcome))
        return who + QStringLiteral(" ended well at ") + at(call.done) + QStringLiteral(", but its last attempt ended with ") +
               outcomeTitle(attempts.back().outcome);
    if (call.outcome == Outcome::Ok && call.finished && attempts.empty())
        return who + QStringLiteral(" ended well at ") + at(call.done) + QStringLiteral(" without any attempt");
    return {};
}

QString Checker::attemptsAddUp() const
{
    for (size_t call = 0; call < m_attempts.size(); ++call) {
        if (const QString sentence = addsUp(call); !sentence.isEmpty())
            return sentence;
    }
    return {};
}

} // namespace

Invariants checkInvariants(const Trace &trace, const Scenario &scenario) { return checkInvariants(trace, scenario, criticalPathOf(trace)); }

Invariants checkInvariants(const Trace &trace, const Scenario &scenario, const CriticalPath &path)
{
    Invariants result;
    const Checker checker(trace, scenario);
    const auto check = [&](const QString &sentence) {
        if (!sentence.isEmpty())
            result.broken.append(sentence);
        return sentence.isEmpty();
    };
    result.little = check(checker.little());
    result.limits = check(checker.limits());
    result.lowerBound = check(checker.lowerBound());
    result.phasesTile = check(checker.phasesTile());
    result.attemptsAddUp = check(checker.attemptsAddUp());
    result.criticalPathTiles = check(problemOf(path, trace));
    return result;
}

} // namespace interleave
