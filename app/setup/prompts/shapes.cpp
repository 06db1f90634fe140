#include "setup/prompts/shapes.h"

#include "setup/prompts/length_trace.h"

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static bool hasAny(const QJsonObject &fields, const QStringList &names)
{
    return std::any_of(names.begin(), names.end(), [&](const QString &name) { return fields.contains(name); });
}

const std::vector<PromptShape> &promptShapes()
{
    static const std::vector<PromptShape> list{
        {u"batch"_s,
         u"Batch file"_s,
         u"requests of OpenAI's, Anthropic's or Gemini's batch service; their bodies are read"_s,
         {u"custom_id"_s, u"body"_s},
         [](const QJsonObject &f) {
             return f[u"body"_s].isObject() || f[u"params"_s].isObject() || (f[u"request"_s].isObject() && !f.contains(u"prompt"_s));
         },
         readBatchRequest},
        {u"messages"_s,
         u"Chats"_s,
         u"\"messages\" with role and content; earlier turns become the history"_s,
         {u"messages"_s},
         [](const QJsonObject &f) {
             return f.contains(u"messages"_s) || f[u"contents"_s].isArray() ||
                    (f.contains(u"input"_s) && f.contains(u"model"_s) && !f.contains(u"instruction"_s));
         },
         readMessages},
        {u"sharegpt"_s,
         u"ShareGPT"_s,
         u"\"conversations\" with from and value; earlier turns become the history"_s,
         {},
         [](const QJsonObject &f) { return f[u"conversations"_s].isArray() || f[u"conversation"_s].isArray(); },
         readConversations},
        {u"turns"_s,
         u"MT-bench (FastChat)"_s,
         u"\"turns\": each is a prompt, with those before it as history"_s,
         {},
         [](const QJsonObject &f) { return f[u"turns"_s].isArray(); },
         readTurns},
        {u"trace"_s, u"Trace of lengths"_s,
         u"times and lengths without texts (Mooncake, Azure, BurstGPT): texts of as many tokens; --arrival replay:FILE keeps the times"_s,
         inputLengthNames() + outputLengthNames(), [](const QJsonObject &f) { return hasAny(f, inputLengthNames()); }, readLengths},
        {u"dolly"_s,
         u"Dolly"_s,
         u"\"instruction\", \"context\" and \"response\""_s,
         {u"instruction"_s, u"context"_s, u"response"_s, u"category"_s},
         [](const QJsonObject &f) { return f.contains(u"instruction"_s) && (f.contains(u"context"_s) || f.contains(u"response"_s)); },
         readDolly},
        {u"alpaca"_s,
         u"Alpaca"_s,
         u"\"instruction\", \"input\" and \"output\""_s,
         {u"instruction"_s, u"input"_s, u"output"_s},
         [](const QJsonObject &f) { return f.contains(u"instruction"_s); },
         readAlpaca},
        {u"prompt"_s,
         u"Prompts"_s,
         u"\"prompt\" or \"text\", with \"system\", \"temperature\" and \"max_output_tokens\""_s,
         {u"prompt"_s, u"text"_s, u"system"_s, u"temperature"_s, u"max_output_tokens"_s, u"max_tokens"_s, u"class"_s},
         [](const QJsonObject &f) { return f.contains(u"prompt"_s) || f.contains(u"text"_s); },
         readPlain},
    };
    return list;
}

const PromptShape *findShape(const QString &id)
{
    const auto found = std::find_if(promptShapes().begin(), promptShapes().end(), [&](const PromptShape &shape) { return shape.id == id; });
    return found == promptShapes().end() ? nullptr : &*found;
}

const PromptShape *shapeOf(const QJsonObject &fields)
{
    const auto found =
        std::find_if(promptShapes().begin(), promptShapes().end(), [&](const PromptShape &shape) { return shape.fits(fields); });
    return found == promptShapes().end() ? nullptr : &*found;
}

bool isKnownShape(const QJsonObject &fields) { return shapeOf(fields) != nullptr; }

bool isFieldOfShapes(const QString &name)
{
    return std::any_of(promptShapes().begin(), promptShapes().end(), [&](const PromptShape &shape) { return shape.fields.contains(name); });
}

bool hasVariables(const QStringList &names)
{
    return std::any_of(names.begin(), names.end(), [](const QString &name) { return name.startsWith("__"_L1); });
}

} // namespace interleave
