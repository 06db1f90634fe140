#include "ui/timeline/step_links.h"

#include <algorithm>

namespace interleave {

static const StepRecord &stepAt(const Trace &trace, qint32 index) { return trace.steps()[static_cast<size_t>(index)]; }

qint32 lastCauseOf(const Trace &trace, qint32 step)
{
    qint32 last = -1;
    for (const qint64 number : stepAt(trace, step).causes) {
        const qint32 cause = trace.find({stepAt(trace, step).id.job, number});
        if (cause >= 0 && (last < 0 || stepAt(trace, cause).end > stepAt(trace, last).end))
            last = cause;
    }
    return last;
}

qint32 firstEffectOf(const Trace &trace, qint32 step)
{
    qint32 first = -1;
    const StepId id = stepAt(trace, step).id;
    for (const qint32 other : trace.jobs()[static_cast<size_t>(id.job)].steps) {
        const std::vector<qint64> &causes = stepAt(trace, other).causes;
        const bool waited = std::find(causes.begin(), causes.end(), id.step) != causes.end();
        if (waited && (first < 0 || stepAt(trace, other).begin < stepAt(trace, first).begin))
            first = other;
    }
    return first;
}

qint32 leafOf(const Trace &trace, qint32 step, bool last)
{
    while (step >= 0 && stepAt(trace, step).kind == StepKind::Group) {
        qint32 best = -1;
        for (const qint32 child : trace.jobs()[static_cast<size_t>(stepAt(trace, step).id.job)].steps) {
            if (child <= step || stepAt(trace, child).parent != stepAt(trace, step).id.step)
                continue;
            const bool isBetter = best < 0 || (last ? stepAt(trace, child).end > stepAt(trace, best).end
                                                    : stepAt(trace, child).begin < stepAt(trace, best).begin);
            best = isBetter ? child : best;
        }
        step = best;
    }
    return step;
}

qint32 stepOfSpan(const Trace &trace, const Span &span)
{
    return span.step >= 0 || span.call < 0 ? span.step : trace.find(trace.calls()[static_cast<size_t>(span.call)].id);
}

qint32 spanOfStep(const Trace &trace, qint32 step, bool last)
{
    const StepRecord &record = stepAt(trace, step);
    const std::vector<qint32> &spans = record.call >= 0 ? trace.calls()[static_cast<size_t>(record.call)].spans : record.spans;
    qint32 found = -1;
    for (const qint32 span : spans) {
        if (stepOfSpan(trace, trace.spans()[static_cast<size_t>(span)]) == step && (found < 0 || last))
            found = span;
    }
    return found;
}

} // namespace interleave
