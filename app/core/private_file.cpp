#include "core/private_file.h"

#include <QDir>
#include <QFile>

namespace interleave {

bool makePrivateFolder(const QString &path)
{
    if (!QDir().mkpath(path))
        return false;
    QFile::setPermissions(path, ownerOnly | QFileDevice::ExeOwner); // somebody else's folder stays as it is
    return true;
}

} // namespace interleave
