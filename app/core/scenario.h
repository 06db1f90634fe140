// A saved experiment: prompts, endpoint, limits, analyzers, models, repeats and seed. One scenario under one execution
// model, once, is a run. A value, any thread. Files: *.interleave.json, schema "interleave.scenario/1"; unknown keys are
// refused by name (core/scenario_json.h).
#pragma once

#include "core/endpoint.h"
#include "core/prompt.h"

#include <QList>
#include <QStringList>

namespace interleave {

struct Scenario {
    QString name = QStringLiteral("untitled");
    QList<Prompt> prompts;
    Endpoint endpoint;

    int concurrency = 5; ///< calls in flight, at most
    int workers = 5;     ///< worker threads or processes
    int pool = 3;        ///< executors of the analysis pool (hybrid)
    bool stream = false; ///< replies in chunks
    double cpuMs = 0;    ///< calibrated CPU work per reply, milliseconds
    QStringList analyzers = {QStringLiteral("word-count")};
    double timeScale = 1;  ///< multiplies every simulated delay; ignored for a real endpoint
    double timeoutS = 120; ///< per attempt, seconds; 0: none
    int requests = 0;      ///< calls to plan, cycling through the prompts; 0: one per prompt
    int repeats = 1;
    quint64 seed = 1;
    QStringList models = {QStringLiteral("sequential"), QStringLiteral("concurrent"), QStringLiteral("parallel_threads"),
                          QStringLiteral("parallel_processes"), QStringLiteral("hybrid")};

    /// Calls that one run plans.
    int plannedCalls() const { return requests > 0 ? requests : static_cast<int>(prompts.size()); }
    const Prompt &promptOfCall(int call) const { return prompts[call % prompts.size()]; }

    bool operator==(const Scenario &) const = default;
};

} // namespace interleave
