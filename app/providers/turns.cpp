#include "providers/turns.h"

#include <utility>

namespace interleave {

QList<Message> turnsOf(const Prompt &prompt)
{
    QList<Message> turns = prompt.history;
    if (!prompt.text.isEmpty() || turns.isEmpty()) {
        Message last;
        last.text = prompt.text;
        turns.append(std::move(last));
    }
    return turns;
}

QList<Message> turnsWithIds(const Prompt &prompt)
{
    QList<Message> turns = turnsOf(prompt);
    QList<std::pair<QString, QString>> unanswered; // name, id
    int given = 0;
    for (Message &turn : turns) {
        for (ToolCall &call : turn.toolCalls) {
            if (call.id.isEmpty())
                call.id = QStringLiteral("call_%1").arg(given++);
            unanswered.append({call.name, call.id});
        }
        for (ToolResult &result : turn.toolResults) {
            for (qsizetype i = 0; i < unanswered.size(); ++i) {
                const auto &[name, id] = unanswered[i];
                if (result.callId.isEmpty() ? name != result.name : id != result.callId)
                    continue;
                result.callId = id;
                unanswered.removeAt(i);
                break;
            }
        }
    }
    return turns;
}

} // namespace interleave
