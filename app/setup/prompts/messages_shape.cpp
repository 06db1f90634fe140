// {"messages": [{"role": "user", "content": "…"}, …]}: chats as OpenAI, Anthropic and Hugging Face's data sets write them, and the bodies
// of requests that have them.
#include "setup/prompts/chat_turns.h"
#include "setup/prompts/shapes.h"

namespace interleave {

using namespace Qt::StringLiterals;

QString readMessages(ShapeReader &reader, QList<Prompt> &prompts)
{
    Prompt prompt;
    const char *field = reader.has("messages") ? "messages" : reader.has("contents") ? "contents" : "input";
    const QJsonValue turns = reader.take(field);
    if (reader.cellsAreText())
        return u"field \"%1\" cannot be read in a table; write conversations as JSON Lines."_s.arg(QLatin1StringView(field));
    if (turns.isString() && !turns.toString().trimmed().isEmpty())
        prompt.text = turns.toString();
    else if (const QString wrong = readTurnsInto(turns.toArray(), field, prompt); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = readTools(reader.take("tools"), reader.take("tool_choice"), prompt); !wrong.isEmpty())
        return wrong;
    const QString wrong = reader.takeSettings(prompt);
    prompts.append(std::move(prompt));
    return wrong;
}

} // namespace interleave
