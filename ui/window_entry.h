// The window's entry for main(): shows it and runs the event loop. GUI thread.
#pragma once

#include <QString>

namespace interleave {

/// Needs a QApplication. `scenario`: a built-in name or a file to open instead of the last session's; empty: none. With
/// INTERLEAVE_EXIT_AFTER_FIRST_PAINT set the program writes "painted" as soon as the window has been painted, and ends
/// (tests/bench measures it).
int runWindow(const QString &scenario);

} // namespace interleave
