// The options that every verb and the window share: --log FILE, --log-level LEVEL and --log-format FORM, or INTERLEAVE_LOG, _LEVEL and
// _FORMAT in the environment. Used by main before anything else. Main thread.
#pragma once

#include <QStringList>

namespace interleave::cli {

/// Starts the log that was asked for and takes its options out of the arguments. The processes that this one starts write to the same file.
/// Empty, or one sentence that says what is wrong.
QString startLog(QStringList &arguments);

} // namespace interleave::cli
