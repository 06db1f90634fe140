#include "simulator/protocols/openai/openai_models.h"

#include "simulator/llm/simulated_models.h"
#include "simulator/protocols/openai/openai_errors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

QStringList names()
{
    QStringList all = openAiChatModels() + openAiEmbeddingModels();
    all.removeDuplicates();
    return all;
}

QJsonObject description(const QString &name)
{
    return {{u"id"_s, name}, {u"object"_s, u"model"_s}, {u"created"_s, 1790000000}, {u"owned_by"_s, u"interleave"_s}};
}

Answer json(const QJsonObject &object) { return {.body = QJsonDocument(object).toJson(QJsonDocument::Compact)}; }

} // namespace

Answer listOpenAiModels()
{
    QJsonArray data;
    for (const QString &name : names())
        data += description(name);
    return json({{u"object"_s, u"list"_s}, {u"data"_s, data}});
}

Answer describeOpenAiModel(const QString &name) { return names().contains(name) ? json(description(name)) : openAiUnknownModel(name); }

} // namespace interleave
