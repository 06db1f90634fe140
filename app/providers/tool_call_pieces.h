// Joins the tool calls of a reply whose arguments come as pieces of JSON text, numbered by the server (OpenAI, Anthropic).
// One per response; any thread.
#pragma once

#include "core/conversation.h"

#include <QString>

#include <map>

namespace interleave {

class ToolCallPieces
{
public:
    /// Pieces of one number are joined; what `head` does not say (id, name, signature) an earlier piece has said.
    void add(int number, const ToolCall &head, const QString &arguments);

    bool has(int number) const { return m_calls.count(number) != 0; }

    struct Joined {
        QList<ToolCall> calls;   ///< by number; those whose arguments are a JSON object
        bool areReadable = true; ///< false: some are left out
    };
    Joined joined() const;

private:
    struct Pieces {
        ToolCall head;
        QString arguments; // empty: {}
    };
    std::map<int, Pieces> m_calls;
};

} // namespace interleave
