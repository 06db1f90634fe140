#include "simulator/protocols/gemini/gemini_models.h"

#include "simulator/llm/simulated_models.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <QUrlQuery>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

QStringList names()
{
    QStringList all = geminiChatModels();
    for (const QString &name : geminiEmbeddingModels()) {
        if (!all.contains(name))
            all += name;
    }
    return all;
}

QJsonArray methods(const QString &name)
{
    QJsonArray list;
    if (geminiChatModels().contains(name))
        list = {u"generateContent"_s, u"countTokens"_s};
    if (geminiEmbeddingModels().contains(name)) {
        list += u"embedContent"_s;
        list += u"batchEmbedContents"_s;
    }
    return list;
}

QJsonObject description(const QString &name)
{
    return {{u"name"_s, QString(u"models/"_s % name)},
            {u"baseModelId"_s, name},
            {u"version"_s, u"001"_s},
            {u"displayName"_s, displayNameOf(name)},
            {u"description"_s, u"Made up by the Interleave simulator; no model runs here."_s},
            {u"inputTokenLimit"_s, 1048576},
            {u"outputTokenLimit"_s, 65536},
            {u"supportedGenerationMethods"_s, methods(name)},
            {u"temperature"_s, 1},
            {u"topP"_s, 0.95},
            {u"topK"_s, 64},
            {u"maxTemperature"_s, 2}};
}

Answer json(const QJsonObject &object) { return {.body = QJsonDocument(object).toJson(QJsonDocument::Compact)}; }

} // namespace

bool isGeminiModel(const QString &name, bool forEmbedding)
{
    return geminiChatModels().contains(name) || (forEmbedding && geminiEmbeddingModels().contains(name));
}

Answer describeGeminiModel(const QString &name) { return json(description(name)); }

Answer listGeminiModels(const QByteArray &query)
{
    const QUrlQuery parameters(QString::fromUtf8(query));
    const QStringList all = names();
    const int asked = parameters.queryItemValue(u"pageSize"_s).toInt();
    const qsizetype pageSize = asked > 0 ? std::min(asked, 1000) : 50;
    // the token of a page is the place of its first model
    const qsizetype from = std::clamp<qsizetype>(parameters.queryItemValue(u"pageToken"_s).toInt(), 0, all.size());
    const qsizetype to = std::min(from + pageSize, all.size());
    QJsonArray models;
    for (qsizetype i = from; i < to; ++i)
        models += description(all[i]);
    QJsonObject page{{u"models"_s, models}};
    if (to < all.size())
        page[u"nextPageToken"_s] = QString::number(to);
    return json(page);
}

} // namespace interleave
