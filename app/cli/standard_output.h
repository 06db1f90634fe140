// Standard output, each write checked to its end: what a full disk or a reader that has gone did not take is told once, when the verb
// has done the rest of its work. Bytes as they are: what a terminal may not see is replaced above this. Main thread.
#pragma once

#include <QByteArray>
#include <QString>

namespace interleave::cli {

/// False: not all of it was written, now or before.
bool writeStandardOutput(const QByteArray &bytes);
/// Empty: all was written. Else one sentence with the remedy.
QString standardOutputProblem();
/// A reader that goes early is an error of a write from now on, not the end of the program.
void keepOnWhenNobodyReads();
/// Columns of the terminal that standard output is; 0: it is none.
int terminalColumns();

} // namespace interleave::cli
