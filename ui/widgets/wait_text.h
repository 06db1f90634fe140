// Why a back-off waits and until when, in words, for the tooltip and the inspector. Functions; GUI thread.
#pragma once

#include "trace/trace.h"

#include <QString>

namespace interleave {

/// "the server asked for 30 s, until 12:03:11"; "the policy's own delay, until 12:03:11". Local time.
QString waitText(const Trace &trace, const Wait &wait);

/// One line for each back-off of the call: "Back-off after attempt 1: the server asked for 30 s, until 12:03:11". Empty: it had none.
QString waitsText(const Trace &trace, const CallRecord &call);

} // namespace interleave
