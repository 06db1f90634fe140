// One factor scales a whole experiment, so that it stays the same experiment. Any thread.
#pragma once

#include "core/scenario.h"

namespace interleave {

/// The factor on a scenario's own times: limits, back-off, schedules, think time, objectives. On the simulator they are scaled
/// with its delays; 1 for a real endpoint. Time-outs are guards and CPU work is real: they are not scaled.
inline double policyTimeScale(const Scenario &scenario) { return scenario.endpoint.isSimulator() ? scenario.timeScale : 1; }

} // namespace interleave
