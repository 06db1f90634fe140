#include "trace/critical_path.h"

#include "core/clock.h"
#include "trace/step_times.h"
#include "trace/unread.h"

#include <algorithm>

namespace interleave {

namespace {

/// Where the walk is: it has come to the end of something, or to its begin.
struct Place {
    enum class Kind : quint8 { Nowhere, EndOfStep, BeginOfStep, EndOfJob, PlanOfJob };
    Kind kind = Kind::Nowhere;
    qint32 index = -1; // of the step, or the job
};

/// Goes from the end of the makespan to its begin, and leaves segments behind.
class Walk
{
public:
    explicit Walk(const Trace &trace)
        : m_trace(trace)
        , m_times(trace)
        , m_unread(trace)
        , m_seen(trace.steps().size())
        , m_window(windowOf(trace))
        , m_at(m_window.end)
    {
    }

    CriticalPath path()
    {
        Place place = lastOfRun();
        while (m_at > m_window.begin && place.kind != Place::Kind::Nowhere)
            place = passed(place);
        fill(m_window.begin, {.step = m_lastStep, .part = PathPart::Unexplained});
        std::reverse(m_segments.begin(), m_segments.end());
        return {m_window, std::move(m_segments)};
    }

private:
    Place lastOfRun() const;
    Place passed(Place place);
    Place passEnd(qint32 step);
    Place passBegin(qint32 step);
    Place passJob(qint32 job);
    Place passPlan(qint32 job);
    void passSpans(const std::vector<qint32> &spans, StepId step);
    void passSpan(qint32 index, StepId step);
    /// Everything from `from` to where the walk is, is `about`.
    void fill(qint64 from, PathSegment about);
    qint32 lastStepOf(const JobRecord &job) const;
    qint32 jobOfUserBefore(qint32 job) const;
    const StepRecord &step(qint32 index) const { return m_trace.steps()[static_cast<size_t>(index)]; }
    const Span &span(qint32 index) const { return m_trace.spans()[static_cast<size_t>(index)]; }
    PathSegment ready(StepId id) const { return {.step = id, .part = PathPart::Ready}; }

