#include "cli/run_session.h"

#include "cli/progress_line.h"
#include "cli/signal_watcher.h"
#include "run/run_controller.h"

#include <QEventLoop>

namespace interleave::cli {

SessionResult runSession(const Scenario &scenario, bool showsProgress)
{
    SessionResult result;
    SignalWatcher signalWatcher;
    RunController controller;
    std::unique_ptr<ProgressLine> progress;
    if (showsProgress && ProgressLine::isTerminal())
        progress = std::make_unique<ProgressLine>(controller);

    QEventLoop loop;
    QObject::connect(&controller, &RunController::failed, &loop, [&](const QString &sentence) { result.failure = sentence; });
    QObject::connect(&controller, &RunController::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection); // it may end within start()
    QObject::connect(&signalWatcher, &SignalWatcher::interrupted, &loop, [&] {
        result.interrupted = true;
        controller.stop();
    });
    controller.start(scenario);
    loop.exec();
    result.runs = controller.finishedRuns();
    return result;
}

} // namespace interleave::cli
