// What one run amounts to: every figure of the report, computed from its trace and from nothing else. A value, any
// thread. Formulas are stated where they are computed (trace/statistics.h, trace/degree.h, trace/invariants.h, trace/validity.h).
// Times are seconds, as in the JSON report (schema "interleave.report/1").
#pragma once

#include "core/outcome.h"
#include "trace/critical_path.h"
#include "trace/degree.h"
#include "trace/effort.h"
#include "trace/invariants.h"
#include "trace/run_result.h"
#include "trace/statistics.h"
#include "trace/unread.h"
#include "trace/validity.h"
#include "trace/width.h"

#include <QString>

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

/// Of a run's calls, as the server counted them; a sum is unset where a call that a model worked on was not told. Beside them, the
/// client's own estimates, which are complete.
struct Tokens {
    std::optional<qint64> input{};
    std::optional<qint64> output{};
    std::optional<double> perS{}; ///< output tokens / makespan
    qint64 estimatedInput = 0;
    qint64 estimatedOutput = 0;
    double estimatedPerS = 0;
    int toldCalls = 0; ///< calls whose input and output were told

    bool areKnown() const { return input && output; }
};

struct RunReport {
    QString model;   ///< id of the execution model
    QString variant; ///< of the comparison; empty: the scenario as it is
    int repeat = 0;
    int users = 0; ///< who take turns, think time included; 0: the arrival knows no users
    bool cancelled = false;
    bool simulated = false; ///< on the built-in simulator: chunks tell when they were really sent
    int planned = 0;
    std::array<int, allOutcomes.size()> outcomes{}; ///< index: Outcome
    int attempts = 0;
    int jobs = 0, jobsOk = 0, jobsFailed = 0;                  ///< planned; those that were cancelled are neither
    QString jobFailure;                                        ///< what the first job that failed said; empty: none did
    double makespanS = 0;                                      ///< last end (of a reply, or of the work on it) - first planned start
    Summary latency, service, ttft, chunkGap, queue, analysis; ///< of calls that are ok
    Summary jobLatency;                                        ///< of jobs that are ok: end of the last step - planned
    Summary failedLatency;                                     ///< of calls that failed, as trace/samples.h has it
    Summary limiter;                                           ///< of a call's latency, the wait for the client's own limits
    double throughputRps = 0;                                  ///< successful calls / makespan
    double goodputRps = 0;                                     ///< those that met every objective too
    double goodFraction = 0;                                   ///< those, of all calls planned
    Tokens tokens;
    std::optional<double> costUsd;          ///< unset: unknown
    std::optional<double> estimatedCostUsd; ///< by the client's own estimate of tokens
    std::optional<double> wastedUsd;        ///< unset: unknown
    qint64 wastedTokens = 0;
    bool isWasteEstimated = false;
    int retries = 0;
    Summary ready;      ///< of a call: time in which it waited for an executor
    double readyS = 0;  ///< summed over calls
    UnreadTime unread;  ///< trace/unread.h
    QString transport;  ///< "qnam", "curl", "curl+qnam"; empty: not recorded
    QString answeredBy; ///< the models that answered, by their own words, "a+b"; empty: not told
    int resends = 0;    ///< attempts made at once because the server had not taken the one before; in `attempts`, no retries
    Degree concurrency, parallelism;
    std::optional<Width> width;         ///< of the widest set of branches; unset: no job had any
    Effort effort;                      ///< never mixed with wall time
    CriticalPath criticalPath;          ///< its segments tile the makespan
    std::vector<NamedSteps> namedSteps; ///< of jobs of more than a call and the work on its reply; else none
    double lowerBoundS = 0;
    Validity validity; ///< of the measurement; a broken invariant is among its reasons
    Invariants invariants;

    int count(Outcome outcome) const { return outcomes[static_cast<size_t>(outcome)]; }
    int ok() const { return count(Outcome::Ok) + count(Outcome::CacheHit); }
    int failed() const;
    /// Of what the result is of: calls, or jobs of several steps. What was cancelled is not among them.
    int failures() const { return namedSteps.empty() ? failed() : jobsFailed; }
    /// The client's own limits are a good part of what a call's latency shows.
    bool isHeld() const { return limiter.mean.value_or(0) > std::max(0.001, 0.05 * latency.mean.value_or(0)); }
    RunResult result() const
    {
        return namedSteps.empty() ? resultOf(planned, ok(), count(Outcome::Cancelled))
                                  : resultOf(jobs, jobsOk, jobs - jobsOk - jobsFailed, true);
    }
    /// " [SUSPECT: why · 3 of 4 failed]" for a name that stands alone; empty where both judgements are good.
    QString caution() const;
};

/// Reads the whole trace: call it off the GUI thread. Scenario gives the limits that the invariants check.
RunReport makeRunReport(const Trace &trace, const Scenario &scenario, const QString &model, int repeat, const QString &variant = {});
nlohmann::ordered_json toJson(const RunReport &report);

} // namespace interleave
