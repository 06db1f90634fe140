#include "transport/proxy.h"

#include <QHostAddress>
#include <QStringList>

#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

bool isLoopbackHost(const QString &host) { return host == "localhost"_L1 || QHostAddress(host).isLoopback(); }

int portOf(const QUrl &server) { return server.port(server.scheme() == "https"_L1 ? 443 : 80); }

int peerPortOf(const QUrl &server)
{
    const std::optional<Proxy> proxy = proxyFor(server);
    return proxy ? proxy->url.port() : portOf(server);
}

/// The value of a variable, and how its name is written where it has one.
static std::pair<QString, QString> valueOf(const QString &variable)
{
    for (const QString &name : {variable, variable.toUpper()}) {
        const QString value = QString::fromLocal8Bit(qgetenv(name.toLatin1().constData())).trimmed();
        if (!value.isEmpty())
            return {name, value};
    }
    return {};
}

/// "host", ".host", "host:port", "[::1]:port", "10.0.0.0/8".
static bool covers(QString entry, const QUrl &server)
{
    if (entry == "*"_L1)
        return true;
    const QString host = server.host();
    const auto [address, bits] = QHostAddress::parseSubnet(entry);
    if (bits >= 0 && (entry.contains(u'/') || !QHostAddress(entry).isNull()))
        return QHostAddress(host).isInSubnet(address, bits);
    bool hasPort = false;
    const int port = entry.section(u':', -1).toInt(&hasPort);
    if (hasPort && entry.contains(u':')) {
        if (port != portOf(server))
            return false;
        entry = entry.section(u':', 0, -2);
    }
    if (entry.startsWith(u'[') && entry.endsWith(u']'))
        entry = entry.sliced(1, entry.size() - 2);
    while (entry.startsWith(u'.') || entry.startsWith(u'*'))
        entry.remove(0, 1);
    return !entry.isEmpty() && (host.compare(entry, Qt::CaseInsensitive) == 0 || host.endsWith(QString(u'.' + entry), Qt::CaseInsensitive));
}

static bool isExempt(const QUrl &server)
{
    QString list = valueOf(u"no_proxy"_s).second;
    list.replace(u',', u' ');
    const QStringList entries = list.split(u' ', Qt::SkipEmptyParts);
    return std::any_of(entries.begin(), entries.end(), [&](const QString &entry) { return covers(entry, server); });
}

std::optional<Proxy> proxyFor(const QUrl &server)
{
    if (isLoopbackHost(server.host()))
        return std::nullopt;
    auto [name, value] = valueOf(server.scheme() + u"_proxy"_s);
    if (value.isEmpty())
        std::tie(name, value) = valueOf(u"all_proxy"_s);
    if (value.isEmpty() || isExempt(server))
        return std::nullopt;
    QUrl url(value.contains("://"_L1) ? value : QString(u"http://"_s + value));
    constexpr int usualPort = 1080;
    if (url.port() < 0)
        url.setPort(url.scheme() == "https"_L1 ? 443 : usualPort);
    url.setPath({});
    return Proxy{name, url};
}

} // namespace interleave
