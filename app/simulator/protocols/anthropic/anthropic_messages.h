// Reads the messages of an Anthropic request into a prompt. Used by readMessagesBody(). Pure; any thread.
#pragma once

#include "simulator/protocols/wire_protocol.h"

#include <QJsonArray>

#include <optional>

namespace interleave {

/// Text of a string or of a list of text blocks.
QString anthropicText(const QJsonValue &content);
/// Adds to the system text, sets history and text; the first thing that is wrong otherwise. `strict`: as API versions since
/// 2026-10-21 are about documents and citations.
std::optional<QString> readAnthropicMessages(const QJsonArray &messages, bool strict, GenerateRequest &request);

} // namespace interleave
