// Which pages the tool `http_get` may ask for. Used by the tool and by what fetches them, for every redirect anew. Pure; any thread.
#pragma once

#include "core/result.h"

#include <QStringList>
#include <QUrl>

namespace interleave {

/// The address among the arguments of http_get.
Result<QUrl> pageOf(const QByteArray &arguments);
/// Why it is not asked, in one sentence for the model; empty: it is.
QString pageRefusal(const QUrl &url, const QStringList &hosts);

} // namespace interleave
