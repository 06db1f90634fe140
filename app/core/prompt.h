// Text that a person edits and sends to a model, with optional system text and parameters. A value, any thread.
#pragma once

#include "core/conversation.h"

#include <QString>

#include <optional>

namespace interleave {

struct Prompt {
    QString text;                       ///< the user's last words; empty only when `history` ends with the results of tools
    QString system;                     ///< empty: none is sent
    std::optional<double> temperature;  ///< unset: not sent, the provider's default holds
    std::optional<int> maxOutputTokens; ///< unset: not sent
    QString modelName;                  ///< of a step that has a model of its own; empty: the endpoint's, or where routing leads
    QString callClass;                  ///< a word of the user's own that routing rules can ask for; never sent
    QList<Message> history;             ///< the turns before `text`
    QList<ToolDefinition> tools;
    ToolChoice toolChoice = ToolChoice::Automatic;
    QString chosenTool; ///< name, for ToolChoice::Named

    bool operator==(const Prompt &) const = default;
};

/// Tokens of a text, where nobody has counted them: about four characters of English each.
inline int estimatedTokens(qsizetype characters) { return static_cast<int>((characters + 3) / 4); }

/// Input tokens, before the server tells: about four characters of English each.
inline int estimatedTokens(const Prompt &prompt)
{
    qsizetype characters = prompt.text.size() + prompt.system.size();
    for (const Message &message : prompt.history)
        characters += message.text.size();
    return estimatedTokens(characters);
}

} // namespace interleave
