#include "transport/qnam/environment_proxy.h"

#include "transport/proxy.h"

#include <QNetworkProxyQuery>

namespace interleave {

QList<QNetworkProxy> EnvironmentProxy::queryProxy(const QNetworkProxyQuery &query)
{
    const std::optional<Proxy> proxy = proxyFor(query.url());
    if (!proxy)
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    const bool isSocks = proxy->url.scheme().startsWith(QLatin1StringView("socks"));
    const bool isPlain = query.url().scheme() == QLatin1StringView("http");
    const auto type = isSocks ? QNetworkProxy::Socks5Proxy : isPlain ? QNetworkProxy::HttpCachingProxy : QNetworkProxy::HttpProxy;
    return {QNetworkProxy(type, proxy->url.host(), static_cast<quint16>(proxy->url.port()), proxy->url.userName(QUrl::FullyDecoded),
                          proxy->url.password(QUrl::FullyDecoded))};
}

} // namespace interleave
