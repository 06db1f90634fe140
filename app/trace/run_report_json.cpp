// toJson(RunReport): one entry of "runs" in schema interleave.report/1. Names are fixed; what is withheld is null.
#include "core/clock.h"
#include "trace/run_report.h"

#include <QJsonArray>

namespace interleave {

using Key = QLatin1StringView;

static QJsonValue orNull(std::optional<double> number) { return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null); }

static QJsonObject toJson(const Summary &summary)
{
    return {{Key("n"), summary.n},
            {Key("min"), orNull(summary.min)},
            {Key("mean"), orNull(summary.mean)},
            {Key("p50"), orNull(summary.p50)},
            {Key("p90"), orNull(summary.p90)},
            {Key("p95"), orNull(summary.p95)},
            {Key("p99"), orNull(summary.p99)},
            {Key("max"), orNull(summary.max)}};
}

static QJsonObject toJson(const Degree &degree) { return {{Key("max"), degree.max}, {Key("mean"), degree.mean}}; }

static QJsonObject toJson(const Validity &validity, bool simulated)
{
    QJsonObject json{{Key("verdict"), validity.valid ? Key("valid") : Key("suspect")},
                     {Key("reasons"), QJsonArray::fromStringList(validity.reasons)},
                     {Key("loop_lag_ms_p99"), orNull(validity.loopLagMsP99)},
                     {Key("schedule_delay_ms_p99"), orNull(validity.scheduleDelayMsP99)},
                     {Key("client_cpu_cores"), validity.clientCpuCores}};
    if (simulated)
        json[Key("observer_error_ms")] =
            QJsonObject{{Key("p50"), orNull(validity.observerErrorMsP50)}, {Key("p99"), orNull(validity.observerErrorMsP99)}};
    return json;
}

static QJsonObject toJson(const Invariants &invariants)
{
    return {{Key("little"), invariants.little},
            {Key("limits"), invariants.limits},
            {Key("lower_bound"), invariants.lowerBound},
            {Key("phases_tile"), invariants.phasesTile},
            {Key("attempts_add_up"), invariants.attemptsAddUp}};
}

static QJsonObject callsJson(const RunReport &report)
{
    QJsonObject calls{{Key("planned"), report.planned}};
    for (const Outcome outcome : allOutcomes)
        calls[outcomeName(outcome)] = report.count(outcome);
    return calls;
}

static QJsonValue orNull(std::optional<qint64> number) { return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null); }

/// What the server did not tell is null; the client's own estimate is then beside it.
static QJsonObject toJson(const Tokens &tokens)
{
    QJsonObject json{{Key("input"), orNull(tokens.input)},
                     {Key("output"), orNull(tokens.output)},
                     {Key("per_s"), orNull(tokens.perS)},
                     {Key("told_calls"), tokens.toldCalls}};
    if (!tokens.areKnown())
        json[Key("estimated")] = QJsonObject{
            {Key("input"), tokens.estimatedInput}, {Key("output"), tokens.estimatedOutput}, {Key("per_s"), tokens.estimatedPerS}};
    return json;
}

static QJsonObject wastedJson(const RunReport &report)
{
    QJsonObject json{{Key("tokens"), report.wastedTokens}, {Key("cost_usd"), orNull(report.wastedUsd)}};
    if (report.isWasteEstimated)
        json[Key("estimated")] = true;
    return json;
}

QJsonObject toJson(const RunReport &report)
{
    QJsonObject json{{Key("model"), report.model},
                     {Key("repeat"), report.repeat},
                     {Key("calls"), callsJson(report)},
                     {Key("result"), QJsonObject{{Key("state"), report.result().name()}, {Key("failed"), report.result().failed}}},
                     {Key("attempts"), report.attempts},
                     {Key("makespan_s"), report.makespanS},
                     {Key("latency_s"), toJson(report.latency)},
                     {Key("service_s"), toJson(report.service)},
                     {Key("ttft_s"), toJson(report.ttft)},
                     {Key("chunk_gap_s"), toJson(report.chunkGap)},
                     {Key("queue_s"), toJson(report.queue)},
                     {Key("analysis_s"), toJson(report.analysis)},
                     {Key("failed_latency_s"), toJson(report.failedLatency)},
                     {Key("limiter_s"), toJson(report.limiter)},
                     {Key("throughput_rps"), report.throughputRps},
                     {Key("goodput_rps"), report.goodputRps},
                     {Key("tokens"), toJson(report.tokens)},
                     {Key("goodput_fraction"), report.goodFraction},
                     {Key("cost_usd"), orNull(report.costUsd)},
                     {Key("wasted"), wastedJson(report)},
                     {Key("retries"), report.retries},
                     {Key("resends"), report.resends},
                     {Key("concurrency"), toJson(report.concurrency)},
                     {Key("parallelism"), toJson(report.parallelism)},
                     {Key("validity"), toJson(report.validity, report.simulated)},
                     {Key("invariants"), toJson(report.invariants)}};
    if (!report.costUsd && report.estimatedCostUsd)
        json[Key("cost_usd_estimated")] = *report.estimatedCostUsd;
    QJsonObject ready = toJson(report.ready);
    ready[Key("sum")] = report.readyS;
    json[Key("ready_s")] = ready;
    json[Key("unread_s")] = secondsFromNs(report.unread.ns);
    if (report.unread.isAtMost)
        json[Key("unread_at_most")] = true;
    if (!report.variant.isEmpty())
        json[Key("variant")] = report.variant;
    if (!report.transport.isEmpty())
        json[Key("transport")] = report.transport;
    if (!report.answeredBy.isEmpty())
        json[Key("answered_by")] = report.answeredBy;
    if (report.users > 0)
        json[Key("users")] = report.users;
    json[Key("jobs")] = QJsonObject{{Key("planned"), report.jobs}, {Key("ok"), report.jobsOk}, {Key("failed"), report.jobsFailed}};
    json[Key("job_latency_s")] = toJson(report.jobLatency);
    return json;
}

} // namespace interleave
