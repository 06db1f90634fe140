// One command's runs: starts the controller, shows progress, and turns signals into an orderly stop. execute() runs an event
// loop until everything ended. Main thread.
#pragma once

#include "core/scenario.h"
#include "trace/finished_run.h"

#include <QList>

namespace interleave::cli {

struct SessionResult {
    QList<FinishedRun> runs;
    QStringList notices; ///< what the runs had to do without
    QString failure;     ///< why nothing (more) could be run; empty: nothing went wrong
    bool interrupted = false;
};

struct SessionOptions {
    bool showsProgress = true;
    quint16 metricsPort = 0; ///< where Prometheus finds metrics meanwhile; 0: nowhere
};

SessionResult runSession(const Scenario &scenario, const SessionOptions &options);

} // namespace interleave::cli
