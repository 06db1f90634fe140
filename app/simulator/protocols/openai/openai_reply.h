// The bodies of chat completions, whole and as chunks of a stream. Used by OpenAiProtocol. Pure; any thread.
#pragma once

#include "simulator/protocols/wire_protocol.h"

namespace interleave {

/// Of the first `chunks` chunks; without a finish reason when these are not all.
QByteArray chatCompletion(const PlannedReply &reply, size_t chunks);
/// The events of one chunk: the first one tells the role, too, and the last one how it ended and, when asked for, the usage.
QByteArray chatCompletionEvents(const PlannedReply &reply, size_t chunk);

} // namespace interleave
