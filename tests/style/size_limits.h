// The limits on the length of source files: a file that does one thing is short. Used by tst_file_size.
#pragma once

#include "source_tree.h"

namespace interleave::test {

inline constexpr qsizetype medianLimit = 100; // lines
inline constexpr qsizetype usualLimit = 300;  // nine files of ten
inline constexpr qsizetype hardLimit = 500;   // every file

// One sentence for each limit that these files together do not keep.
QStringList sizeComplaints(const QList<SourceFile> &files);

} // namespace interleave::test
