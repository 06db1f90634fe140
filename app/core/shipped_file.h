// Files that the program ships among its resources and people name by their names, or others of the same kind that they name by their
// path: scripts and profiles of the simulator. Any thread; blocks.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QStringList>

namespace interleave {

struct ShippedKind {
    QString noun;   ///< "script"
    QString folder; ///< of the resources: ":/scripts"
    QStringList names;
    qint64 mostBytes = 0;
};

struct NamedContent {
    QString id;   ///< its name, or that of its file without the suffix
    QString path; ///< begins errors
    QByteArray bytes;
};

/// An error names the kind, and what there is.
Result<NamedContent> readNamed(const ShippedKind &kind, const QString &nameOrPath);

} // namespace interleave
