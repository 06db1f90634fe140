// What one run amounts to: every figure of the report, computed from its trace and from nothing else. A value, any
// thread. Formulas are stated where they are computed (trace/statistics.h, trace/degree.h, trace/invariants.h, trace/validity.h).
// Times are seconds, as in the JSON report (schema "interleave.report/1").
#pragma once

#include "core/outcome.h"
#include "trace/degree.h"
#include "trace/invariants.h"
#include "trace/statistics.h"
#include "trace/validity.h"

#include <QJsonObject>
#include <QString>

#include <array>
#include <optional>

namespace interleave {

struct RunReport {
    QString model; ///< id of the execution model
    int repeat = 0;
    bool cancelled = false;
    bool simulated = false; ///< on the built-in simulator: chunks tell when they were really sent
    int planned = 0;
    std::array<int, allOutcomes.size()> outcomes{}; ///< index: Outcome
    int attempts = 0;
    double makespanS = 0; ///< last end (of a reply, or of the work on it) - first planned start
    Summary latency, service, ttft, chunkGap, queue, analysis;
    double throughputRps = 0; ///< successful calls / makespan
    double goodputRps = 0;    ///< those that met every objective too; there are no objectives yet
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double tokensPerS = 0;         ///< output tokens / makespan, as the server counted them
    std::optional<double> costUsd; ///< unset: unknown
    Degree concurrency, parallelism;
    double lowerBoundS = 0;
    Validity validity;
    Invariants invariants;

    int count(Outcome outcome) const { return outcomes[static_cast<size_t>(outcome)]; }
    int failed() const;
};

/// Reads the whole trace: call it off the GUI thread. Scenario gives the limits that the invariants check.
RunReport makeRunReport(const Trace &trace, const Scenario &scenario, const QString &model, int repeat);
QJsonObject toJson(const RunReport &report);

} // namespace interleave
