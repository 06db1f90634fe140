// An independent unit of work, as a value that can cross threads and processes: a prompt, one user's query, one agent's task. The
// workload's coroutine (workloads/) turns it into steps: calls, CPU steps and branches.
#pragma once

#include "core/prompt.h"
#include "core/step.h"
#include "core/work.h"

#include <QString>

#include <vector>

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
    Value row;            ///< of the scenario's table, an object; empty: it has none

    bool operator==(const Job &) const = default;
};

/// A part of a job that may run beside its other parts. The workload's coroutine knows it by its name.
struct Branch {
    QString name;
    Value input{};
    std::vector<int> after{};     ///< those of the branches beside it, by their place in the list, that it waits for
    std::vector<qint64> causes{}; ///< steps that it waited for before; told by the job's context
    std::vector<Value> waited{};  ///< what came of `after`, in that order; there when it begins
    qint64 timeoutNs = 0;         ///< since it began to run; 0: that of its gathering
    QString lateSentence{};       ///< why it was given up in the end; empty: the usual one

    bool operator==(const Branch &) const = default;
};

/// How many branches at once, and when they are over.
struct Gathering {
    enum class Until : quint8 {
        AllOver,
        FirstFailure, ///< the others are given up, and waited for
        FirstGood,    ///< likewise
    };
    int atOnce = 0; ///< 0: all that may
    Until until = Until::AllOver;
    qint64 timeoutNs = 0; ///< of each branch, since it began to run; 0: none

    bool operator==(const Gathering &) const = default;
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
