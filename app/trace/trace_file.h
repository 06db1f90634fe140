// The file of a run (*.itrace): a first line that names the schema, then one event a line, appended while the run goes on.
// Opening one is replay: its events make the trace again. Used by the run store, the command line and the window. Any
// thread; reading a file blocks.
#pragma once

#include "core/result.h"
#include "trace/trace.h"

#include <QByteArray>

namespace interleave {

/// First line of every file, with its newline.
QByteArray traceFileHeader();

/// `place` names the source in errors. A last line that was cut (the program or the machine died) is left out, and a log
/// without an end is ended at its last event as cancelled; anything else that is damaged is refused with its line.
Result<TracePtr> parseTrace(const QByteArray &content, const QString &place);
Result<TracePtr> readTrace(const QString &path);

} // namespace interleave
