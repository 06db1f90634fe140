// One run of the engine itself, as the benchmarks measure it: through the facade that the window and the command line use,
// and with its own simulator process. Used by the benches; main thread.
#pragma once

#include "core/scenario.h"
#include "run/run_controller.h"

#include <QEventLoop>

#include <cstdio>
#include <cstdlib>

namespace interleave::bench {

/// Runs the scenario once and returns its only run. Ends the program with a sentence when it cannot be run.
inline FinishedRun measuredRun(RunController &controller, const Scenario &scenario)
{
    QEventLoop loop;
    const auto fail = QObject::connect(&controller, &RunController::failed, &loop, [](const QString &sentence) {
        std::fprintf(stderr, "bench: %s\n", qPrintable(sentence));
        std::exit(3);
    });
    QObject::connect(&controller, &RunController::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    controller.start(scenario);
    loop.exec();
    QObject::disconnect(fail);
    return controller.finishedRuns().value(0);
}

/// Address of the controller's simulator for this scenario, started if need be.
inline QString simulatorOf(RunController &controller, const Scenario &scenario)
{
    QString address;
    QEventLoop loop;
    QObject::connect(&controller, &RunController::simulatorReady, &loop, [&](const QString &baseUrl) {
        address = baseUrl;
        loop.quit();
    });
    QMetaObject::invokeMethod(&loop, [&] { controller.warmUp(scenario); }, Qt::QueuedConnection);
    loop.exec();
    return address;
}

} // namespace interleave::bench
