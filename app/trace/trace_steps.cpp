// Trace's jobs and steps: what begins, what it belongs to, in whose lane it is drawn, and how it ends. The rest of Trace is in trace.cpp.
#include "trace/trace.h"

#include "trace/ready_of_step.h"

#include <algorithm>
#include <functional>

namespace interleave {

void Trace::plan(const Event &event)
{
    JobRecord &planned = job(event.step.job);
    planned.planned = event.ns;
    planned.promptIndex = static_cast<int>(event.value);
    planned.label = event.text;
    CallRecord &record = call(planned.firstCall);
    record.planned = event.ns;
    record.promptIndex = planned.promptIndex;
    record.label = event.text;
    if (record.spans.empty() && !record.finished)
        becomeReady(planned.firstCall, event.ns);
}

/// When all was there that the step waits for: the last of its causes, else its group, else its job.
static qint64 readyTime(const std::vector<StepRecord> &steps, const JobRecord &job, const StepFacts &facts, qint64 ns,
                        const std::function<qint32(qint64)> &find)
{
    qint64 since = -1;
    for (const qint64 cause : facts.causes) {
        if (const qint32 index = find(cause); index >= 0 && steps[static_cast<size_t>(index)].finished)
            since = std::max(since, steps[static_cast<size_t>(index)].end);
    }
    if (facts.causes.empty()) {
        const qint32 parent = find(facts.parent);
        since = parent >= 0 ? steps[static_cast<size_t>(parent)].begin : job.planned;
    }
    return since < 0 ? ns : since;
}

static StepRecord recordOf(StepId id, const StepFacts &facts)
{
    StepRecord step;
    step.id = id;
    step.kind = facts.kind;
    step.parent = facts.parent;
    step.causes = facts.causes;
    step.label = facts.label;
    return step;
}

qint32 Trace::addStep(StepId id, const StepFacts &facts, qint64 ns)
{
    JobRecord &owner = job(id.job);
    const auto index = static_cast<qint32>(m_steps.size());
    StepRecord step = recordOf(id, facts);
    step.begin = readyTime(m_steps, owner, facts, ns, [&](qint64 number) { return find({id.job, number}); });
    const bool isFirst = facts.kind == StepKind::Call && standsForJob(owner) && (owner.planned < 0 || step.begin == owner.planned);
    if (!isFirst && facts.kind != StepKind::Group)
        replaceFirstCall(owner, ns); // it stood for a job that begins with something else
    if (facts.kind == StepKind::Call) {
        step.call = isFirst ? owner.firstCall : addCall(step);
        CallRecord &record = call(step.call);
        record.id = id;
        if (record.planned < 0 && owner.planned >= 0) { // another step of the job began before it
            record.planned = record.released = step.begin;
            becomeReady(step.call, step.begin);
        }
        if (!facts.label.isEmpty())
            record.label = facts.label;
    }
    if (facts.kind == StepKind::Analysis || facts.kind == StepKind::Tool) {
        for (const qint64 cause : facts.causes) {
            const qint32 asked = find({id.job, cause});
            if (asked < 0 || m_steps[static_cast<size_t>(asked)].kind != StepKind::Call)
                continue;
            CallRecord &record = call(m_steps[static_cast<size_t>(asked)].call);
            if (record.work >= 0)
                continue; // others may work on it at the same time
            record.work = index;
            step.call = m_steps[static_cast<size_t>(asked)].call;
            break;
        }
    }
    owner.steps.push_back(index);
    if (owner.steps.size() > nearSteps)
        m_farSteps.insert(id, index);
    m_steps.push_back(std::move(step));
    return index;
}

/// No call of the job waited from its plan on: its waiting is the job's own.
void Trace::replaceFirstCall(const JobRecord &owner, qint64 ns)
{
    if (!standsForJob(owner))
        return;
    CallRecord &record = call(owner.firstCall);
    record.planned = record.readySince = -1;
    for (const qint32 index : std::exchange(record.spans, {})) {
        m_spans[static_cast<size_t>(index)].call = -1;
        closeOpen(m_spans[static_cast<size_t>(index)], ns, Outcome::Ok);
    }
}

qint32 Trace::addCall(StepRecord &step)
{
    const JobRecord &owner = job(step.id.job);
    const auto number = static_cast<qint32>(m_calls.size());
    CallRecord &record = m_calls.emplace_back();
    record.id = step.id;
    record.planned = record.released = step.begin;
    record.promptIndex = owner.promptIndex;
    record.label = owner.label;
    becomeReady(number, step.begin);
    return number;
}

void Trace::beginStep(const Event &event)
{
    m_namesSteps = true;
    if (find(event.step) < 0)
        addStep(event.step, event.facts ? *event.facts : StepFacts(), event.ns);
}

/// Of an event that names a step which never began, in a recording whose jobs are one call each: the call, or what works on its reply.
qint32 Trace::stepOf(const Event &event)
{
    if (!event.step.isStep())
        return -1;
    StepId id = event.step;
    if (!m_namesSteps && id == callOfJob(id.job) && (event.kind == EventKind::SpanBegin || event.kind == EventKind::SpanEnd) &&
        isCpuStep(event.phase))
        id.step = callOfJob(id.job).step + 1;
    if (const qint32 index = find(id); index >= 0)
        return index;
    const StepId call = callOfJob(id.job);
    if (id == call || m_namesSteps)
        return addStep(id, {}, event.ns);
    if (find(call) < 0)
        addStep(call, {}, event.ns);
    return addStep(id, {.kind = StepKind::Analysis, .label = {}, .parent = 0, .causes = {call.step}}, event.ns);
}

qint32 Trace::callOf(const Event &event)
{
    const qint32 step = stepOf(event);
    return step < 0 ? -1 : m_steps[static_cast<size_t>(step)].call;
}

void Trace::endStep(const Event &event)
{
    const qint32 index = stepOf(event);
    if (index < 0)
        return;
    StepRecord &step = m_steps[static_cast<size_t>(index)];
    if (event.kind == EventKind::Asked) {
        step.asked = event.text;
        return;
    }
    endReadyOf(step, m_spans, event.ns);
    step.close(event.outcome, event.ns);
    step.result = event.text;
    if (step.kind == StepKind::Group && !isSuccess(event.outcome))
        closeSteps(job(event.step.job), event);
}

void Trace::endJob(const Event &event)
{
    JobRecord &ended = job(event.step.job);
    ended.finished = true;
    ended.outcome = event.outcome;
    ended.message = event.text;
    closeSteps(ended, event);
    if (!ended.steps.empty())
        replaceFirstCall(ended, event.ns);
    for (const qint32 index : ended.steps)
        ended.end = std::max(ended.end, m_steps[static_cast<size_t>(index)].end);
    if (ended.end < 0)
        ended.end = event.ns;
}

/// What a failed job or group left open, such as one whose worker died or one that was given up.
void Trace::closeSteps(const JobRecord &ended, const Event &event)
{
    if (isSuccess(event.outcome))
        return;
    const auto isOpen = [this](const CallRecord &record) {
        return !record.finished || std::any_of(record.spans.begin(), record.spans.end(),
                                               [this](qint32 index) { return m_spans[static_cast<size_t>(index)].end == open; });
    };
    if (CallRecord &first = call(ended.firstCall); event.step.step == 0 && first.planned >= 0 && first.id.step == 0 && !first.finished)
        finish(ended.firstCall, event);
    for (const qint32 index : ended.steps) {
        StepRecord &step = m_steps[static_cast<size_t>(index)];
        if (!step.id.isWithin({event.step.job, event.step.step}))
            continue;
        if (step.kind == StepKind::Call && isOpen(call(step.call)))
            finish(step.call, event);
        for (const qint32 span : step.spans)
            closeOpen(m_spans[static_cast<size_t>(span)], event.ns, event.outcome);
        if (!step.finished)
            step.close(event.outcome, event.ns);
    }
}

/// Where jobs are one call each, their ends are not told.
void Trace::endJobsOfRun(const Event &event)
{
    for (StepRecord &step : m_steps) {
        if (step.finished)
            continue;
        const CallRecord *record = step.kind == StepKind::Call ? &call(step.call) : nullptr;
        step.close(record ? record->outcome : Outcome::Cancelled, record ? record->end : event.ns);
    }
    for (JobRecord &each : m_jobs) {
        if (each.finished || each.planned < 0)
            continue;
        const CallRecord &only = call(each.firstCall);
        each.finished = true;
        each.outcome = m_namesSteps ? Outcome::Cancelled : only.outcome;
        each.end = m_namesSteps ? event.ns : only.end;
        each.message = m_namesSteps ? QString() : only.message;
    }
}

} // namespace interleave
