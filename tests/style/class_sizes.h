// How long a class is over all files: its definition and the bodies of its members, wherever they are. A class that does one thing is
// short, and cutting its file does not make it so. Used by tst_class_size.
#pragma once

#include "source_tree.h"

#include <QMap>

namespace interleave::test {

inline constexpr int classLimit = 500; // lines

struct ClassSize {
    int lines = 0;
    QStringList files; // from the first
};

// By name. Classes and structs that begin in the first column, as clang-format leaves those of a namespace.
QMap<QString, ClassSize> classSizes(const QList<SourceFile> &files);

// One sentence for each class that is longer than the limit.
QStringList classComplaints(const QList<SourceFile> &files);

} // namespace interleave::test
