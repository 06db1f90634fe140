// What the verb `interleave serve` does: the simulator as a process of its own. Called from main()'s thread, once.
#pragma once

#include "simulator/service/simulator.h"

namespace interleave {

/// Serves until SIGINT or SIGTERM. Prints one line of JSON when ready: {"base_url": "http://127.0.0.1:N", "port": N}, and with
/// TLS "certificate" besides: the path of `certificateFile`, which it writes, or without one the certificate itself (PEM).
/// With `exitWithParent` it also ends when standard input is closed: give it a pipe that dies with the parent.
/// Returns the exit status: 0, or 3 after one sentence on standard error when it could not start.
int serveUntilSignal(const SimulatorOptions &options, bool exitWithParent, const QString &certificateFile = {});

} // namespace interleave
