#include "simulator/protocols/conversation_text.h"

#include "simulator/llm/profile.h"

#include <QHash>
#include <QJsonDocument>

namespace interleave {

namespace {

int tokensOf(const QJsonObject &object) { return estimateTokens(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact))); }

/// Some protocols send a result with the id of its call alone.
void nameResults(QList<Message> &turns)
{
    QHash<QString, QString> names;
    for (Message &turn : turns) {
        for (const ToolCall &call : turn.toolCalls)
            names.insert(call.id, call.name);
        for (ToolResult &result : turn.toolResults) {
            if (result.name.isEmpty())
                result.name = names.value(result.callId);
        }
    }
}

} // namespace

void setConversation(Prompt &prompt, QList<Message> turns)
{
    nameResults(turns);
    if (!turns.isEmpty() && turns.last().role == Message::Role::User && turns.last().toolResults.isEmpty())
        prompt.text = turns.takeLast().text;
    prompt.history = std::move(turns);
}

QString lastQuestion(const Prompt &prompt)
{
    if (!prompt.text.isEmpty())
        return prompt.text;
    for (qsizetype i = prompt.history.size() - 1; i >= 0; --i) {
        const Message &turn = prompt.history[i];
        if (turn.role == Message::Role::User && !turn.text.isEmpty())
            return turn.text;
    }
    return {};
}

int conversationTokens(const Prompt &prompt)
{
    int tokens = estimateTokens(prompt.text) + estimateTokens(prompt.system);
    for (const Message &turn : prompt.history) {
        tokens += estimateTokens(turn.text);
        for (const ToolCall &call : turn.toolCalls)
            tokens += estimateTokens(call.name) + tokensOf(call.arguments);
        for (const ToolResult &result : turn.toolResults)
            tokens += estimateTokens(result.output);
    }
    for (const ToolDefinition &tool : prompt.tools)
        tokens += estimateTokens(tool.name) + estimateTokens(tool.description) + tokensOf(tool.parameters);
    return tokens;
}

} // namespace interleave
