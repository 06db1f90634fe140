// The window's entry for main(): shows it and runs the event loop. GUI thread.
#pragma once

#include <QStringList>

namespace interleave {

/// Needs a QApplication. `files`: a scenario's file to open instead of the last session's, or files of runs to show; empty: none. With
/// INTERLEAVE_EXIT_AFTER_FIRST_PAINT set the program writes "painted" as soon as the window has been painted, and ends
/// (tests/bench measures it).
int runWindow(const QStringList &files);

} // namespace interleave
