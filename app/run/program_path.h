// The program that is started for worker processes and for the simulator: this one. Where the engine runs in another (a test, a
// benchmark) that one names it at its start; nothing outside the process can. Any thread after that.
#pragma once

#include <QString>

namespace interleave {

QString programPath();
void useProgram(const QString &path);

} // namespace interleave
