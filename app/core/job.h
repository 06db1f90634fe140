// An independent unit of work, as a value that can cross threads and processes: which call of the run it is, and its
// prompt. The workload's coroutine (workloads/) turns it into calls and CPU steps.
#pragma once

#include "core/prompt.h"

#include <QString>

namespace interleave {

/// Calls of one run, warm-up included: what a scenario may ask for, what a run gives out and what a run's file may hold.
inline constexpr int mostCallsOfRun = 1'100'000;

/// When a call was wanted, and until when; on the clock of the trace.
struct CallTimes {
    qint64 plannedNs = 0;
    qint64 untilNs = -1; ///< when the run gives up waiting for it; -1: never
};

struct Job {
    int call = 0; ///< number of its (first) call in the run, from 0; the lane it is drawn in
    Prompt prompt;
    qint64 plannedNs = 0; ///< when the arrival schedule wanted it, on the clock of the trace
    qint64 untilNs = -1;  ///< when the run gives up waiting for it; -1: never
    int user = -1;        ///< who sends it, when users take turns
    QString workload = QStringLiteral("prompt_batch");
};

} // namespace interleave
