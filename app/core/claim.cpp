#include "core/claim.h"

namespace interleave {

const std::vector<ClaimMeasureKind> &claimMeasures()
{
    using enum ClaimMeasure;
    static const std::vector<ClaimMeasureKind> kinds{
        {Makespan, "makespan_s", "seconds of the run", true},
        {JobLatency, "job_latency_mean_s", "mean latency of its jobs, seconds", true},
        {JobsOk, "jobs_ok", "jobs that ended well", false},
        {AgentsOk, "agents_ok", "agents and other branches of jobs that ended well", false},
        {RightAnswers, "right_answers", "jobs whose answer has the expected word", false},
        {ToolCpuShare, "tool_cpu_share", "CPU time of tools, of the time that jobs took", true},
        {OutputTokens, "output_tokens", "output tokens of all calls", false},
        {CostUsd, "cost_usd", "US dollars of all calls", false},
        {Attempts, "attempts", "requests that were sent", false},
    };
    return kinds;
}

} // namespace interleave
