// One entry of the append-only trace. Everything that happens in a run is recorded as events and as nothing else; every
// view, statistic and export is computed from them. A value that crosses threads and, as a JSON line, processes.
//
// A call is in exactly one phase from its plan to its end, so its spans tile. Writers open and close what it waits for and what
// works on it; while none of those is open it has all it needs, and Trace keeps it in Ready. So Ready is written only where a
// CPU step is handed on after the reply (Trace cannot know that one follows), and it ends where the next span begins.
// What each kind uses (call, attempt, executor, phase and ns where it makes sense):
//   RunBegin   ns = origin of the run; text = header as compact JSON (model, repeat, scenario, environment, recording = recordingVersion)
//   Executor   executor = its number, value = ExecutorKind, text = its name ("network loop", "thread 2", "pool 1")
//   Planned    ns = when the schedule wanted the call; value = index of its prompt; text = label of its lane
//   SpanBegin  a span opens; call = -1 for a span of an executor alone (Startup). Backoff: value = when it ends, ns; text = the delay
//              that the server asked for, seconds; empty: it is the policy's own
//   SpanEnd    it closes; outcome matters for the last span of an attempt; value = thread CPU ns for Analyze and Tool
//   Chunk      a content chunk was read; value = server's own send time (monotonic ns) or 0; text = its text
//   AttemptEnd an attempt ended: outcome, usage (unset where the server did not tell); value = input tokens as estimated before it;
//              text = who answered and how, AttemptDetail::toText()
//   Done       the call ended: outcome, usage; ns = response complete and decoded; text = error sentence or finish reason
//   Analysis   text = the analyzers' results as compact JSON
//   LoopLag    value = how late the executor's event loop ran a timer, ns
//   ClientCpu  value = CPU time so far, ns, of the process that the executor belongs to; executor 0 stands for this process
//   Released   call; ns = when its job was handed to the execution model
//   System     text = name of a counter of the system (trace/system_counter.h), value = its value so far
//   RunEnd     ns = when the model's coroutine had finished; outcome = Ok or Cancelled
#pragma once

#include "core/outcome.h"
#include "core/phase.h"
#include "core/reply.h"

#include <QString>

namespace interleave {

/// Of RunBegin's header. 1, or none: waits for a worker were recorded as Limiter, those for the analysis pool as Pool.
inline constexpr int recordingVersion = 2;

enum class EventKind : quint8 {
    RunBegin,
    Executor,
    Planned,
    SpanBegin,
    SpanEnd,
    Chunk,
    AttemptEnd,
    Done,
    Analysis,
    LoopLag,
    ClientCpu,
    Released,
    System,
    RunEnd
};

/// What can be on a CPU: a lane of the "by executor" view.
enum class ExecutorKind : quint8 { Loop, Thread, Process, PoolThread };

struct Event {
    EventKind kind = EventKind::RunBegin;
    Phase phase = Phase::Limiter;
    Outcome outcome = Outcome::Ok;
    qint16 attempt = 0;  ///< from 0
    qint16 executor = 0; ///< 0 is the network loop of the engine
    qint32 call = -1;
    qint64 ns = 0; ///< CLOCK_MONOTONIC, or virtual time
    qint64 value = 0;
    Usage usage;
    QString text;

    bool operator==(const Event &) const = default;
};

} // namespace interleave
