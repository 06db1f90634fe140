// What a scenario would look like under a model, in virtual time: the same models and workloads, no network, no waiting.
// Only for the built-in simulator, whose delays are known. Any thread; about a millisecond per hundred calls.
#pragma once

#include "core/scenario.h"
#include "trace/trace.h"

namespace interleave {

/// Null when it cannot be predicted (a real endpoint, no prompts, an unknown profile), or not soon: it would take more than
/// 200,000 attempts, as endless retries do.
TracePtr predict(const Scenario &scenario, const QString &model);

} // namespace interleave
