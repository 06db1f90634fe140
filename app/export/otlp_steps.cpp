#include "export/otlp_steps.h"

#include "core/clock.h"
#include "export/genai.h"
#include "trace/effort.h"

namespace interleave {

using Key = QLatin1StringView;

OtlpSteps::OtlpSteps(const Trace &trace, const QString &workload, const WallClock &clock, const QByteArray &traceId, quint64 seed,
                     quint64 (*scramble)(quint64))
    : m_trace(trace)
    , m_workload(workload)
    , m_clock(clock)
    , m_traceId(traceId)
    , m_seed(seed)
    , m_scramble(scramble)
    , m_hasSteps(hasNamedSteps(trace))
    , m_times(trace)
    , m_slack(m_hasSteps ? slackOfSteps(trace) : std::vector<qint64>())
{
}

// Spans of calls and phases have the numbers below 2^40.
quint64 OtlpSteps::idOfJob(qint32 job) const { return m_scramble(m_seed + (quint64(1) << 40) + static_cast<quint64>(job)); }

quint64 OtlpSteps::idOfStep(qint32 index) const
{
    const StepRecord &step = m_trace.steps()[static_cast<size_t>(index)];
    const bool isCall = step.kind == StepKind::Call && step.call >= 0;
    return isCall ? m_scramble(m_seed + 2 * static_cast<quint64>(step.call))
                  : m_scramble(m_seed + (quint64(1) << 41) + static_cast<quint64>(index));
}

quint64 OtlpSteps::parentOf(const StepRecord &step) const
{
    const qint32 parent = m_trace.find({step.id.job, step.parent});
    return parent < 0 ? idOfJob(step.id.job) : idOfStep(parent);
}

bool OtlpSteps::isOwnSpan(qint32 index) const
{
    return m_hasSteps && index >= 0 && m_trace.steps()[static_cast<size_t>(index)].kind != StepKind::Call;
}

std::optional<quint64> OtlpSteps::parentOfCall(const CallRecord &call) const
{
    if (!m_hasSteps)
        return std::nullopt;
    const qint32 step = m_trace.find(call.id);
    return step < 0 ? idOfJob(call.id.job) : parentOf(m_trace.steps()[static_cast<size_t>(step)]);
}

void OtlpSteps::addLinks(OtlpSpan &span, const StepRecord &step) const
{
    for (const qint64 number : step.causes) {
        if (const qint32 cause = m_trace.find({step.id.job, number}); cause >= 0)
            span.addLink(idOfStep(cause));
    }
}

void OtlpSteps::addLinks(OtlpSpan &span, const CallRecord &call) const
{
    if (const qint32 step = m_hasSteps ? m_trace.find(call.id) : -1; step >= 0)
        addLinks(span, m_trace.steps()[static_cast<size_t>(step)]);
}

void OtlpSteps::appendJob(QByteArray &out, qint32 number) const
{
    const JobRecord &job = m_trace.jobs()[static_cast<size_t>(number)];
    if (job.planned < 0)
        return;
    const qint64 end = std::max(job.planned, job.end < 0 ? m_trace.last() : job.end);
    // Its label is the beginning of a prompt, which is left out.
    OtlpSpan span(m_traceId, idOfJob(number), Key(genai::invokeWorkflow) + u' ' + m_workload, OtlpKind::Internal, m_clock.ns(job.planned),
                  m_clock.ns(end));
    span.add(genai::operationName, QString::fromLatin1(genai::invokeWorkflow));
    span.add(genai::workflowName, m_workload);
    span.add("interleave.job", qint64(number));
    if (!m_trace.isMeasuredJob(number))
        span.add("interleave.warmup", true);
    if (job.finished && !isSuccess(job.outcome))
        span.fail(genAiErrorType(job.outcome, 0), job.message);
    span.appendTo(out);
}

void OtlpSteps::appendStep(QByteArray &out, qint32 index) const
{
    const StepRecord &step = m_trace.steps()[static_cast<size_t>(index)];
    const bool isTool = step.kind == StepKind::Tool;
    const bool isGroup = step.kind == StepKind::Group;
    const QString operation = QString::fromLatin1(isTool ? genai::executeTool : isGroup ? genai::invokeAgent : "analyze");
    const qint64 end = std::max(step.begin, m_times.end(index) < 0 ? m_trace.last() : m_times.end(index));
    OtlpSpan span(m_traceId, idOfStep(index), operation + (step.label.isEmpty() ? QString() : u' ' + step.label), OtlpKind::Internal,
                  m_clock.ns(step.begin), m_clock.ns(end));
    span.setParent(parentOf(step));
    if (isTool || isGroup)
        span.add(genai::operationName, operation);
    if (isTool)
        span.add(genai::toolType, QStringLiteral("function"));
    if (!step.label.isEmpty() && (isTool || isGroup))
        span.add(isTool ? genai::toolName : genai::agentName, step.label);
    span.add("interleave.job", qint64(step.id.job));
    span.add("interleave.step", stepNumber(step.id.step));
    if (m_slack[static_cast<size_t>(index)] != unknownSlack)
        span.add("interleave.slack_s", secondsFromNs(m_slack[static_cast<size_t>(index)]));
    if (!isGroup) {
        for (const qint32 number : m_times.spansOf(index)) {
            const Span &phase = m_trace.spans()[static_cast<size_t>(number)];
            span.addEvent(QString(phaseName(phase.phase)), m_clock.ns(phase.begin));
        }
    }
    addLinks(span, step);
    if (step.finished && !isSuccess(step.outcome))
        span.fail(genAiErrorType(step.outcome, 0), step.result);
    span.appendTo(out);
}

void OtlpSteps::appendTo(QByteArray &out) const
{
    if (!m_hasSteps)
        return;
    for (size_t job = 0; job < m_trace.jobs().size(); ++job)
        appendJob(out, static_cast<qint32>(job));
    for (size_t step = 0; step < m_trace.steps().size(); ++step) {
        if (m_trace.steps()[step].kind != StepKind::Call && m_trace.steps()[step].begin >= 0)
            appendStep(out, static_cast<qint32>(step));
    }
}

} // namespace interleave
