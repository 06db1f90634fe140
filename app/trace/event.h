// One entry of the append-only trace. Everything that happens in a run is recorded as events and as nothing else; every
// view, statistic and export is computed from them. A value that crosses threads and, as a JSON line, processes.
//
// A job is planned, released and ended; in it steps begin and end (core/step.h). A call is a step with attempts, its Done is its end.
// A call is in exactly one phase from its plan to its end, so its spans tile. Writers open and close what it waits for and what
// works on it; while none of those is open it has all it needs, and Trace keeps it in Ready. So Ready is written only where a
// CPU step is handed on after the reply (Trace cannot know that one follows), and it ends where the next span begins.
// What each kind uses (step, attempt, executor, phase and ns where it makes sense; what is of a job names it with step 0):
//   RunBegin   ns = origin of the run; text = header as compact JSON (model, repeat, scenario, environment, recording = recordingVersion)
//   Executor   executor = its number, value = ExecutorKind, text = its name ("network loop", "thread 2", "pool 1")
//   Planned    ns = when the schedule wanted the job; value = index of its prompt; text = its label
//   StepBegin  all that the step waited for is there; facts = what it is
//   Asked      what a step was asked, RecorderBuffer::asked(): of a tool its arguments; of a call its last words, where they are not its
//   job's SpanBegin  a span opens; no step for a span of an executor alone (Startup). Backoff: value = when it ends, ns; text = the delay
//              that the server asked for, seconds; empty: it is the policy's own
//   SpanEnd    it closes; outcome matters for the last span of an attempt; value = thread CPU ns for Analyze and Tool
//   Chunk      a content chunk was read; value = server's own send time (monotonic ns) or 0; text = its text
//   AttemptEnd an attempt ended: outcome, usage (unset where the server did not tell); value = input tokens as estimated before it;
//              text = who answered and how, AttemptDetail::toText()
//   Done       the call ended: outcome, usage; ns = response complete and decoded; text = error sentence or finish reason
//   StepEnd    a step that is no call ended: outcome, text = what it gave back as compact JSON, or the error's sentence
//   JobEnd     outcome = of the job; ns = end of its last step; text = error sentence
//   LoopLag    value = how late the executor's event loop ran a timer, ns
//   ClientCpu  value = CPU time so far, ns, of the process that the executor belongs to; executor 0 stands for this process
//   Released   ns = when the job was handed to the execution model; value = who sends it, from 1; 0: nobody takes turns
//   System     text = name of a counter of the system (trace/system_counter.h), value = its value so far
//   RunEnd     ns = when the model's coroutine had finished; outcome = Ok or Cancelled
#pragma once

#include "core/outcome.h"
#include "core/phase.h"
#include "core/reply.h"
#include "core/step.h"

#include <QString>

#include <memory>
#include <tuple>

namespace interleave {

/// Of RunBegin's header. 2: a job was one call, and its analysis had no name. 1, or none: in addition, waits for a worker were recorded as
/// Limiter, those for the analysis pool as Pool.
inline constexpr int recordingVersion = 3;

enum class EventKind : quint8 {
    RunBegin,
    Executor,
    Planned,
    StepBegin,
    Asked,
    SpanBegin,
    SpanEnd,
    Chunk,
    AttemptEnd,
    Done,
    StepEnd,
    JobEnd,
    LoopLag,
    ClientCpu,
    Released,
    System,
    RunEnd
};

/// What can be on a CPU: a lane of the "by executor" view.
enum class ExecutorKind : quint8 { Loop, Thread, Process, PoolThread };

/// Of a span that keeps no executor busy: a tool that waits.
inline constexpr int noExecutor = -1;

struct Event {
    EventKind kind = EventKind::RunBegin;
    Phase phase = Phase::Limiter;
    Outcome outcome = Outcome::Ok;
    qint16 attempt = 0;  ///< from 0
    qint16 executor = 0; ///< 0 is the network loop of the engine
    StepId step;         ///< of no job: of an executor alone, or of the run
    qint64 ns = 0;       ///< CLOCK_MONOTONIC, or virtual time
    qint64 value = 0;
    Usage usage;
    QString text;
    std::shared_ptr<const StepFacts> facts; ///< StepBegin alone

    friend bool operator==(const Event &a, const Event &b)
    {
        const auto plain = [](const Event &e) {
            return std::tie(e.kind, e.phase, e.outcome, e.attempt, e.executor, e.step, e.ns, e.value, e.text);
        };
        const bool haveSameFacts = a.facts && b.facts ? *a.facts == *b.facts : a.facts == b.facts;
        return plain(a) == plain(b) && a.usage == b.usage && haveSameFacts;
    }
};

} // namespace interleave
