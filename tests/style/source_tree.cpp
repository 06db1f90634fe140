#include "source_tree.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>

namespace interleave::test {

SourceFile sourceFile(const QString &path, const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (!lines.isEmpty() && lines.constLast().isEmpty())
        lines.removeLast();
    return {path, lines};
}

QList<SourceFile> readSources(const QStringList &folders, const QStringList &endings)
{
    const QString root = QStringLiteral(INTERLEAVE_SOURCE_DIR "/");
    QStringList patterns;
    for (const QString &ending : endings)
        patterns.append(u'*' + ending);
    QList<SourceFile> files;
    for (const QString &folder : folders) {
        QDirIterator it(root + folder, patterns, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly))
                qWarning("cannot read %s", qPrintable(file.fileName()));
            files.append(sourceFile(file.fileName().mid(root.size()), QString::fromUtf8(file.readAll())));
        }
    }
    std::sort(files.begin(), files.end(), [](const SourceFile &a, const SourceFile &b) { return a.path < b.path; });
    return files;
}

} // namespace interleave::test
