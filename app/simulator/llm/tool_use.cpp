#include "simulator/llm/tool_use.h"

#include "simulator/llm/json_sample.h"
#include "simulator/llm/reply_topic.h"
#include "simulator/protocols/conversation_text.h"

#include <QStringList>

#include <algorithm>

namespace interleave {

namespace {

/// Of the tools called since the user last spoke.
QStringList calledSinceQuestion(const Prompt &prompt)
{
    QStringList called;
    if (!prompt.text.isEmpty())
        return called;
    for (qsizetype i = prompt.history.size() - 1; i >= 0; --i) {
        const Message &turn = prompt.history[i];
        if (turn.role == Message::Role::User && turn.toolResults.isEmpty())
            break;
        for (const ToolCall &call : turn.toolCalls)
            called += call.name;
    }
    return called;
}

/// Where the text names the tool: as it is spelled, or in plain words ("get weather"). -1: nowhere.
qsizetype placeIn(const QString &text, const QString &name)
{
    const QString words = QString(name).replace(u'_', u' ').replace(u'-', u' ');
    for (const QString &spelling : {name, words}) {
        for (qsizetype at = text.indexOf(spelling, 0, Qt::CaseInsensitive); at >= 0 && !spelling.isEmpty();
             at = text.indexOf(spelling, at + 1, Qt::CaseInsensitive)) {
            const qsizetype end = at + spelling.size();
            const bool begins = at == 0 || !text[at - 1].isLetterOrNumber();
            if (begins && (end == text.size() || !text[end].isLetterOrNumber()))
                return at;
        }
    }
    return -1;
}

const ToolDefinition *chosen(const Prompt &prompt, const QStringList &called)
{
    switch (prompt.toolChoice) {
    case ToolChoice::None:
        return nullptr;
    case ToolChoice::Required:
        return called.isEmpty() ? &prompt.tools.first() : nullptr;
    case ToolChoice::Named:
        for (const ToolDefinition &tool : prompt.tools) {
            if (tool.name == prompt.chosenTool && called.isEmpty())
                return &tool;
        }
        return nullptr;
    case ToolChoice::Automatic:
        break;
    }
    const QString question = lastQuestion(prompt);
    const ToolDefinition *first = nullptr;
    qsizetype firstPlace = question.size();
    for (const ToolDefinition &tool : prompt.tools) {
        const qsizetype place = called.contains(tool.name) ? -1 : placeIn(question, tool.name);
        if (place >= 0 && place < firstPlace) {
            first = &tool;
            firstPlace = place;
        }
    }
    return first;
}

} // namespace

std::optional<ToolCall> toolCallFor(const Prompt &prompt, RandomStream &random)
{
    if (prompt.tools.isEmpty())
        return std::nullopt;
    const ToolDefinition *tool = chosen(prompt, calledSinceQuestion(prompt));
    if (!tool)
        return std::nullopt;
    return ToolCall{.id = {},
                    .name = tool->name,
                    .arguments = objectThatFits(tool->parameters, topicOf(lastQuestion(prompt)), random),
                    .signature = {}};
}

} // namespace interleave
