// What Qt says about a failed exchange, as an outcome and one sentence that names the server and what to do. Used by
// HttpExchange; any thread.
#pragma once

#include "core/outcome.h"

#include <QNetworkReply>
#include <QString>
#include <QUrl>

namespace interleave {

struct NetworkFailure {
    Outcome outcome = Outcome::NetworkError;
    QString sentence;
};

/// `detail`: Qt's own words, used where no better ones are known.
NetworkFailure describeNetworkError(QNetworkReply::NetworkError error, const QUrl &url, const QString &detail);

/// HTTP/2: the server did not begin with the request. Qt tells it by its words alone.
enum class StreamRefusal {
    None,
    Refused,   ///< this one stream, for the moment (REFUSED_STREAM)
    GoingAway, ///< all that come after those it serves on this connection (GOAWAY)
};
StreamRefusal streamRefusal(QNetworkReply::NetworkError error, const QString &detail);

/// "127.0.0.1:8080", with the scheme's port where the URL has none.
QString hostAndPort(const QUrl &url);

} // namespace interleave
