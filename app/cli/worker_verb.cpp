// interleave worker: one worker process of a parallel run. Started by the program itself.
#include "cli/verbs.h"
#include "run/worker_process.h"

#include <csignal>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static int work(const CommandLine &, const WindowServices &)
{
    // Ctrl+C reaches the whole group of processes; the run's own process stops its workers when it has what they finished.
    std::signal(SIGINT, SIG_IGN);
    return runWorkerProcess();
}

Verb workerVerb() { return {u"worker"_s, {}, u"internal: one worker process"_s, {}, 0, work, true}; }

} // namespace interleave::cli
