// Jobs and steps of a run as OTLP spans, as OpenTelemetry's conventions for generative AI name them: a job invokes a workflow, a group an
// agent, a tool is executed; calls hang below the group that they are a part of. What a step waited for are links. Of runs whose jobs are
// one call each there are none. Used by export/otlp; any thread.
#pragma once

#include "export/otlp_span.h"
#include "export/wall_clock.h"
#include "trace/slack.h"
#include "trace/step_times.h"

#include <optional>

namespace interleave {

class OtlpSteps
{
public:
    /// `seed` and `scramble` make the ids of the spans of calls, too. All outlive it.
    OtlpSteps(const Trace &trace, const QString &workload, const WallClock &clock, const QByteArray &traceId, quint64 seed,
              quint64 (*scramble)(quint64));

    /// Jobs are more than one call.
    bool hasSteps() const { return m_hasSteps; }
    /// Below which span that of a call is; unset: it has none.
    std::optional<quint64> parentOfCall(const CallRecord &call) const;
    void addLinks(OtlpSpan &span, const CallRecord &call) const;
    /// It has a span of its own, beside that of the call whose reply it works on.
    bool isOwnSpan(qint32 step) const;
    /// Jobs, groups, tools and analyses that work on no call's reply.
    void appendTo(QByteArray &out) const;

private:
    quint64 idOfJob(qint32 job) const;
    quint64 idOfStep(qint32 step) const;
    quint64 parentOf(const StepRecord &step) const;
    void addLinks(OtlpSpan &span, const StepRecord &step) const;
    void appendJob(QByteArray &out, qint32 job) const;
    void appendStep(QByteArray &out, qint32 step) const;

    const Trace &m_trace;
    const QString m_workload;
    const WallClock &m_clock;
    const QByteArray &m_traceId;
    const quint64 m_seed;
    quint64 (*const m_scramble)(quint64);
    const bool m_hasSteps;
    const StepTimes m_times;
    const std::vector<qint64> m_slack;
};

} // namespace interleave