    const Trace &m_trace;
    StepTimes m_times;
    CpuSteps m_unread;
    std::vector<bool> m_seen; // steps whose end was passed: a damaged trace may wait for itself
    const Interval m_window;
    qint64 m_at;
    StepId m_lastStep;
    std::vector<PathSegment> m_segments;
};

void Walk::fill(qint64 from, PathSegment about)
{
    from = std::clamp(from, m_window.begin, m_at);
    if (from == m_at)
        return;
    about.begin = from;
    about.end = m_at;
    m_segments.push_back(about);
    m_at = from;
}

/// The last that ends; of several the one that is a leaf.
qint32 Walk::lastStepOf(const JobRecord &job) const
{
    qint32 last = -1;
    const auto later = [&](qint32 a, qint32 b) {
        const qint64 endA = std::min(m_times.end(a), m_at), endB = std::min(m_times.end(b), m_at);
        return endA != endB ? endA > endB : step(b).kind == StepKind::Group && step(a).kind != StepKind::Group;
    };
    for (const qint32 index : job.steps) {
        if (last < 0 || later(index, last))
            last = index;
    }
    return last;
}

Place Walk::lastOfRun() const
{
    qint32 last = -1;
    qint64 lastEnd = -1;
    for (size_t number = 0; number < m_trace.jobs().size(); ++number) {
        const JobRecord &job = m_trace.jobs()[number];
        if (!m_trace.isMeasuredJob(static_cast<qint32>(number)) || (job.planned < 0 && job.steps.empty()))
            continue;
        const qint32 of = lastStepOf(job);
        const CallRecord &first = m_trace.calls()[static_cast<size_t>(job.firstCall)];
        const qint64 end = of >= 0 ? m_times.end(of) : first.end;
        if (end <= lastEnd)
            continue;
        lastEnd = end;
        last = static_cast<qint32>(number);
    }
    return last < 0 ? Place() : Place{Place::Kind::EndOfJob, last};
}

Place Walk::passed(Place place)
{
    switch (place.kind) {
    case Place::Kind::EndOfStep:
        return passEnd(place.index);
    case Place::Kind::BeginOfStep:
        return passBegin(place.index);
    case Place::Kind::EndOfJob:
        return passJob(place.index);
    case Place::Kind::PlanOfJob:
        return passPlan(place.index);
    case Place::Kind::Nowhere:
        break;
    }
    return {};
}

Place Walk::passJob(qint32 number)
{
    const JobRecord &job = m_trace.jobs()[static_cast<size_t>(number)];
    if (const qint32 last = lastStepOf(job); last >= 0)
        return {Place::Kind::EndOfStep, last};
    // It never began: its call only waited.
    passSpans(m_trace.calls()[static_cast<size_t>(job.firstCall)].spans, {number, 0});
    return {Place::Kind::PlanOfJob, number};
}

Place Walk::passEnd(qint32 index)
{
    const StepRecord &record = step(index);
    m_lastStep = record.id;
    if (m_seen[static_cast<size_t>(index)])
        return {};
    m_seen[static_cast<size_t>(index)] = true;
    if (record.kind != StepKind::Group) {
        passSpans(m_times.spansOf(index), record.id);
    } else if (const qint32 child = m_times.lastIn(index, m_at); child >= 0) {
        fill(m_times.end(child), ready(record.id));
        return {Place::Kind::EndOfStep, child};
    }
    fill(record.begin, ready(record.id));
    return {Place::Kind::BeginOfStep, index};
}

Place Walk::passBegin(qint32 index)
{
    const StepRecord &record = step(index);
    qint32 cause = -1;
    for (const qint64 number : record.causes) {
        const qint32 of = m_trace.find({record.id.job, number});
        if (of >= 0 && m_times.end(of) >= 0 && m_times.end(of) <= m_at && (cause < 0 || m_times.end(of) > m_times.end(cause)))
            cause = of;
    }
    if (cause >= 0) {
        fill(m_times.end(cause), ready(record.id));
        return {Place::Kind::EndOfStep, cause};
    }
    const qint32 parent = m_trace.find({record.id.job, record.parent});
    if (parent < 0 || parent >= index) // a group is there before what is in it
        return {Place::Kind::PlanOfJob, record.id.job};
    fill(step(parent).begin, ready(record.id));
    return {Place::Kind::BeginOfStep, parent};
}

/// The latest that was over when this one was planned.
qint32 Walk::jobOfUserBefore(qint32 number) const
{
    const JobRecord &job = m_trace.jobs()[static_cast<size_t>(number)];
    for (qint32 before = number - 1; before >= 0; --before) {
        const JobRecord &other = m_trace.jobs()[static_cast<size_t>(before)];
        if (other.user == job.user && other.end >= 0 && other.end <= m_at)
            return before;
    }
    return -1;
}

Place Walk::passPlan(qint32 number)
{
    const JobRecord &job = m_trace.jobs()[static_cast<size_t>(number)];
    if (job.planned < 0)
        return {};
    fill(job.planned, ready({number, 0}));
    const PathSegment thinks{.step = {number, 0}, .part = PathPart::Think};
    if (job.user < 0) {
        fill(m_window.begin, {.step = {number, 0}, .part = PathPart::Schedule});
    } else if (const qint32 before = jobOfUserBefore(number); before >= 0) {
        fill(m_trace.jobs()[static_cast<size_t>(before)].end, thinks);
        return {Place::Kind::EndOfJob, before};
    } else {
        fill(m_window.begin, thinks);
    }
    return {};
}

void Walk::passSpans(const std::vector<qint32> &spans, StepId id)
{
    m_lastStep = id;
    std::vector<qint32> latestFirst = spans;
    std::sort(latestFirst.begin(), latestFirst.end(),
              [&](qint32 a, qint32 b) { return span(a).begin != span(b).begin ? span(a).begin > span(b).begin : a > b; });
    for (const qint32 index : latestFirst) {
        if (span(index).begin >= m_at)
            continue;
        fill(Trace::endOr(span(index), m_trace.last()), ready(id));
        passSpan(index, id);
    }
}

void Walk::passSpan(qint32 index, StepId id)
{
    const Span &on = span(index);
    const PathSegment whole{.step = id, .span = index, .part = PathPart::Span, .phase = on.phase};
    if (isInFlight(on.phase) && on.call >= 0 && !m_unread.isEmpty()) {
        PathSegment unread = whole;
        unread.part = PathPart::Unread;
        const std::vector<UnreadStretch> stretches = unreadOf(m_trace, m_trace.calls()[static_cast<size_t>(on.call)], m_unread);
        for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch) {
            if (stretch->span != index)
                continue;
            fill(std::max(stretch->end, on.begin), whole);
            fill(std::max(stretch->begin, on.begin), unread);
        }
    }
    fill(on.begin, whole);
}

} // namespace

