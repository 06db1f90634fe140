// Which part of the program may include which: the table, and a check of one file against it. Used by tst_layering.
#pragma once

#include "source_tree.h"

namespace interleave::test {

// One sentence for each include that the table does not allow; empty when the file is in order.
QStringList layeringComplaints(const SourceFile &file);

// The layer a path belongs to: "core", "ui/timeline", "ui" for the window's own files; empty for app/main.cpp and the
// precompiled headers, which are in no layer.
QString layerOf(const QString &path);

// The Qt module that a header such as "QPixmap" or "QtGui/QPixmap" comes from, by where Qt is installed; empty when it is not Qt's.
QString qtModuleOf(const QString &header);

} // namespace interleave::test
