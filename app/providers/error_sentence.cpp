#include "providers/error_sentence.h"

#include "providers/plain_words.h"
#include "providers/refusal.h"

#include <algorithm>

namespace interleave {

/// How much of the key stands there, where it is so much that it tells something: eight characters, or all of a shorter one.
static qsizetype fragmentAt(const QString &sentence, qsizetype at, const QString &key)
{
    constexpr qsizetype tells = 8;
    const qsizetype least = std::min(tells, key.size());
    const QStringView rest = QStringView(sentence).sliced(at);
    if (rest.size() < least || !key.contains(rest.first(least)))
        return 0;
    qsizetype length = least;
    while (length < rest.size() && key.contains(rest.first(length + 1)))
        ++length;
    return length;
}

QString withoutKey(QString sentence, const QByteArray &key)
{
    constexpr qsizetype tellsNothing = 3; // characters of a key
    const QString whole = QString::fromLatin1(key);
    if (whole.isEmpty() || sentence.isEmpty())
        return sentence;
    for (qsizetype at = 0; at < sentence.size(); ++at) {
        if (const qsizetype length = fragmentAt(sentence, at, whole); length > 0)
            sentence.replace(at, length, QStringLiteral("…"));
    }
    for (qsizetype length = whole.size() - 1; length > tellsNothing; --length)
        sentence.replace(QString(whole.first(length) + u'…'), QStringLiteral("…"));
    return sentence;
}

/// All of it, since the remedy is often its last sentence.
static QString wholeMessage(const Refusal &refusal)
{
    QString line = excerpt(refusal.message, 400);
    if (isHtml(refusal.message)) { // a gateway's page, entitled "502 Bad Gateway"
        const QString status = QString::number(refusal.httpStatus);
        if (line.startsWith(status))
            line = line.sliced(status.size()).trimmed();
    }
    while (line.endsWith(u'.'))
        line.chop(1);
    return line;
}

static QString remedy(const Refusal &refusal)
{
    const int httpStatus = refusal.httpStatus;
    if (refusal.retryHint == RetryHint::Never && (httpStatus == 429 || httpStatus == 402))
        return QStringLiteral("the quota or the credit is used up: check the account, trying again will not help");
    if (refusal.retryAfterS)
        return QStringLiteral("wait %1 s, or lower the rate").arg(*refusal.retryAfterS);
    if (httpStatus == 429)
        return QStringLiteral("lower the rate or the concurrency, or wait");
    if (httpStatus == 401 || httpStatus == 403)
        return QStringLiteral("check the API key and what it may use");
    if (httpStatus == 402)
        return QStringLiteral("check the account's credit");
    if (httpStatus == 407)
        return QStringLiteral("the proxy asks for a user and a password: write them into the environment variable that names it");
    if (httpStatus == 404)
        return QStringLiteral("check the model's name and the base URL");
    if (httpStatus >= 300 && httpStatus < 400)
        return refusal.location.isEmpty()
                   ? QStringLiteral("redirects are not followed: enter the final base URL")
                   : QStringLiteral("redirects are not followed, and this one leads to %1: enter that server's base URL")
                         .arg(refusal.location);
    if (httpStatus >= 500 && refusal.retryHint != RetryHint::Never)
        return QStringLiteral("the server's fault: try again later");
    return QStringLiteral("check the request's parameters");
}

QString refusalSentence(const Refusal &refusal)
{
    QString sentence = refusal.isStatusTold ? QStringLiteral("HTTP %1").arg(refusal.httpStatus) : QStringLiteral("Error in the reply");
    if (!refusal.word.isEmpty())
        sentence += u' ' + excerpt(refusal.word, 60);
    if (const QString reason = wholeMessage(refusal); !reason.isEmpty())
        sentence += QLatin1StringView(": ") + reason;
    return sentence % QLatin1StringView("; ") % remedy(refusal) % u'.';
}

QString unreadableSentence(const QString &what)
{
    return QLatin1StringView("The response cannot be read: ") % what % QLatin1StringView("; check the provider and the base URL.");
}

QString cutSentence(const QString &where)
{
    return QLatin1StringView("The response ended ") % where %
           QLatin1StringView(", so it is cut; try again, or look into the server's log.");
}

} // namespace interleave
