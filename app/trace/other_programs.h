// Did other programs on this machine take the CPU that the measurement needed? From what the run recorded of its own CPU steps and
// of the system. Used by the verdict; any thread.
//
// What this program takes from itself is not held against others: CPU steps under way together can have no more than the
// machine's cores, and what the program used beside them (its loop, the window, the simulator's process) may have come out of the
// same cores while all were asked for. So of its CPU steps
//   available = integral of min(steps under way, cores) - own CPU beside the steps x share of time with all cores asked for
//   had       = CPU time of the steps (thread CPU clock) / available
// and below 90 %, with more than 10 ms missing (some turns of a scheduler), the run is SUSPECT. Who had the rest:
//   others    = CPU time of the whole machine - that of this program's processes, between begin and end of the run
//   stolen    = what a virtual machine's host gave to others
// Where the system tells neither, involuntary switches of this process tell that somebody else was let in.
//
// With less than 100 ms of CPU steps nothing shows what was missing, and pressure speaks alone: other programs used a quarter of the
// machine or more, and for a fifth of the run or more something waited for a CPU. Not where a server of somebody else's runs on this
// machine: its work is what is measured, and how late the client was is judged by itself.
#pragma once

#include "trace/trace.h"

namespace interleave {

/// One sentence that says what was missing, who had it and what to do; empty: nothing to say.
QString otherProgramsReason(const Trace &trace);

} // namespace interleave
