// An independent unit of work, as a value that can cross threads and processes: a prompt, one user's query, one agent's task. The
// workload's coroutine (workloads/) turns it into steps: calls, CPU steps and branches.
#pragma once

#include "core/prompt.h"
#include "core/step.h"
#include "core/work.h"

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
    int number = 0; ///< in the run, from 0
    Prompt prompt;
    qint64 plannedNs = 0; ///< when the arrival schedule wanted it, on the clock of the trace
    qint64 untilNs = -1;  ///< when the run gives up waiting for it; -1: never
    int user = -1;        ///< who sends it, when users take turns

    bool operator==(const Job &) const = default;
};

/// A part of a job that may run beside its other parts. The workload's coroutine knows it by its name.
struct Branch {
    QString name;
    Value input;

    bool operator==(const Branch &) const = default;
};

/// What an execution model places: a job, or a branch of one.
struct Unit {
    Job job;
    StepId group;  ///< the step that stands for the branch; of the whole job: the job itself
    Branch branch; ///< of the whole job: none

    static Unit whole(Job job)
    {
        const StepId group{job.number, 0};
        return {std::move(job), group, {}};
    }
    bool isWhole() const { return group.step == 0; }
    bool operator==(const Unit &) const = default;
};

} // namespace interleave
