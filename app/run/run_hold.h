// Says to every program on the machine that a saved run is in use, while it is being written or looked at, so that no other one deletes it:
// a shared lock on its file, which the system itself lets go when a program dies. Used by RunFile, the window (runs that it shows) and the
// run store (which deletes none that is held). Any thread; opening a file blocks.
#pragma once

#include <QFile>
#include <QString>

namespace interleave {

/// Of a file that is open; lasts until it is closed.
void holdRun(int descriptor);

class RunHold
{
public:
    /// Where the file cannot be opened nothing is held.
    explicit RunHold(const QString &path);

    QString path() const { return m_file.fileName(); }

private:
    QFile m_file; // closed with the object
};

/// Somebody holds it now.
bool isRunHeld(const QString &path);

/// Deletes it, unless somebody holds it. Empty, or one sentence that says why not and what to do.
QString removeRun(const QString &path);

} // namespace interleave