QLatin1StringView PathSegment::name() const
{
    switch (part) {
    case PathPart::Span:
        return phaseName(phase);
    case PathPart::Ready:
        return phaseName(Phase::Ready);
    case PathPart::Unread:
        return QLatin1StringView("unread");
    case PathPart::Think:
        return QLatin1StringView("think");
    case PathPart::Schedule:
        return QLatin1StringView("schedule");
    case PathPart::Unexplained:
        break;
    }
    return QLatin1StringView("unexplained");
}

std::vector<std::pair<QLatin1StringView, qint64>> CriticalPath::byName() const
{
    std::vector<std::pair<QLatin1StringView, qint64>> sums;
    for (const Phase phase : allPhases)
        sums.emplace_back(phaseName(phase), 0);
    for (const PathPart part : {PathPart::Unread, PathPart::Think, PathPart::Schedule, PathPart::Unexplained})
        sums.emplace_back(PathSegment{.step = {}, .part = part}.name(), 0);
    for (const PathSegment &segment : segments) {
        const auto sum = std::find_if(sums.begin(), sums.end(), [&](const auto &entry) { return entry.first == segment.name(); });
        sum->second += segment.length();
    }
    std::erase_if(sums, [](const auto &entry) { return entry.second == 0; });
    return sums;
}

CriticalPath criticalPathOf(const Trace &trace)
{
    const Interval window = windowOf(trace);
    if (!trace.isFinished() || window.end <= window.begin)
        return {window, {}};
    return Walk(trace).path();
}

QString problemOf(const CriticalPath &path, const Trace &trace)
{
    const auto at = [&](qint64 ns) -> QString {
        return QString::number(secondsFromNs(ns - trace.origin()), 'f', 6) + QStringLiteral(" s");
    };
    const auto who = [](const PathSegment &segment) {
        return segment.step.isStep() ? QStringLiteral("step %1 of job %2").arg(stepNumber(segment.step.step)).arg(segment.step.job)
                                     : QStringLiteral("job %1").arg(segment.step.job);
    };
    qint64 end = path.window.begin;
    for (const PathSegment &segment : path.segments) {
        if (segment.begin != end || segment.end <= segment.begin)
            return QStringLiteral("critical path: a segment of %1 begins at %2, the one before it ended at %3")
                .arg(who(segment), at(segment.begin), at(end));
        if (segment.part == PathPart::Unexplained)
            return QStringLiteral("critical path: nothing tells what %1 waited for between %2 and %3")
                .arg(who(segment), at(segment.begin), at(segment.end));
        if (segment.span >= 0) {
            const Span &span = trace.spans()[static_cast<size_t>(segment.span)];
            if (segment.begin < span.begin || segment.end > Trace::endOr(span, trace.last()))
                return QStringLiteral("critical path: a segment of %1 at %2 lies beside its span").arg(who(segment), at(segment.begin));
        }
        end = segment.end;
    }
    if (end != path.window.end && (trace.isFinished() || !path.segments.empty()))
        return QStringLiteral("critical path: it ends at %1, the run at %2").arg(at(end), at(path.window.end));
    return {};
}

} // namespace interleave
