// What a scenario would look like under a model, in virtual time: the same models and workloads, no network, no waiting.
// Only for the built-in simulator, whose delays are known. Any thread; about a millisecond per hundred calls. Whatever a scenario asks for,
// a prediction ends: at its bounds it stops, keeps what it has, and says what it left out.
#pragma once

#include "core/scenario.h"
#include "trace/trace.h"

#include <chrono>
#include <memory>
#include <stop_token>

namespace interleave {

struct Profile;

/// How much one prediction may take; the first that is reached ends it. Those by number give the same result on every machine.
struct PredictionBounds {
    int calls = 200'000;                       ///< planned, and as many of a warm-up
    qint64 entries = 4'000'000;                ///< of the trace: spans, chunks and ends of attempts; some 60 bytes each
    std::chrono::milliseconds cpuTime{20'000}; ///< of the thread that predicts
    std::stop_token stop{};                    ///< nobody wants it any more
    std::shared_ptr<const Profile> profile{};  ///< of the simulated service; null: the scenario's
};

struct PredictedRun {
    TracePtr trace;  ///< null: it cannot be predicted, or was stopped
    QString problem; ///< why there is none; empty: there is one, or it was stopped
    QString leftOut; ///< what the run goes on with after the trace ends; empty: the trace is whole
    QString note;    ///< what the prediction does not model, though the run has it; empty: nothing
};

PredictedRun predict(const Scenario &scenario, const QString &model, const PredictionBounds &bounds = {});

} // namespace interleave
