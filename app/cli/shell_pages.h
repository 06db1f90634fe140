// What an installation makes of the command line's own help: the manual page and the completions of bash, zsh and fish. Every word comes
// from the verbs and the lists that the program has, so none of these can say something else. Pure functions of them; any thread.
#pragma once

#include "cli/verbs.h"

namespace interleave::cli {

/// In troff's man macros.
QString manualPage(const QList<Verb> &verbs);

/// `shell`: bash, zsh or fish; empty for any other.
QString completionOf(const QString &shell, const QList<Verb> &verbs);

} // namespace interleave::cli
