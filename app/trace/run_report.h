// What one run amounts to: every figure of the report, computed from its trace and from nothing else. A value, any
// thread. Formulas are stated where they are computed (trace/statistics.h, trace/degree.h, trace/invariants.h, trace/validity.h).
// Times are seconds, as in the JSON report (schema "interleave.report/1").
#pragma once

#include "core/outcome.h"
#include "trace/trace.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace interleave {

struct Scenario;

/// Exact statistics of a set of samples. A percentile is unset when there are too few samples to bound it.
struct Summary {
    int n = 0;
    std::optional<double> min, mean, p50, p90, p99, max;
};

struct Degree {
    int max = 0;
    double mean = 0; ///< integral over time / makespan
};

struct Validity {
    bool valid = true;
    QStringList reasons; ///< one sentence each; empty when valid
    std::optional<double> loopLagMsP99, scheduleDelayMsP99, observerErrorMsP50, observerErrorMsP99;
    double clientCpuCores = 0;
};

struct Invariants {
    bool little = true;
    bool limits = true;
    bool lowerBound = true;
    bool phasesTile = true;
    bool attemptsAddUp = true;
    QStringList broken; ///< one sentence per broken one

    bool allHold() const { return little && limits && lowerBound && phasesTile && attemptsAddUp; }
};

struct RunReport {
    QString model; ///< id of the execution model
    int repeat = 0;
    bool cancelled = false;
    int planned = 0;
    std::array<int, allOutcomes.size()> outcomes{}; ///< index: Outcome
    int attempts = 0;
    double makespanS = 0;
    Summary latency, service, ttft, chunkGap, queue, analysis;
    double throughputRps = 0;
    double goodputRps = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double tokensPerS = 0;
    std::optional<double> costUsd;
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
