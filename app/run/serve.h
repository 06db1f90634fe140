// The simulator alone, as `interleave serve` runs it: a process of its own. For the command line, which does not see the
// simulator. Main thread; blocks until SIGINT or SIGTERM.
#pragma once

#include "core/result.h"

#include <QString>

namespace interleave {

struct ServeSettings {
    QString profile = QStringLiteral("article"); ///< a name or a file
    QString script;                              ///< a name or a file; empty: none
    double timeScale = 1;
    quint64 seed = 1;
    QString bindAddress = QStringLiteral("127.0.0.1");
    QString token;               ///< what clients must bring; needed where others can connect
    int port = 0;                ///< 0: any free one
    bool tls = false;            ///< with a self-signed certificate, made at the start
    QString certificateFile;     ///< where it is written; empty: the ready line has it
    bool exitWithParent = false; ///< ends when standard input is closed, and leaves SIGINT to its parent
};

/// Whether other computers can connect to this address.
bool isReachableFromOthers(const QString &bindAddress);

/// Prints its address as one line of JSON when it is ready. Returns the exit status of the process; an error is a profile
/// or a script that cannot be had, with its option.
Result<int> serve(const ServeSettings &settings);

} // namespace interleave
