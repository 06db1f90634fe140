#include "simulator/http/doorkeeper.h"

#include <QHostAddress>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace interleave {

bool isLoopbackAddress(const QString &address)
{
    const QHostAddress host(address);
    return !host.isNull() && host.isLoopback();
}

Doorkeeper::Doorkeeper(const QString &bindAddress, const QByteArray &token)
    : m_isLoopback(isLoopbackAddress(bindAddress))
    , m_token(token)
{
}

static bool isHere(const QString &host)
{
    return host == QLatin1StringView("localhost") || host.endsWith(QLatin1StringView(".localhost")) || isLoopbackAddress(host);
}

/// The host of "host", "host:port" or "[::1]:port"; empty: it is none.
static QString hostOf(const QByteArray &authority)
{
    const QUrl url(QStringLiteral("http://") + QString::fromLatin1(authority), QUrl::StrictMode);
    return url.isValid() && url.userInfo().isEmpty() && url.path().isEmpty() ? url.host().toLower() : QString();
}

/// Takes as long for every wrong one of its length, so that it cannot be found piece by piece.
static bool isSame(QByteArrayView given, QByteArrayView token)
{
    if (given.size() != token.size())
        return false;
    int differences = 0;
    for (qsizetype i = 0; i < token.size(); ++i)
        differences |= given[i] ^ token[i];
    return differences == 0;
}

bool Doorkeeper::bringsToken(const HttpRequest &request) const
{
    constexpr QByteArrayView bearer("bearer ");
    const QByteArray authorization = request.header("authorization");
    const bool isBearer = authorization.size() > bearer.size() && authorization.first(bearer.size()).toLower() == bearer;
    const QString inQuery = QUrlQuery(QString::fromLatin1(request.query)).queryItemValue(QStringLiteral("key"), QUrl::FullyDecoded);
    const std::array given{isBearer ? authorization.sliced(bearer.size()).trimmed() : QByteArray(), request.header("x-api-key"),
                           request.header("x-goog-api-key"), inQuery.toUtf8()};
    return std::any_of(given.begin(), given.end(), [&](const QByteArray &each) { return isSame(each, m_token); });
}

static Answer error(int status, const QByteArray &message, const QByteArray &type)
{
    const QByteArray number = QByteArray::number(status);
    return {.status = status,
            .body = R"({"type":"error","error":{"code":)" + number + R"(,"message":")" + message + R"(","status":")" + type.toUpper() +
                    R"(","type":")" + type + R"("}})"};
}

std::optional<Answer> Doorkeeper::refusal(const HttpRequest &request) const
{
    if (m_isLoopback) {
        const QByteArray host = request.header("host");
        if (!host.isNull() && !isHere(hostOf(host)))
            return error(403, "This simulator serves this machine only: ask for it as 127.0.0.1 or localhost.", "permission_denied");
        const QByteArray origin = request.header("origin");
        if ((!origin.isNull() && !isHere(QUrl(QString::fromLatin1(origin)).host())) || request.header("sec-fetch-site") == "cross-site")
            return error(403, "Pages of other sites may not use this simulator.", "permission_denied");
    }
    if (m_token.isEmpty() || bringsToken(request))
        return std::nullopt;
    return error(401, "This simulator wants the token that it was started with (--token), sent like an API key.", "unauthenticated");
}

} // namespace interleave
