// One run of a scenario under a model, live or in virtual time, for tests of what jobs do. Live ones start the program's own simulator and
// workers: the test says useProgram() first.
#pragma once

#include "forecast/prediction.h"
#include "run/run_controller.h"

#include <QSignalSpy>

namespace interleave::test {

/// Without a trace: it did not come to its end.
struct MadeRun {
    TracePtr trace;
    RunReport report;
};

inline MadeRun runLive(Scenario scenario, const QString &model)
{
    scenario.models = {model};
    RunController controller;
    QSignalSpy finished(&controller, &RunController::finished);
    controller.start(scenario);
    if ((finished.isEmpty() && !finished.wait(60'000)) || controller.finishedRuns().size() != 1)
        return {};
    const FinishedRun &run = controller.finishedRuns().front();
    return {run.trace, run.report};
}

inline MadeRun runVirtually(const Scenario &scenario, const QString &model)
{
    const PredictedRun predicted = predict(scenario, model);
    if (!predicted.trace || !predicted.leftOut.isEmpty())
        return {};
    return {predicted.trace, makeRunReport(*predicted.trace, scenario, model, 0)};
}

inline MadeRun runOf(const Scenario &scenario, const QString &model, bool isLive)
{
    return isLive ? runLive(scenario, model) : runVirtually(scenario, model);
}

} // namespace interleave::test
