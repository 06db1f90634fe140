#include "simulator/protocols/anthropic/anthropic_models.h"

#include "simulator/llm/simulated_models.h"
#include "simulator/protocols/anthropic/anthropic_errors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

QJsonObject description(const QString &name)
{
    return {{u"type"_s, u"model"_s},
            {u"id"_s, name},
            {u"display_name"_s, displayNameOf(name)},
            {u"created_at"_s, u"2026-10-21T00:00:00Z"_s},
            {u"lifecycle"_s, u"active"_s},
            {u"max_input_tokens"_s, 200000},
            {u"max_tokens"_s, 64000}};
}

Answer json(const QJsonObject &object) { return {.body = QJsonDocument(object).toJson(QJsonDocument::Compact)}; }

} // namespace

Answer listAnthropicModels(const QByteArray &query)
{
    const QUrlQuery parameters(QString::fromUtf8(query));
    const QStringList all = anthropicModels();
    const int asked = parameters.queryItemValue(u"limit"_s).toInt();
    const qsizetype limit = asked > 0 ? std::min(asked, 1000) : 20;
    qsizetype from = all.indexOf(parameters.queryItemValue(u"after_id"_s)) + 1; // not found: the first
    qsizetype to = std::min(from + limit, all.size());
    bool hasMore = to < all.size();
    if (const qsizetype before = all.indexOf(parameters.queryItemValue(u"before_id"_s)); before >= 0) {
        to = before;
        from = std::max<qsizetype>(0, to - limit);
        hasMore = from > 0;
    }
    QJsonArray data;
    for (qsizetype i = from; i < to; ++i)
        data += description(all[i]);
    return json({{u"data"_s, data},
                 {u"has_more"_s, hasMore},
                 {u"first_id"_s, from < to ? QJsonValue(all[from]) : QJsonValue()},
                 {u"last_id"_s, from < to ? QJsonValue(all[to - 1]) : QJsonValue()}});
}

Answer describeAnthropicModel(const QString &name, const QByteArray &id)
{
    return anthropicModels().contains(name) ? json(description(name)) : anthropicUnknownModel(name, id);
}

} // namespace interleave
