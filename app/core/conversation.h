// What a prompt may carry beside its text: earlier turns, tools that the model may call, their calls and results. The same
// for every provider, which turns it into its own JSON. Values, any thread.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace interleave {

struct ToolDefinition {
    QString name;
    QString description;
    QJsonObject parameters; ///< JSON Schema of the arguments

    bool operator==(const ToolDefinition &) const = default;
};

enum class ToolChoice : quint8 {
    Automatic, ///< the model decides
    None,
    Required, ///< some tool
    Named,    ///< the one that the prompt names
};

/// A model's wish that a tool be called.
struct ToolCall {
    QString id; ///< may be empty: then matched by order and name
    QString name;
    QJsonObject arguments;
    QString signature;       ///< opaque; some providers want it back unchanged
    QString unreadable = {}; ///< what the model sent in place of an object: the tool is not called, and the model is told; empty: nothing

    bool operator==(const ToolCall &) const = default;
};

struct ToolResult {
    QString callId;
    QString name;
    QString output; ///< text, or JSON as text
    bool isError = false;

    bool operator==(const ToolResult &) const = default;
};

/// One turn of a conversation. The model's has text and tool calls, the user's text and tool results.
struct Message {
    enum class Role : quint8 { User, Model };
    Role role = Role::User;
    QString text;
    QList<ToolCall> toolCalls;
    QList<ToolResult> toolResults;

    bool operator==(const Message &) const = default;
};

} // namespace interleave
