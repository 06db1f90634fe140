#include "setup/prompts/prompt_set.h"

#include <QJsonDocument>

namespace interleave {

static qint64 sizeOfJson(const QJsonObject &json) { return json.isEmpty() ? 0 : QJsonDocument(json).toJson(QJsonDocument::Compact).size(); }

qint64 sizeOfTurn(const Message &turn)
{
    constexpr qint64 ofTurn = 16; // less than a turn takes in any file, so that none is refused that fits into one
    qint64 size = ofTurn + turn.text.size();
    for (const ToolCall &call : turn.toolCalls)
        size += ofTurn + call.id.size() + call.name.size() + call.signature.size() + sizeOfJson(call.arguments);
    for (const ToolResult &result : turn.toolResults)
        size += ofTurn + result.callId.size() + result.name.size() + result.output.size();
    return size;
}

qint64 sizeOfPrompt(const Prompt &prompt)
{
    qint64 size = prompt.text.size() + prompt.system.size();
    for (const Message &turn : prompt.history)
        size += sizeOfTurn(turn);
    for (const ToolDefinition &tool : prompt.tools)
        size += tool.name.size() + tool.description.size() + sizeOfJson(tool.parameters);
    return size;
}

QString tooManyPromptsOrTooLong()
{
    return QStringLiteral("is where the prompts become more than %1, or 32 MiB of text; take fewer entries.").arg(mostPrompts);
}

} // namespace interleave
