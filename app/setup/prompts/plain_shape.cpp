// {"prompt": "…"} or {"text": "…"}, with "system", "temperature", "max_output_tokens": this program's own shape. A prompt that is a list
// of turns is read as one.
#include "setup/prompts/chat_turns.h"
#include "setup/prompts/shapes.h"
#include "json/conversation_json.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

/// As scenarios have it: json/conversation_json.h.
static QString takeConversation(ShapeReader &reader, Prompt &prompt)
{
    QJsonObject json;
    for (const char *field : {"history", "tools", "tool_choice", "chosen_tool"}) {
        if (const QJsonValue value = reader.take(field); !value.isUndefined())
            json[QLatin1StringView(field)] = value;
    }
    if (json.isEmpty())
        return {};
    const QString wrong = readJsonValue(jsonOf(json), u"the prompt"_s, [&](FieldReader &fields) { readConversation(fields, prompt); });
    return wrong.isEmpty() ? QString() : wrong + u'.';
}

QString readPlain(ShapeReader &reader, QList<Prompt> &prompts)
{
    Prompt prompt;
    const char *field = reader.has("prompt") ? "prompt" : "text";
    if (reader.has("prompt") && reader.take("prompt").isArray()) {
        const QJsonArray turns = reader.take("prompt").toArray();
        if (turns.isEmpty() || !turns.first().isObject())
            return u"field \"prompt\" is a list that is no conversation; write one prompt in each entry."_s;
        if (const QString wrong = readTurnsInto(turns, field, prompt); !wrong.isEmpty())
            return wrong;
    } else if (const QString wrong = reader.takeText(field, prompt.text, false); !wrong.isEmpty()) {
        return wrong;
    }
    if (const QString wrong = takeConversation(reader, prompt); !wrong.isEmpty())
        return wrong;
    const QString wrong = reader.takeSettings(prompt);
    prompts.append(std::move(prompt));
    return wrong;
}

} // namespace interleave
