#include "providers/anthropic.h"
#include "providers/gemini.h"
#include "providers/openai.h"

#include <QRegularExpression>

namespace interleave {

using namespace Qt::StringLiterals;

static QUrl joined(const QString &baseUrl, const QString &path)
{
    const QUrl base(baseUrl);
    const QUrl wanted(path);
    QString front = base.path(QUrl::FullyEncoded);
    const QString back = wanted.path(QUrl::FullyEncoded);
    while (front.endsWith(u'/'))
        front.chop(1);
    const QString first = back.section(u'/', 0, 1); // "/v1"
    if (front.endsWith(first))
        front.chop(first.size());
    QUrl url = base.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    url.setPath(front + back, QUrl::TolerantMode);
    const QStringList queries{wanted.query(QUrl::FullyEncoded), base.query(QUrl::FullyEncoded)};
    const QString query = queries.join(queries[0].isEmpty() || queries[1].isEmpty() ? ""_L1 : "&"_L1);
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

/// The last one is kept: nearly always it is the next one, too, and to join them costs as much as to write the request.
QUrl requestUrl(const QString &baseUrl, const QString &path)
{
    struct Last {
        QString baseUrl;
        QString path;
        QUrl url;
    };
    static thread_local Last last;
    if (last.url.isEmpty() || last.path != path || last.baseUrl != baseUrl)
        last = {baseUrl, path, joined(baseUrl, path)};
    return last.url;
}

std::optional<OutputLimitField> limitFieldAskedFor(const QString &error)
{
    static const QRegularExpression advice(
        u"\\b(?:use|try|instead of|replace \\S+ with|did you mean)\\W+(max_completion_tokens|max_tokens)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    QRegularExpressionMatchIterator matches = advice.globalMatch(error);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const bool isOther = match.captured(0).startsWith("instead of"_L1, Qt::CaseInsensitive);
        const bool isNew = match.captured(1).size() == "max_completion_tokens"_L1.size();
        return isNew != isOther ? OutputLimitField::MaxCompletionTokens : OutputLimitField::MaxTokens;
    }
    return std::nullopt;
}

const std::vector<const Provider *> &providers()
{
    static const Gemini gemini;
    static const OpenAi openAi;
    static const Anthropic anthropic;
    static const std::vector<const Provider *> list{&gemini, &openAi, &anthropic};
    return list;
}

const Provider *findProvider(const QString &id)
{
    for (const Provider *provider : providers()) {
        if (provider->id() == id)
            return provider;
    }
    return nullptr;
}

} // namespace interleave
