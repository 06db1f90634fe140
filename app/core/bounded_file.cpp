#include "core/bounded_file.h"

#include <QFile>
#include <QFileInfo>

namespace interleave {

Result<QByteArray> readBounded(const QString &path, qint64 mostBytes)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile()) // of Qt's own resources, too
        return Error{QStringLiteral("is not a regular file; name one")};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{QStringLiteral("cannot be read (%1)").arg(file.errorString())};
    // Not its size alone: files of /proc say 0, and one may grow while it is read.
    QByteArray content = file.read(mostBytes + 1);
    if (content.size() > mostBytes)
        return Error{QStringLiteral("is larger than %1 MB; name a smaller file").arg(mostBytes / 1'000'000)};
    return content;
}

} // namespace interleave
