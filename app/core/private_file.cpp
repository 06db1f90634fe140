#include "core/private_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace interleave {

bool makePrivateFolder(const QString &path)
{
    if (!QDir().mkpath(path))
        return false;
    QFile::setPermissions(path, ownerOnly | QFileDevice::ExeOwner); // somebody else's folder stays as it is
    return true;
}

QByteArray readSmallFile(const QString &path, qint64 mostBytes)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly) || file.size() > mostBytes)
        return {};
    return file.read(mostBytes);
}

} // namespace interleave
