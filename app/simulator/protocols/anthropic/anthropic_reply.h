// The bodies of Anthropic's messages, whole and as events of a stream. Used by AnthropicProtocol. Pure; any thread.
#pragma once

#include "simulator/protocols/wire_protocol.h"

namespace interleave {

/// Of the first `chunks` chunks; without a stop reason when these are not all.
QByteArray anthropicMessage(const PlannedReply &reply, size_t chunks);
/// The events of one chunk: the first one opens the message, the last one closes it.
QByteArray anthropicEvents(const PlannedReply &reply, size_t chunk);
/// "event: NAME", then the object as its data.
QByteArray anthropicEvent(const QByteArray &name, const QByteArray &json);

} // namespace interleave
