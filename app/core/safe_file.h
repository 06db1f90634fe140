// A file that is written whole or not at all: to a file beside the old one, each write checked, then put in the old one's place. Used
// by every export, picture, scenario, price table and copy of a run. What is no regular file (a device, a pipe) is written straight
// into. Any thread; blocks.
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QIODevice;

namespace interleave {

/// Writes what `write` puts into the device. `write` returns an empty string, or why it cannot go on. An empty string, or one sentence
/// that names the file, what is wrong and what to do; the old file is then as it was. What the device refuses is seen here.
QString writeWhole(const QString &path, const std::function<QString(QIODevice &)> &write);
QString writeWhole(const QString &path, const QByteArray &content);

/// "PATH: cannot be written (No space left on device); free some space, or choose another place": of an errno.
QString cannotBeWritten(const QString &path, int error);

} // namespace interleave
