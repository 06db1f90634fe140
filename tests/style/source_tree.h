// The project's own C++ sources as the style tests see them: a path and its lines. A checker takes such values, so that it can be
// tried on a few lines of text that break its rule as well as on the real tree.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace interleave::test {

struct SourceFile {
    QString path; // from the project's root, e.g. "app/core/phase.h"
    QStringList lines;
};

SourceFile sourceFile(const QString &path, const QString &text);

// Every file below these folders whose name ends in one of the endings (".h", ".cpp", ...), sorted by path.
QList<SourceFile> readSources(const QStringList &folders, const QStringList &endings);

} // namespace interleave::test
