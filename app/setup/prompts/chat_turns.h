// Turns of a conversation as other tools write them (role or from; content, value or parts; tool calls and their results) become the
// history, system text and last words of a prompt. Used by the shapes of records that have conversations. Pure functions; any thread.
#pragma once

#include "core/prompt.h"

#include <QJsonArray>

namespace interleave {

/// Puts the turns into the prompt; what the model said last is left out, since that is what a run asks for. What is wrong, in one
/// sentence; empty: nothing. `field` is named in it.
QString readTurnsInto(const QJsonArray &turns, const char *field, Prompt &prompt);

/// Text, or a list of parts that are text. What is wrong; empty: nothing.
QString readContent(const QJsonValue &content, const QString &where, QString &text);

/// Tools that the model may call, and the choice among them, in the forms of OpenAI and Anthropic.
QString readTools(const QJsonValue &tools, const QJsonValue &choice, Prompt &prompt);

} // namespace interleave
