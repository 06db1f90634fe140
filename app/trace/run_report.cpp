#include "trace/run_report.h"

#include "core/clock.h"
#include "trace/attempts.h"
#include "trace/lower_bound.h"
#include "trace/samples.h"

namespace interleave {

int RunReport::failed() const
{
    int sum = 0;
    for (const Outcome outcome : allOutcomes)
        sum += isFailure(outcome) ? count(outcome) : 0;
    return sum;
}

static void countCalls(RunReport &report, const Trace &trace)
{
    for (const CallRecord &call : trace.calls()) {
        if (call.planned < 0)
            continue;
        ++report.planned;
        report.attempts += call.attempts;
        if (call.finished)
            ++report.outcomes[static_cast<size_t>(call.outcome)];
        report.inputTokens += call.usage.input;
        report.outputTokens += call.usage.output;
    }
}

RunReport makeRunReport(const Trace &trace, const Scenario &scenario, const QString &model, int repeat)
{
    RunReport report;
    report.model = model;
    report.repeat = repeat;
    report.cancelled = trace.wasCancelled();
    report.simulated = scenario.endpoint.isSimulator();
    countCalls(report, trace);

    Samples samples = samplesOf(trace);
    report.latency = summarize(std::move(samples.latency));
    report.service = summarize(std::move(samples.service));
    report.ttft = summarize(std::move(samples.ttft));
    report.chunkGap = summarize(std::move(samples.chunkGap));
    report.queue = summarize(std::move(samples.queue));
    report.analysis = summarize(std::move(samples.analysis));

    const Interval window = windowOf(trace);
    report.makespanS = secondsFromNs(window.end - window.begin);
    if (report.makespanS > 0) {
        report.throughputRps = (report.count(Outcome::Ok) + report.count(Outcome::CacheHit)) / report.makespanS;
        report.goodputRps = report.throughputRps;
        report.tokensPerS = static_cast<double>(report.outputTokens) / report.makespanS;
    }
    report.concurrency = degreeOfConcurrency(trace);
    report.parallelism = degreeOfParallelism(trace);
    report.lowerBoundS = secondsFromNs(lowerBoundOf(trace, scenario).ns);
    report.validity = judge(trace);
    report.invariants = checkInvariants(trace, scenario);
    return report;
}

} // namespace interleave
