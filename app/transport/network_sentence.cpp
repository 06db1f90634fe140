#include "transport/network_sentence.h"

#include "transport/proxy.h"

namespace interleave {

QString hostAndPort(const QUrl &url)
{
    const QString host = url.host().contains(u':') ? QString(u'[' + url.host() + u']') : url.host();
    return host + u':' + QString::number(portOf(url));
}

/// Behind a proxy it is the proxy that listens or does not; which of the two is meant no library tells reliably.
static NetworkFault whose(NetworkFault fault, const std::optional<Proxy> &proxy)
{
    const bool isAboutReaching = fault == NetworkFault::NothingListens || fault == NetworkFault::HostNotFound;
    return proxy && isAboutReaching ? NetworkFault::ProxyNotReached : fault;
}

static QString proxySentence(NetworkFault fault, const Proxy &proxy, const QUrl &url, const QString &detail)
{
    const QString what = fault == NetworkFault::ProxyNotReached ? QStringLiteral("was not reached") : QStringLiteral("let nothing through");
    return QStringLiteral("The proxy %1, which the environment variable %2 names, %3 (%4); correct %2, or add %5 to no_proxy.")
        .arg(proxy.shown(), proxy.variable, what, detail, url.host());
}

/// What this machine has no more of, whichever words a library has for it; empty: something else.
static QString usedUp(const QString &detail)
{
    const auto says = [&detail](const char *words) { return detail.contains(QLatin1StringView(words), Qt::CaseInsensitive); };
    if (says("too many open files") || says("out of resources") || says("out of file descriptors"))
        return QStringLiteral("This program has no more file descriptors (%1); raise \"ulimit -n\", or lower the concurrency.").arg(detail);
    if (says("cannot assign requested address") || says("address already in use") || says("address not available"))
        return QStringLiteral(
                   "This machine has no free port left towards the server (%1); let connections be used again (--reuse always), lower "
                   "the rate, or widen net.ipv4.ip_local_port_range.")
            .arg(detail);
    return {};
}

NetworkFailure describe(NetworkFault fault, const QUrl &url, const QString &detail)
{
    const QString server = hostAndPort(url);
    if (const QString sentence = usedUp(detail); !sentence.isEmpty())
        return {Outcome::NetworkError, sentence};
    const std::optional<Proxy> proxy = proxyFor(url);
    fault = whose(fault, proxy);
    switch (fault) {
    case NetworkFault::ProxyNotReached:
    case NetworkFault::ProxyRefuses:
        if (proxy)
            return {Outcome::NetworkError, proxySentence(fault, *proxy, url, detail)};
        break;
    case NetworkFault::NothingListens:
        return {Outcome::NetworkError,
                QStringLiteral("Nothing listens at %1; start the server there, or correct the base URL.").arg(server)};
    case NetworkFault::HostNotFound:
        return {Outcome::NetworkError,
                QStringLiteral("The host %1 was not found; check the base URL and the network connection.").arg(url.host())};
    case NetworkFault::ClosedEarly:
        return {Outcome::NetworkError, QStringLiteral("%1 closed the connection before the response was complete, or does not speak HTTP; "
                                                      "check the base URL, or look into the server's log.")
                                           .arg(server)};
    case NetworkFault::NotSecure:
        return {Outcome::NetworkError,
                QStringLiteral("No secure connection to %1 (%2); name the certificate file of a server of your own (--certificate), else "
                               "check the base URL and the system's certificates.")
                    .arg(server, detail)};
    case NetworkFault::SpeaksNoTls:
        return {
            Outcome::NetworkError,
            QStringLiteral("%1 does not speak TLS; begin the base URL with http:// instead of https://, or correct its port.").arg(server)};
    case NetworkFault::BadScheme:
        return {Outcome::NetworkError, QStringLiteral("The base URL must begin with http:// or https://, not with %1:.").arg(url.scheme())};
    case NetworkFault::BreaksHttp:
        return {Outcome::ProtocolError,
                QStringLiteral("The response of %1 breaks the rules of HTTP; check the base URL and the server.").arg(server)};
    case NetworkFault::RefusesStreams:
        return {Outcome::NetworkError,
                QStringLiteral("%1 refuses more requests on one connection; lower the concurrency, or try again later.").arg(server)};
    case NetworkFault::UnknownCoding:
        return {
            Outcome::ProtocolError,
            QStringLiteral("The response of %1 is compressed, though it was not asked to be, in a way that is not known here (%2); switch "
                           "compression off at the server.")
                .arg(server, detail)};
    case NetworkFault::Other:
        break;
    }
    return {Outcome::NetworkError,
            QStringLiteral("No exchange with %1 (%2); check the network connection and the base URL.").arg(server, detail)};
}

bool isStreamRefusal(QNetworkReply::NetworkError error, const QString &detail)
{
    if (error == QNetworkReply::ProtocolFailure && detail.contains(QLatin1StringView("refused a stream")))
        return true;
    const bool notEstablished = error == QNetworkReply::ContentReSendError && detail.contains(QLatin1StringView("accepting new streams"));
    const bool notStarted = error == QNetworkReply::ProtocolUnknownError && detail.contains(QLatin1StringView("GOAWAY"));
    return notEstablished || notStarted;
}

static NetworkFault faultOf(QNetworkReply::NetworkError error, const QString &detail)
{
    if (isStreamRefusal(error, detail))
        return NetworkFault::RefusesStreams;
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return NetworkFault::NothingListens;
    case QNetworkReply::HostNotFoundError:
        return NetworkFault::HostNotFound;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
        return NetworkFault::ProxyNotReached;
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return NetworkFault::ProxyRefuses;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // closed, and the body cannot be sent again
        return NetworkFault::ClosedEarly;
    case QNetworkReply::SslHandshakeFailedError:
        return detail.contains(QLatin1StringView("wrong version number")) ? NetworkFault::SpeaksNoTls : NetworkFault::NotSecure;
    case QNetworkReply::ProtocolUnknownError:
        return NetworkFault::BadScheme;
    case QNetworkReply::ProtocolFailure:
        return NetworkFault::BreaksHttp;
    default:
        // "Proxy denied connection" has no number of its own
        return detail.contains(QLatin1StringView("proxy"), Qt::CaseInsensitive) ? NetworkFault::ProxyRefuses : NetworkFault::Other;
    }
}

NetworkFailure describeNetworkError(QNetworkReply::NetworkError error, const QUrl &url, const QString &detail)
{
    return describe(faultOf(error, detail), url, detail);
}

} // namespace interleave
