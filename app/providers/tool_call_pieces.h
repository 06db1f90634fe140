// Joins the tool calls of a reply whose arguments come as pieces of JSON text (OpenAI, Anthropic). One per response; any thread.
//
// Servers tell the calls of a stream apart by a number, by an id, by both, or by neither. What decides here: another id begins
// another call, and so does another number; a piece without an id goes on with the last call of its number, or, without a
// number, with the last of all; and what comes with a name after arguments that are already complete is another call, since it
// cannot be a part of them. The same call told again, word for word, is the same call.
#pragma once

#include "core/conversation.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace interleave {

class ToolCallPieces
{
public:
    /// A call of its own, whatever its number and id: of a plain reply, or where a block of it starts.
    void begin(std::optional<int> number, const ToolCall &head, const QString &arguments);
    /// A piece of a stream. What `head` does not say (id, name, signature) an earlier piece has said.
    void add(std::optional<int> number, const ToolCall &head, const QString &arguments);
    /// More arguments for the call that began under this number; those it began with were only a first word.
    void append(std::optional<int> number, const QString &arguments);

    bool has(std::optional<int> number) const { return find(number) != nullptr; }

    struct Joined {
        QList<ToolCall> calls;   ///< by number, else in the order they began; those with a name
        bool areReadable = true; ///< false: some are left out
    };
    /// Arguments that are no JSON object are the model's mistake, and kept for it as `unreadable`; of a reply that a limit cut they are
    /// left out with their call.
    Joined joined(bool isCut) const;

private:
    struct Pieces {
        std::optional<int> number;
        ToolCall head;
        QString arguments;    // empty: {}
        bool isWhole = false; // the arguments it began with
    };
    const Pieces *find(std::optional<int> number) const;
    Pieces *find(std::optional<int> number) { return const_cast<Pieces *>(std::as_const(*this).find(number)); }

    std::vector<Pieces> m_calls;
};

} // namespace interleave
