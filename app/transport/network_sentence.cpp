#include "transport/network_sentence.h"

namespace interleave {

QString hostAndPort(const QUrl &url)
{
    const QString host = url.host().contains(u':') ? QString(u'[' + url.host() + u']') : url.host();
    return host + u':' + QString::number(url.port(url.scheme() == QLatin1StringView("https") ? 443 : 80));
}

StreamRefusal streamRefusal(QNetworkReply::NetworkError error, const QString &detail)
{
    if (error == QNetworkReply::ProtocolFailure && detail.contains(QLatin1StringView("refused a stream")))
        return StreamRefusal::Refused;
    const bool notEstablished = error == QNetworkReply::ContentReSendError && detail.contains(QLatin1StringView("accepting new streams"));
    const bool notStarted = error == QNetworkReply::ProtocolUnknownError && detail.contains(QLatin1StringView("GOAWAY"));
    return notEstablished || notStarted ? StreamRefusal::GoingAway : StreamRefusal::None;
}

NetworkFailure describeNetworkError(QNetworkReply::NetworkError error, const QUrl &url, const QString &detail)
{
    const QString server = hostAndPort(url);
    if (streamRefusal(error, detail) != StreamRefusal::None)
        return {Outcome::NetworkError,
                QStringLiteral("%1 refuses more requests on one connection; lower the concurrency, or try again later.").arg(server)};
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return {Outcome::NetworkError,
                QStringLiteral("Nothing listens at %1; start the server there, or correct the base URL.").arg(server)};
    case QNetworkReply::HostNotFoundError:
        return {Outcome::NetworkError,
                QStringLiteral("The host %1 was not found; check the base URL and the network connection.").arg(url.host())};
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // closed, and the body cannot be sent again
        return {Outcome::NetworkError, QStringLiteral("%1 closed the connection before the response was complete, or does not speak HTTP; "
                                                      "check the base URL, or look into the server's log.")
                                           .arg(server)};
    case QNetworkReply::SslHandshakeFailedError:
        return {Outcome::NetworkError,
                QStringLiteral("No secure connection to %1 (%2); name the certificate file of a server of your own (--certificate), else "
                               "check the base URL and the system's certificates.")
                    .arg(server, detail)};
    case QNetworkReply::ProtocolUnknownError:
        return {Outcome::NetworkError, QStringLiteral("The base URL must begin with http:// or https://, not with %1:.").arg(url.scheme())};
    case QNetworkReply::ProtocolFailure:
        return {Outcome::ProtocolError,
                QStringLiteral("The response of %1 breaks the rules of HTTP; check the base URL and the server.").arg(server)};
    default:
        return {Outcome::NetworkError,
                QStringLiteral("No exchange with %1 (%2); check the network connection and the base URL.").arg(server, detail)};
    }
}

} // namespace interleave
