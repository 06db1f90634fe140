#include "core/base_url.h"

#include "core/visible_text.h"

#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

/// What is not seen, or turns round what is: a person reads the address before a key goes there.
static bool hasControl(const QString &text) { return visibleText(text, LineBreaks::Shown) != text; }

/// No address has them as they are; where it is shown they would be words or mark-up.
static bool hasSpaceOrBracket(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || c == u'<' || c == u'>' || c == u'"' || c == u'\\'; });
}

/// Where https is the exception: this machine, names without a dot, addresses of a local network.
static bool isNear(const QString &host)
{
    static const QRegularExpression near(u"^(localhost|.*\\.localhost|.*\\.local|[^.:]+|127\\..*|10\\..*|192\\.168\\..*|169\\.254\\..*|"
                                         "172\\.(1[6-9]|2[0-9]|3[01])\\..*|::1|f[cd][0-9a-f]*:.*|fe80:.*)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return near.match(host).hasMatch();
}

/// With a scheme; empty: it has another one than http and https.
static QString withScheme(const QString &text)
{
    static const QRegularExpression scheme(u"^([A-Za-z][A-Za-z0-9+.-]*):(/+)"_s);
    const QRegularExpressionMatch match = scheme.match(text);
    if (match.hasMatch()) {
        const QString name = match.captured(1).toLower();
        return name == "http"_L1 || name == "https"_L1 ? QString(name % "://"_L1 % text.sliced(match.capturedLength())) : QString();
    }
    QString rest = text;
    while (rest.startsWith(u'/'))
        rest.remove(0, 1);
    const QUrl guess("http://"_L1 % rest);
    return (isNear(guess.host()) ? "http://"_L1 : "https://"_L1) % rest;
}

/// A name or a password may stand anywhere before the last @ that is not plainly in the path.
static bool hasUser(const QString &url)
{
    const qsizetype at = url.indexOf(u'@');
    if (at < 0)
        return false;
    const QUrl parsed(url, QUrl::StrictMode);
    return !parsed.isValid() || !parsed.userInfo().isEmpty() || parsed.authority().contains(u'@') || parsed.fragment().contains(u'@') ||
           parsed.query().contains(u'@');
}

static bool hasKey(const QUrl &url)
{
    static constexpr QLatin1StringView names[] = {"key"_L1,   "api_key"_L1, "apikey"_L1,   "api-key"_L1,          "access_token"_L1,
                                                  "token"_L1, "sig"_L1,     "password"_L1, "subscription-key"_L1, "secret"_L1};
    const QList<std::pair<QString, QString>> items = QUrlQuery(url).queryItems();
    return std::any_of(items.begin(), items.end(), [](const auto &item) {
        return !item.second.isEmpty() && std::any_of(std::begin(names), std::end(names), [&](QLatin1StringView name) {
            return item.first.compare(name, Qt::CaseInsensitive) == 0;
        });
    });
}

/// The path without what a request adds to it.
static QString basePath(QString path)
{
    static const QRegularExpression request(u"(/chat/completions|/v1/messages(/count_tokens)?|"
                                            "/v1beta/((models|tunedModels)/[^/]*:[A-Za-z]+))/*$"_s);
    for (QString before; before != path;) {
        before = path;
        path.remove(request);
        while (path.endsWith(u'/'))
            path.chop(1);
    }
    return path;
}

Result<QString> normalBaseUrl(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return QString();
    if (hasControl(text))
        return Error{u"the base URL holds a control character, such as a line break; type it again"_s};
    if (hasSpaceOrBracket(text))
        return Error{
            u"the base URL holds a space, a quotation mark, a backslash or one of < and >; take it out, or write it as %20 and the like"_s};
    const QString whole = withScheme(text);
    if (whole.isEmpty())
        return Error{u"the base URL must begin with http:// or https://"_s};
    if (hasUser(whole))
        return Error{u"the base URL holds a user name or a password, which every report would show; leave it out and name the "
                     "environment variable of the key"_s};
    QUrl url(whole, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return Error{u"the base URL is not a URL; it looks like https://host:port/path"_s};
    if (hasKey(url))
        return Error{u"the base URL holds a key in its query, which every report would show; leave it out and name the environment "
                     "variable of the key"_s};
    const QString path = url.path(QUrl::FullyEncoded);
    const QString base = basePath(path);
    if (base.size() + 1 < path.size() && QUrlQuery(url).queryItemValue(u"alt"_s) == "sse"_L1) { // of the request, too
        QUrlQuery query(url);
        query.removeAllQueryItems(u"alt"_s);
        url.setQuery(query.isEmpty() ? QString() : query.toString(QUrl::FullyEncoded));
    }
    url.setPath(base, QUrl::TolerantMode);
    url.setFragment({});
    if (url.query().isEmpty())
        url.setQuery(QString());
    return url.toString(QUrl::FullyEncoded);
}

bool isVariableName(const QString &name)
{
    static const QRegularExpression variable(u"^[A-Za-z_][A-Za-z0-9_]*$"_s);
    return variable.match(name).hasMatch() && !name.endsWith(u'\n');
}

QString headerValueProblem(const QByteArray &value)
{
    for (const char c : value) {
        if (c == '\r' || c == '\n')
            return u"holds a line break"_s;
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return u"holds a control character"_s;
    }
    return {};
}

} // namespace interleave
