// toJson(RunReport): one entry of "runs" in schema interleave.report/1. Names are fixed; what is withheld is null.
#include "core/clock.h"
#include "trace/run_report.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

static OrderedJson orNull(std::optional<double> number) { return number ? numberOf(*number) : OrderedJson(); }

static OrderedJson toJson(const Summary &summary)
{
    return {{"n", summary.n},
            {"min", orNull(summary.min)},
            {"mean", orNull(summary.mean)},
            {"p50", orNull(summary.p50)},
            {"p90", orNull(summary.p90)},
            {"p95", orNull(summary.p95)},
            {"p99", orNull(summary.p99)},
            {"max", orNull(summary.max)}};
}

static OrderedJson toJson(const Degree &degree) { return {{"max", degree.max}, {"mean", numberOf(degree.mean)}}; }

static OrderedJson toJson(const Validity &validity, bool simulated)
{
    OrderedJson json{{"verdict", validity.valid ? "valid" : "suspect"},
                     {"reasons", jsonOf(validity.reasons)},
                     {"loop_lag_ms_p99", orNull(validity.loopLagMsP99)},
                     {"schedule_delay_ms_p99", orNull(validity.scheduleDelayMsP99)},
                     {"client_cpu_cores", numberOf(validity.clientCpuCores)}};
    if (simulated)
        json["observer_error_ms"] = OrderedJson{{"p50", orNull(validity.observerErrorMsP50)}, {"p99", orNull(validity.observerErrorMsP99)}};
    return json;
}

static OrderedJson toJson(const Invariants &invariants)
{
    return {{"little", invariants.little},
            {"limits", invariants.limits},
            {"lower_bound", invariants.lowerBound},
            {"phases_tile", invariants.phasesTile},
            {"attempts_add_up", invariants.attemptsAddUp},
            {"critical_path_tiles", invariants.criticalPathTiles}};
}

static OrderedJson callsJson(const RunReport &report)
{
    OrderedJson calls{{"planned", report.planned}};
    for (const Outcome outcome : allOutcomes)
        calls[outcomeName(outcome).data()] = report.count(outcome);
    return calls;
}

static OrderedJson orNull(std::optional<qint64> number) { return number ? OrderedJson(*number) : OrderedJson(); }

/// What the server did not tell is null; the client's own estimate is then beside it.
static OrderedJson toJson(const Tokens &tokens)
{
    OrderedJson json{{"input", orNull(tokens.input)},
                     {"output", orNull(tokens.output)},
                     {"per_s", orNull(tokens.perS)},
                     {"told_calls", tokens.toldCalls}};
    if (!tokens.areKnown())
        json["estimated"] =
            OrderedJson{{"input", tokens.estimatedInput}, {"output", tokens.estimatedOutput}, {"per_s", numberOf(tokens.estimatedPerS)}};
    return json;
}

static OrderedJson wastedJson(const RunReport &report)
{
    OrderedJson json{{"tokens", report.wastedTokens}, {"cost_usd", orNull(report.wastedUsd)}};
    if (report.isWasteEstimated)
        json["estimated"] = true;
    return json;
}

static OrderedJson toJson(const CriticalPath &path)
{
    const auto seconds = [&](qint64 ns) { return numberOf(secondsFromNs(ns)); };
    OrderedJson json{{"makespan_s", seconds(path.window.end - path.window.begin)}};
    OrderedJson segments = OrderedJson::array();
    for (const PathSegment &segment : path.segments) {
        OrderedJson one{{"begin_s", seconds(segment.begin - path.window.begin)}, {"end_s", seconds(segment.end - path.window.begin)}};
        one["job"] = segment.step.job;
        one["step"] = segment.step.isStep() ? OrderedJson(utf8(stepNumber(segment.step.step))) : OrderedJson();
        one["phase"] = segment.name().data();
        segments.push_back(std::move(one));
    }
    json["segments"] = std::move(segments);
    OrderedJson byPhase = OrderedJson::object();
    for (const auto &[name, ns] : path.byName())
        byPhase[name.data()] = seconds(ns);
    json["by_phase_s"] = std::move(byPhase);
    return json;
}

