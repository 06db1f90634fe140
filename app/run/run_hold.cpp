#include "run/run_hold.h"

#include <cerrno>
#include <sys/file.h>
#include <unistd.h>

namespace interleave {

void holdRun(int descriptor) { (void)flock(descriptor, LOCK_SH); } // waits for no longer than another program takes to look

RunHold::RunHold(const QString &path)
    : m_file(path)
{
    if (m_file.open(QIODevice::ReadOnly))
        holdRun(m_file.handle());
}

/// The lock of whoever would delete it: nobody else may have one.
static bool takeAlone(const QFile &file) { return flock(file.handle(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; }

bool isRunHeld(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && !takeAlone(file);
}

QString removeRun(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly) && !takeAlone(file)) // one that cannot be read is nobody's to hold
        return path + QStringLiteral(": is open, or still being written; close it first");
    if (unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
        return QStringLiteral("%1: cannot be deleted (%2); make its folder writable").arg(path, qt_error_string(errno));
    return {};
}

} // namespace interleave
