#include "setup/prompts/neighbour_file.h"

#include "setup/prompts/decode.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr qint64 largest = 16 * 1024 * 1024;

Result<QString> textOfNeighbour(const QString &name, const QString &reference)
{
    const QFileInfo owner(name);
    if (!owner.exists())
        return Error{u"names the file %1, which cannot be found from standard input; write its content out."_s.arg(reference)};
    const QString folder = owner.canonicalPath();
    const QFileInfo file(QDir(folder).filePath(reference));
    if (!file.exists() || !file.isFile())
        return Error{u"names the file %1, which is not there; correct the path."_s.arg(reference)};
    const QString prefix = folder.endsWith(u'/') ? folder : folder + u'/';
    if (!file.canonicalFilePath().startsWith(prefix))
        return Error{u"names the file %1, which is not in its own folder; move it there."_s.arg(reference)};
    QFile opened(file.canonicalFilePath());
    if (!opened.open(QIODevice::ReadOnly))
        return Error{u"names the file %1, which cannot be read (%2)."_s.arg(reference, opened.errorString())};
    const QByteArray content = opened.read(largest + 1);
    if (content.size() > largest)
        return Error{u"names the file %1, which is larger than 16 MiB; split it."_s.arg(reference)};
    QStringList notes;
    return decodedText(content, reference, notes);
}

} // namespace interleave
