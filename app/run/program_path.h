// The program that is started for worker processes and for the simulator: this one, or INTERLEAVE_PROGRAM when the engine runs
// inside another (a test, a benchmark). Any thread.
#pragma once

#include <QString>

namespace interleave {

QString programPath();

} // namespace interleave
