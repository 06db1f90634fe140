#include "simulator/llm/simulated_models.h"

#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct Own {
    const char *name;
    const char *displayName;
    ModelPace pace;
};

constexpr std::array ownModels{
    Own{"sim", "Interleave simulator", {}},
    Own{"sim-small", "Interleave simulator, small model", {.time = 0.4, .length = 0.7}},
    Own{"sim-large", "Interleave simulator, large model", {.time = 2, .length = 1}},
};

const Own *findOwn(const QString &model)
{
    for (const Own &own : ownModels) {
        if (model == QLatin1StringView(own.name))
            return &own;
    }
    return nullptr;
}

} // namespace

ModelPace paceOf(const QString &model)
{
    const Own *own = findOwn(model);
    return own ? own->pace : ModelPace{};
}

QStringList simulatorModels()
{
    QStringList names;
    for (const Own &own : ownModels)
        names += QString::fromLatin1(own.name);
    return names;
}

QStringList geminiChatModels()
{
    return simulatorModels() + QStringList{u"gemini-2.5-flash"_s, u"gemini-2.5-flash-lite"_s, u"gemini-2.5-pro"_s,
                                           u"gemini-3.5-flash-lite"_s, u"gemini-3.8-flash"_s};
}

QStringList geminiEmbeddingModels() { return simulatorModels() + QStringList{u"gemini-embedding-001"_s}; }

QStringList openAiChatModels() { return simulatorModels() + QStringList{u"gpt-6-luna"_s, u"gpt-6-sol"_s, u"gpt-6-astra"_s}; }

QStringList openAiEmbeddingModels() { return simulatorModels() + QStringList{u"text-embedding-3-small"_s, u"text-embedding-3-large"_s}; }

QStringList anthropicModels()
{
    return simulatorModels() + QStringList{u"claude-haiku-5-5"_s, u"claude-sonnet-5-5"_s, u"claude-opus-5-5"_s};
}

QString displayNameOf(const QString &model)
{
    const Own *own = findOwn(model);
    return own ? QString::fromLatin1(own->displayName) : QString(model % u" (simulated)"_s);
}

} // namespace interleave
