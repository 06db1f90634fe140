#include "trace/run_report.h"

#include "core/clock.h"
#include "trace/attempts.h"
#include "trace/cost.h"
#include "trace/limiter_wait.h"
#include "trace/lower_bound.h"
#include "trace/samples.h"
#include "trace/transport_use.h"
#include "json/price_files.h"

namespace interleave {

int RunReport::failed() const
{
    int sum = 0;
    for (const Outcome outcome : allOutcomes)
        sum += isFailure(outcome) ? count(outcome) : 0;
    return sum;
}

QString RunReport::caution() const
{
    if (validity.valid && result().isComplete())
        return {};
    const QString reasons = validity.valid ? QString() : QStringLiteral(": ") + validity.reasons.join(QStringLiteral("; "));
    return QStringLiteral(" [") + (validity.valid ? QStringLiteral("VALID") : QStringLiteral("SUSPECT")) + reasons +
           (result().isComplete() ? QString() : QStringLiteral(" \u00b7 ") + result().text()) + u']';
}

/// Unset from the first gap on.
static void addTold(std::optional<qint64> &sum, std::optional<qint32> told, bool isNeeded)
{
    if (told && sum)
        *sum += *told;
    else if (!told && isNeeded)
        sum.reset();
}

/// A call that no model has worked on (refused unread, a hit of the cache) has no tokens to tell.
static void countTokens(Tokens &tokens, const CallRecord &call)
{
    const AttemptEnd *last = call.attemptEnds.empty() ? nullptr : &call.attemptEnds.back();
    const bool isNeeded = call.finished && call.outcome != Outcome::CacheHit && (call.outcome == Outcome::Ok || (last && hasWork(*last)));
    addTold(tokens.input, call.usage.input, isNeeded);
    addTold(tokens.output, call.usage.output, isNeeded);
    tokens.toldCalls += call.usage.input && call.usage.output;
    if (!isNeeded)
        return;
    const Usage usage = estimatedUsage(call, last ? *last : AttemptEnd{call.outcome, call.usage, 0, {}});
    tokens.estimatedInput += *usage.input;
    tokens.estimatedOutput += *usage.output;
}

static void countCalls(RunReport &report, const Trace &trace)
{
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned < 0 || !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        ++report.planned;
        report.attempts += call.attempts;
        if (call.finished)
            ++report.outcomes[static_cast<size_t>(call.outcome)];
        countTokens(report.tokens, call);
    }
}

static void summarizeJobs(RunReport &report, const Trace &trace)
{
    const JobCounts counts = countJobs(trace);
    report.jobs = counts.planned;
    report.jobsOk = counts.ok;
    report.jobsFailed = counts.failed;
    report.jobFailure = counts.failure;
    std::vector<qint64> latency;
    for (size_t number = 0; number < trace.jobs().size(); ++number) {
        const JobRecord &job = trace.jobs()[number];
        if (job.planned < 0 || !trace.isMeasuredJob(static_cast<qint32>(number)))
            continue;
        if (job.finished && isSuccess(job.outcome))
            latency.push_back(job.end - job.planned);
    }
    report.jobLatency = summarize(std::move(latency));
}

static int goodCalls(const Trace &trace, const Scenario &scenario)
{
    const double latencyS = scenario.objectives.latencyS;
    const double ttftS = scenario.objectives.ttftS;
    int good = 0;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned < 0 || !call.finished || !isSuccess(call.outcome) || !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        const bool inTime = latencyS <= 0 || secondsFromNs(call.done - call.planned) <= latencyS;
        const qint64 first = call.firstChunk >= 0 ? call.firstChunk : call.done;
        const bool promptly = ttftS <= 0 || call.lastSent < 0 || secondsFromNs(first - call.lastSent) <= ttftS;
        good += inTime && promptly;
    }
    return good;
}

static void addClientWaits(RunReport &report, const Trace &trace)
{
    std::vector<qint64> ready;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned < 0 || !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        ready.push_back(readyNs(trace, call));
        report.readyS += secondsFromNs(ready.back());
    }
    report.ready = summarize(std::move(ready));
    report.unread = unreadTimeOf(trace);
}

RunReport makeRunReport(const Trace &trace, const Scenario &scenario, const QString &model, int repeat, const QString &variant)
{
    RunReport report;
    report.model = model;
    report.variant = variant;
    report.repeat = repeat;
    report.users = scenario.arrival.kind == Arrival::Kind::Users ? scenario.arrival.users : 0;
    report.cancelled = trace.wasCancelled();
    report.simulated = scenario.endpoint.isSimulator();
    report.tokens.input = report.tokens.output = 0;
    countCalls(report, trace);
    summarizeJobs(report, trace);
    if (report.tokens.toldCalls == 0 && report.count(Outcome::CacheHit) == 0) // nobody told anything
        report.tokens.input = report.tokens.output = std::nullopt;

    Samples samples = samplesOf(trace);
    report.latency = summarize(std::move(samples.latency));
    report.service = summarize(std::move(samples.service));
    report.ttft = summarize(std::move(samples.ttft));
    report.chunkGap = summarize(std::move(samples.chunkGap));
    report.queue = summarize(std::move(samples.queue));
    report.analysis = summarize(std::move(samples.analysis));
    report.failedLatency = summarize(std::move(samples.failed));
    report.limiter = summarize(limiterWaits(trace));

    addClientWaits(report, trace);
    const int good = goodCalls(trace, scenario);
    report.goodFraction = report.planned > 0 ? static_cast<double>(good) / report.planned : 0;
    const Cost cost = costOf(trace, loadPriceTable());
    report.costUsd = cost.usd;
    report.wastedUsd = cost.wastedUsd;
    report.estimatedCostUsd = cost.estimatedUsd;
    report.wastedTokens = cost.wastedTokens;
    report.isWasteEstimated = cost.isWasteEstimated;
    report.retries = cost.retries;

    const Interval window = windowOf(trace);
    report.makespanS = secondsFromNs(window.end - window.begin);
    if (report.makespanS > 0) {
        report.throughputRps = report.ok() / report.makespanS;
        report.goodputRps = good / report.makespanS;
        if (report.tokens.output)
            report.tokens.perS = static_cast<double>(*report.tokens.output) / report.makespanS;
        report.tokens.estimatedPerS = static_cast<double>(report.tokens.estimatedOutput) / report.makespanS;
    }
    report.concurrency = degreeOfConcurrency(trace);
    report.parallelism = degreeOfParallelism(trace);
    report.width = widthOf(trace, scenario);
    report.effort = effortOf(trace);
    report.criticalPath = criticalPathOf(trace);
    if (hasNamedSteps(trace))
        report.namedSteps = stepsByName(trace, report.criticalPath);
    report.lowerBoundS = secondsFromNs(lowerBoundOf(trace, scenario).ns);
    report.validity = judge(trace);
    const TransportUse use = transportUseOf(trace);
    report.transport = use.names;
    report.answeredBy = use.answered;
    report.resends = use.resends;
    for (const QString &sentence : use.doubts)
        report.validity.doubt(sentence);
    report.invariants = checkInvariants(trace, scenario, report.criticalPath);
    for (const QString &sentence : std::as_const(report.invariants.broken))
        report.validity.doubt(QStringLiteral("a rule that must always hold is broken, so its figures may be wrong: ") + sentence);
    return report;
}

} // namespace interleave
