#include "core/endpoint.h"

#include <QStringList>
#include <QUrl>

namespace interleave {

std::optional<Transport> transportFromName(QStringView name)
{
    for (size_t i = 0; i < transportNames.size(); ++i) {
        if (name == transportNames[i])
            return static_cast<Transport>(i);
    }
    return std::nullopt;
}

QString transportTitle(const QString &name)
{
    QStringList titles;
    const QStringList names = name.split(u'+', Qt::SkipEmptyParts);
    for (const QString &each : names) {
        const std::optional<Transport> transport = transportFromName(each);
        titles.append(transport == Transport::Curl   ? QStringLiteral("libcurl")
                      : transport == Transport::Qnam ? QStringLiteral("QNetworkAccessManager")
                                                     : each);
    }
    return titles.join(QStringLiteral(" and "));
}

static constexpr int mostCallsPerConnection = 1'000'000;

QString reuseName(int callsPerConnection)
{
    if (callsPerConnection <= 0)
        return QStringLiteral("always");
    return callsPerConnection == 1 ? QStringLiteral("never") : QString::number(callsPerConnection);
}

std::optional<int> reuseFromName(const QString &name)
{
    if (name == QLatin1StringView("always"))
        return 0;
    if (name == QLatin1StringView("never"))
        return 1;
    bool isNumber = false;
    const int calls = name.toInt(&isNumber);
    return isNumber && calls >= 1 && calls <= mostCallsPerConnection ? std::optional(calls) : std::nullopt;
}

/// QNetworkAccessManager is left where it is known to change a figure (HTTP/2), or cannot do what is asked for.
Transport transportOf(const Endpoint &endpoint)
{
    if (endpoint.transport != Transport::Auto)
        return endpoint.transport;
    const bool agrees = endpoint.http == HttpChoice::Auto && QUrl(endpoint.baseUrl).scheme() == QLatin1StringView("https");
    const bool needsCurl =
        agrees || endpoint.http == HttpChoice::Http2 || endpoint.http == HttpChoice::Http3 || endpoint.callsPerConnection > 1;
    return needsCurl ? Transport::Curl : Transport::Qnam;
}

} // namespace interleave
