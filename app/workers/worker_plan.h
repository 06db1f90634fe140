// How the engine starts the workers of a run. Made by run/live_run; a value.
#pragma once

#include "environment/live_services.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>

namespace interleave {

struct WorkerPlan {
    int workers = 0;
    LiveServicesFactory threadServices;     ///< for worker threads; called in them
    QString processProgram;                 ///< `interleave`, started as "interleave worker"
    QByteArray processSetup;                ///< one line of JSON that tells a worker process what to do, its keys included
    QProcessEnvironment processEnvironment; ///< all that a worker process gets of it
    bool asksTraffic = true;                ///< false: the policy has nothing to say and the limit on calls in flight cannot be met
};

} // namespace interleave
