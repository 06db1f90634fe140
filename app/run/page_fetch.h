// Fetches the pages that the tool http_get asks for: in the background, bounded in time and size, without cookies and keys, and through a
// redirect only to where the tool might have gone itself. Made for each calling thread when it first fetches; lives in that thread.
#pragma once

#include "async/task.h"
#include "core/work.h"

#include <QNetworkAccessManager>
#include <QStringList>

#include <chrono>

namespace interleave {

class PageFetch
{
public:
    /// `timeout`: of a page in all, its redirects each.
    explicit PageFetch(QStringList hosts, std::chrono::milliseconds timeout = std::chrono::seconds(20));

    /// {"status", "type", "text"}, or an error that says what went wrong. `arguments`: of the tool.
    Task<WorkResult> fetch(QByteArray arguments);

    static constexpr qint64 mostBytes = 200'000; ///< of a page; the rest is left out

private:
    const QStringList m_hosts;
    const std::chrono::milliseconds m_timeout;
    QNetworkAccessManager m_network;
};

} // namespace interleave
