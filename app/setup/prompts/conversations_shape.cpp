// {"conversations": [{"from": "human", "value": "…"}, …]}: ShareGPT, and what is made of it.
#include "setup/prompts/chat_turns.h"
#include "setup/prompts/shapes.h"

namespace interleave {

QString readConversations(ShapeReader &reader, QList<Prompt> &prompts)
{
    Prompt prompt;
    const char *field = reader.has("conversations") ? "conversations" : "conversation";
    if (const QString wrong = readTurnsInto(reader.take(field).toArray(), field, prompt); !wrong.isEmpty())
        return wrong;
    const QString wrong = reader.takeSettings(prompt);
    for (const char *name : {"id", "source", "model"})
        reader.ignore(name); // who answered then, and where it is from
    prompts.append(std::move(prompt));
    return wrong;
}

} // namespace interleave
