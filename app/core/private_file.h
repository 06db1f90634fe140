// Files and folders for their owner's eyes alone: saved runs, the cache and settings hold prompts and replies, and the list of trusted
// keys must be nobody else's to write. Used by whoever makes one of them; any thread.
#pragma once

#include <QFileDevice>
#include <QString>

namespace interleave {

/// 0600.
inline constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// Makes the folder where there is none, and takes everybody else's rights from it either way. False: it cannot be made.
bool makePrivateFolder(const QString &path);

} // namespace interleave
