// Which pages the tool `http_get` may ask for. Used by the tool and by what fetches them, for every redirect anew. Pure; any thread.
#pragma once

#include "core/result.h"
#include "core/work.h"

#include <QStringList>
#include <QUrl>

namespace interleave {

/// The address among the arguments of http_get.
Result<QUrl> pageOf(const QByteArray &arguments);
/// Why it is not asked, in one sentence for the model; empty: it is.
QString pageRefusal(const QUrl &url, const QStringList &hosts);

/// In virtual time: a page of so many bytes that nobody has read, and that says so ("assumed"); what is refused is refused as in a run.
WorkResult assumedPage(const QByteArray &arguments, const QStringList &hosts, int bytes);

} // namespace interleave
