// Files that a scenario names beside itself: the simulator's profile, the run that is replayed. Of a scenario that came as a file they lie
// where that file lies, or among the program's own runs: no stranger's file makes the program read another. (Certificates are asked
// for: setup/keys/key_trust.) Used by the command line and the window when they open one; any thread.
#pragma once

#include "core/scenario.h"

namespace interleave {

/// What is named elsewhere, in one sentence; empty: nothing. `file`: the scenario's own.
QString fileNamedElsewhere(const Scenario &scenario, const QString &file);

} // namespace interleave
