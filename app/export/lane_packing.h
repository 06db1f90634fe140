// Puts stretches of time on as few lanes as they need, so that no two on one lane overlap. Used by exports to formats whose
// slices must nest. Functions of values; any thread.
#pragma once

#include "trace/attempts.h"

#include <vector>

namespace interleave {

/// Lane of each interval, from 0: the lowest that is free at its begin. An interval may begin where another on its lane ends.
std::vector<int> packIntoLanes(const std::vector<Interval> &intervals);

} // namespace interleave
