// What went wrong between a request and its response, as an outcome and one sentence that names the server and what to do. Used by
// both transports, which say what their library's errors mean; any thread.
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

enum class NetworkFault {
    ProxyNotReached, ///< nothing listens there, it has no address, or it broke off
    ProxyRefuses,    ///< it answers, and does not let the request through
    NothingListens,
    HostNotFound,
    ClosedEarly, ///< before the response was complete; or what came is no HTTP
    NotSecure,   ///< TLS failed, or the certificate is not trusted
    SpeaksNoTls, ///< https to a port that speaks http
    BadScheme,
    BreaksHttp,
    RefusesStreams, ///< HTTP/2
    UnknownCoding,  ///< the body is compressed in a way that cannot be undone here
    Other,
};

/// `detail`: the library's own words, used where no better ones are known.
NetworkFailure describe(NetworkFault fault, const QUrl &url, const QString &detail);

/// The same for what QNetworkAccessManager says.
NetworkFailure describeNetworkError(QNetworkReply::NetworkError error, const QUrl &url, const QString &detail);

/// HTTP/2: the server did not begin with the request. Qt tells it by its words alone.
bool isStreamRefusal(QNetworkReply::NetworkError error, const QString &detail);

/// "127.0.0.1:8080", with the scheme's port where the URL has none.
QString hostAndPort(const QUrl &url);

} // namespace interleave
