#include "core/origin.h"

#include <QUrl>

namespace interleave {

QString originOf(const QString &baseUrl)
{
    const QUrl url(baseUrl, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return {};
    const QString host = url.host(QUrl::FullyEncoded).toLower();
    const int usualPort = url.scheme() == QLatin1StringView("https") ? 443 : 80;
    QString origin = url.scheme().toLower() + QStringLiteral("://") + (host.contains(u':') ? QString(u'[' + host + u']') : host);
    if (const int port = url.port(usualPort); port != usualPort)
        origin += u':' + QString::number(port);
    return origin;
}

void leaveSecretsBehind(const Endpoint &before, Endpoint &after)
{
    if (originOf(before.baseUrl) == originOf(after.baseUrl))
        return;
    after.apiKeyEnv.clear();
    // A certificate is for names, not ports: two servers of one machine may share it.
    if (QUrl(before.baseUrl).host() != QUrl(after.baseUrl).host())
        after.certificateFile.clear();
}

} // namespace interleave
