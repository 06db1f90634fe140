#include "cli/run_session.h"

#include "cli/progress_line.h"
#include "cli/signal_watcher.h"
#include "run/run_controller.h"

#include <QEventLoop>

namespace interleave::cli {

using namespace Qt::StringLiterals;

SessionResult runSession(const Scenario &scenario, const SessionOptions &options)
{
    SessionResult result;
    SignalWatcher signalWatcher;
    RunController controller;
    if (options.metricsPort > 0) {
        if (const Result<quint16> listening = controller.serveMetrics(options.metricsPort); !listening) {
            result.failure = u"--metrics-port: "_s + listening.error();
            return result;
        }
    }
    std::unique_ptr<ProgressLine> progress;
    if (options.showsProgress && ProgressLine::isTerminal())
        progress = std::make_unique<ProgressLine>(controller);

    QEventLoop loop;
    QObject::connect(&controller, &RunController::failed, &loop, [&](const QString &sentence) { result.failure = sentence; });
    QObject::connect(&controller, &RunController::noticed, &loop, [&](const QString &sentence) { result.notices.append(sentence); });
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
