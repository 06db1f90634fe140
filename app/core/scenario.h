// A saved experiment: prompts, endpoint, limits, analyzers, models, repeats and seed. One scenario under one execution
// model, once, is a run. A value, any thread. Files: *.interleave.json, schema "interleave.scenario/1"; unknown keys are
// refused by name (json/scenario_json.h).
#pragma once

#include "core/agent.h"
#include "core/arrival.h"
#include "core/claim.h"
#include "core/described.h"
#include "core/endpoint.h"
#include "core/prompt.h"
#include "core/table.h"
#include "core/team.h"
#include "core/tool_settings.h"
#include "core/traffic_policy.h"
#include "core/workflow.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <algorithm>

namespace interleave {

/// What a call must meet to count as good, beside ending well. 0: no objective.
struct Objectives {
    double latencyS = 0; ///< from planned to done
    double ttftS = 0;    ///< from sent to the first content chunk

    bool operator==(const Objectives &) const = default;
};

/// The scenario with some fields changed: what a comparison varies when it is not the execution model.
struct Variant {
    QString name;
    QJsonObject changes; ///< fields of the scenario's JSON; objects are merged, everything else is replaced

    bool operator==(const Variant &) const = default;
};

struct Scenario {
    QString name = QStringLiteral("untitled");
    QString workload = QStringLiteral("prompt_batch"); ///< what a job does: one of `interleave list workloads`
    QList<Prompt> prompts;
    Table table;                  ///< rows that jobs are about, beside the prompts
    Described<Workflow> workflow; ///< of the workload of that name; likewise the others
    Described<Agent> agent;
    Described<Team> team;
    Described<Claim> claim; ///< published, that its runs put to the test
    Endpoint endpoint;
    QString script;            ///< of the simulated model: one of `interleave list scripts`, or a file; empty: none
    QString documents;         ///< folder of .txt and .md for the tools that search and read; empty: the shipped ones
    QStringList hosts;         ///< beyond this machine that the tool http_get may ask
    QList<ToolSettings> tools; ///< those that are not as they are by themselves, sorted by name

    int concurrency = 5; ///< calls in flight, at most
    int workers = 5;     ///< worker threads or processes
    int pool = 3;        ///< executors of the analysis pool (hybrid)
    bool stream = false; ///< replies in chunks
    double cpuMs = 0;    ///< calibrated CPU work per reply, milliseconds
    QStringList analyzers = {QStringLiteral("word-count")};
    double timeScale = 1;  ///< multiplies every simulated delay; ignored for a real endpoint
    double timeoutS = 120; ///< per attempt, seconds; 0: none
    int requests = 0;      ///< calls to plan, cycling through the prompts; 0: one per prompt, and per user
    int warmup = 0;        ///< calls before the measured ones, left out of every figure
    Arrival arrival;
    TrafficPolicy traffic;
    Objectives objectives;
    QList<Variant> variants; ///< empty: the scenario as it is
    int repeats = 1;
    quint64 seed = 1;
    QStringList models = {QStringLiteral("sequential"), QStringLiteral("concurrent"), QStringLiteral("parallel_threads"),
                          QStringLiteral("parallel_processes"), QStringLiteral("hybrid")};

    /// What jobs are about: every prompt with every row of the table.
    int inputs() const { return static_cast<int>(prompts.size()) * std::max(1, table.size()); }
    /// Jobs that one run plans, without those of the warm-up; the duration of an arrival may end it earlier.
    int plannedCalls() const { return requests > 0 ? requests : std::max(arrival.users, inputs()); }
    /// More users than calls may be in flight: some wait for the client's own limit.
    bool holdsUsers() const { return arrival.users > concurrency; }
    /// How long after its duration a run waits for what is unfinished, seconds: as said, or as long as the time-out of an attempt, or a
    /// minute where there is none.
    double drainS() const { return arrival.drainS > 0 ? arrival.drainS : timeoutS > 0 ? timeoutS : 60; }
    const Prompt &promptOfCall(int call) const { return prompts[call % prompts.size()]; }
    Value rowOfJob(int job) const
    {
        return table.size() == 0 ? Value() : (*table.rows)[static_cast<size_t>(job / prompts.size() % table.size())];
    }

    bool operator==(const Scenario &) const = default;
};

} // namespace interleave