static OrderedJson toJson(const std::vector<NamedSteps> &named)
{
    OrderedJson json = OrderedJson::array();
    for (const NamedSteps &steps : named) {
        OrderedJson one{{"name", utf8(steps.name)},
                        {"kind", stepKindName(steps.kind).data()},
                        {"n", steps.count},
                        {"failed", steps.failed},
                        {"wall_s", numberOf(secondsFromNs(steps.wallNs))},
                        {"effort_s", numberOf(secondsFromNs(steps.effort.ns))},
                        {"active_s", numberOf(secondsFromNs(steps.effort.activeNs))},
                        {"critical_s", numberOf(secondsFromNs(steps.criticalNs))}};
        if (steps.kind == StepKind::Call)
            one["tokens"] = OrderedJson{{"input", steps.inputTokens}, {"output", steps.outputTokens}, {"told_calls", steps.tellTokens}};
        json.push_back(std::move(one));
    }
    return json;
}

OrderedJson toJson(const RunReport &report)
{
    OrderedJson json{{"model", utf8(report.model)},
                     {"repeat", report.repeat},
                     {"calls", callsJson(report)},
                     {"result", OrderedJson{{"state", report.result().name().data()}, {"failed", report.result().failed}}},
                     {"attempts", report.attempts},
                     {"makespan_s", numberOf(report.makespanS)},
                     {"latency_s", toJson(report.latency)},
                     {"service_s", toJson(report.service)},
                     {"ttft_s", toJson(report.ttft)},
                     {"chunk_gap_s", toJson(report.chunkGap)},
                     {"queue_s", toJson(report.queue)},
                     {"analysis_s", toJson(report.analysis)},
                     {"failed_latency_s", toJson(report.failedLatency)},
                     {"limiter_s", toJson(report.limiter)},
                     {"throughput_rps", numberOf(report.throughputRps)},
                     {"goodput_rps", numberOf(report.goodputRps)},
                     {"tokens", toJson(report.tokens)},
                     {"goodput_fraction", numberOf(report.goodFraction)},
                     {"cost_usd", orNull(report.costUsd)},
                     {"wasted", wastedJson(report)},
                     {"retries", report.retries},
                     {"resends", report.resends},
                     {"concurrency", toJson(report.concurrency)},
                     {"parallelism", toJson(report.parallelism)},
                     {"validity", toJson(report.validity, report.simulated)},
                     {"invariants", toJson(report.invariants)}};
    if (!report.costUsd && report.estimatedCostUsd)
        json["cost_usd_estimated"] = numberOf(*report.estimatedCostUsd);
    OrderedJson ready = toJson(report.ready);
    ready["sum"] = numberOf(report.readyS);
    json["ready_s"] = ready;
    json["unread_s"] = numberOf(secondsFromNs(report.unread.ns));
    if (report.unread.isAtMost)
        json["unread_at_most"] = true;
    if (!report.variant.isEmpty())
        json["variant"] = utf8(report.variant);
    if (!report.transport.isEmpty())
        json["transport"] = utf8(report.transport);
    if (!report.answeredBy.isEmpty())
        json["answered_by"] = utf8(report.answeredBy);
    if (report.users > 0)
        json["users"] = report.users;
    json["jobs"] = OrderedJson{{"planned", report.jobs}, {"ok", report.jobsOk}, {"failed", report.jobsFailed}};
    if (!report.namedSteps.empty() && !report.jobFailure.isEmpty())
        json["jobs"]["failure"] = utf8(report.jobFailure);
    json["job_latency_s"] = toJson(report.jobLatency);
    if (report.width) {
        json["parallelism"]["declared"] = report.width->declared;
        json["parallelism"]["observed"] = report.width->observed;
        if (!report.width->limitedBy.isEmpty())
            json["parallelism"]["limited_by"] = utf8(report.width->limitedBy);
    }
    json["effort_s"] = numberOf(secondsFromNs(report.effort.ns));
    json["active_s"] = numberOf(secondsFromNs(report.effort.activeNs));
    json["critical_path"] = toJson(report.criticalPath);
    if (!report.namedSteps.empty())
        json["steps"] = toJson(report.namedSteps);
    return json;
}

} // namespace interleave
