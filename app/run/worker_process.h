// The program as a worker process (`interleave worker`): reads its set-up and then jobs as lines of JSON from standard input,
// and writes what happens as lines to standard output. Ends when its input ends. Needs a QCoreApplication.
#pragma once

namespace interleave {

/// Returns the process's exit status.
int runWorkerProcess();

} // namespace interleave
