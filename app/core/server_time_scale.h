// The rule of the time scale, in one place: it is how fast the simulated server lives, and touches nothing else. Any thread.
//
// Scaled, because they are the server's: its delays (service, first token, gaps between chunks), the minute that its own limits count, the
// delay that it asks for in Retry-After, and the times of a profile's faults. Not scaled, because the client sets them and they are what
// they say: rates and the duration of an arrival, think time, patience, drain, requests and tokens per minute, back-off, time-outs,
// objectives, CPU work, and the times of a replay. So `rate:5` is five calls a second at every time scale, and a limit of 10 a minute in a
// profile lets 100 a minute in at a time scale of 0.1. A real endpoint has no time scale.
#pragma once

#include "core/scenario.h"

namespace interleave {

/// The factor on the times of the scenario's server; 1 for a real endpoint.
inline double serverTimeScale(const Scenario &scenario) { return scenario.endpoint.isSimulator() ? scenario.timeScale : 1; }

} // namespace interleave
