// Steps in a Chrome trace: rows for groups and for tools, and arrows from what a step waited for to the step. Calls have rows already. Used
// by export/chrome_trace; any thread.
#pragma once

#include "export/exporters.h"
#include "export/trace_events.h"

#include <vector>

namespace interleave {

/// Rows get thread ids after `threads`; gives the last one used. `callThreads`: that of each call.
int writeSteps(EventWriter &out, const FinishedRun &run, int process, int threads, const std::vector<int> &callThreads);

} // namespace interleave
