// Reads the body of an Anthropic Messages request as strictly as the service: an unknown field, a missing max_tokens, a tool
// result without its call, or what the asked-for version of the API no longer takes is an error with its words. Pure; any thread.
#pragma once

#include "simulator/protocols/wire_protocol.h"

namespace interleave {

/// Of a body of /v1/messages or, with `countsTokens`, of /v1/messages/count_tokens. A text: what is wrong.
/// `version` is the header "anthropic-version".
std::variant<GenerateRequest, QString> readMessagesBody(const QByteArray &bytes, const QByteArray &version, bool countsTokens);
/// What is wrong with the header; unset: nothing.
std::optional<QString> problemOfVersion(const QByteArray &version);

} // namespace interleave
