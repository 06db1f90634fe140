#include "trace/attempts.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace interleave {

std::vector<Attempt> attemptsOf(const Trace &trace, const CallRecord &call)
{
    const auto spanAt = [&](qint32 index) -> const Span & { return trace.spans()[static_cast<size_t>(index)]; };
    // Events of one call may come from two threads, and then arrive a little out of order.
    std::vector<qint32> inOrder = call.spans;
    std::sort(inOrder.begin(), inOrder.end(),
              [&](qint32 a, qint32 b) { return spanAt(a).begin != spanAt(b).begin ? spanAt(a).begin < spanAt(b).begin : a < b; });

    std::vector<Attempt> attempts;
    for (const qint32 index : inOrder) {
        const Span &span = spanAt(index);
        if (!isOfAttempt(span.phase) || span.attempt >= call.attempts)
            continue;
        auto attempt = std::find_if(attempts.begin(), attempts.end(), [&](const Attempt &a) { return a.number == span.attempt; });
        const bool isNew = attempt == attempts.end();
        if (isNew) {
            attempt = attempts.emplace(attempts.end());
            attempt->number = span.attempt;
            attempt->begin = span.begin;
        }
        if (span.phase == Phase::Ttft && attempt->sent < 0)
            attempt->sent = span.begin;
        attempt->end = Trace::endOr(span, trace.last());
        attempt->outcome = span.outcome;
        attempt->spans.push_back(index);
    }
    std::sort(attempts.begin(), attempts.end(), [](const Attempt &a, const Attempt &b) { return a.number < b.number; });
    return attempts;
}

std::vector<Interval> timesInFlight(const Trace &trace)
{
    std::vector<Interval> times;
    times.reserve(trace.calls().size());
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (!trace.isMeasured(static_cast<qint32>(number)))
            continue;
        for (const Attempt &attempt : attemptsOf(trace, call)) {
            // One that was sent again waits in between for another connection, and is not in flight then.
            qint64 sent = -1;
            for (const qint32 index : attempt.spans) {
                const Span &span = trace.spans()[static_cast<size_t>(index)];
                if (isInFlight(span.phase)) {
                    sent = sent < 0 ? span.begin : sent;
                } else if (sent >= 0) {
                    times.push_back({sent, span.begin, static_cast<qint32>(number)});
                    sent = -1;
                }
            }
            if (sent < 0)
                continue;
            // A cancelled call's `done` is when the run was stopped, which may be later than its end on the wire.
            const bool endsTheCall = attempt.number + 1 == call.attempts && call.finished && call.outcome != Outcome::Cancelled;
            times.push_back({sent, std::max(sent, endsTheCall ? call.done : attempt.end), static_cast<qint32>(number)});
        }
    }
    return times;
}

std::vector<Interval> timesOfCpuSteps(const Trace &trace)
{
    std::vector<Interval> times;
    for (const Span &span : trace.spans()) {
        if (isCpuStep(span) && trace.isMeasured(span))
            times.push_back({span.begin, Trace::endOr(span, trace.last()), span.call});
    }
    return times;
}

int executorsOfCpuSteps(const Trace &trace)
{
    const auto count = [&](auto... kinds) {
        return static_cast<int>(std::count_if(trace.executors().begin(), trace.executors().end(),
                                              [&](const Executor &executor) { return ((executor.kind == kinds) || ...); }));
    };
    if (const int workers = count(ExecutorKind::Thread, ExecutorKind::Process))
        return workers;
    return std::max(1, count(ExecutorKind::PoolThread));
}

int coresOf(const Trace &trace)
{
    const QJsonObject header = QJsonDocument::fromJson(trace.header().toUtf8()).object();
    return header[QLatin1StringView("environment")][QLatin1StringView("cores")].toInt();
}

Interval windowOf(const Trace &trace)
{
    Interval window{-1, -1};
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned < 0 || !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        window.begin = window.begin < 0 ? call.planned : std::min(window.begin, call.planned);
        window.end = std::max(window.end, call.end);
    }
    for (const JobRecord &job : trace.jobs()) {
        const bool beginsOtherwise = job.planned >= 0 && trace.calls()[static_cast<size_t>(job.firstCall)].planned < 0;
        if (beginsOtherwise && trace.isMeasuredJob(static_cast<qint32>(&job - trace.jobs().data())))
            window.begin = window.begin < 0 ? job.planned : std::min(window.begin, job.planned);
    }
    for (const StepRecord &step : trace.steps()) {
        if (step.call < 0 && trace.isMeasuredJob(step.id.job))
            window.end = std::max(window.end, step.end);
    }
    window.end = std::max(window.begin, window.end);
    return window;
}

} // namespace interleave
