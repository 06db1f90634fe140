// Builds traces for tests, event by event as a run would record them. Times are what the test says, in nanoseconds (or
// multiply: `ms`). Nothing is checked: a test may build a trace that no run could record.
#pragma once

#include "trace/trace.h"

#include <utility>

namespace interleave::test {

inline constexpr qint64 ms = 1'000'000;

struct SpanOptions {
    int attempt = 0;
    int executor = 0;
    Outcome outcome = Outcome::Ok;
    qint64 cpu = 0;
};

/// Of an attempt that the simulator answered.
inline AttemptDetail simDetail(int status, const QString &protocol = {}, const QString &error = {})
{
    return {
        .model = QStringLiteral("sim"), .provider = QStringLiteral("simulator"), .status = status, .protocol = protocol, .error = error};
}

class TraceBuilder
{
public:
    explicit TraceBuilder(qint64 origin = 0, const QString &header = {})
    {
        event(EventKind::RunBegin, -1, origin, 0, header);
        executor(0, ExecutorKind::Loop, QStringLiteral("network loop"));
    }

    TraceBuilder &executor(int number, ExecutorKind kind, const QString &name)
    {
        Event e = make(EventKind::Executor, -1, 0);
        e.executor = static_cast<qint16>(number);
        e.value = static_cast<qint64>(kind);
        e.text = name;
        return apply(e);
    }
    TraceBuilder &plan(int call, qint64 ns, const QString &label = QStringLiteral("prompt"))
    {
        return event(EventKind::Planned, call, ns, 0, label);
    }
    TraceBuilder &release(int call, qint64 ns) { return event(EventKind::Released, call, ns); }
    TraceBuilder &begin(int call, Phase phase, qint64 ns, SpanOptions options = {})
    {
        return apply(spanEvent(EventKind::SpanBegin, call, phase, ns, options));
    }
    TraceBuilder &finish(int call, Phase phase, qint64 ns, SpanOptions options = {})
    {
        return apply(spanEvent(EventKind::SpanEnd, call, phase, ns, options));
    }
    TraceBuilder &span(int call, Phase phase, qint64 from, qint64 to, SpanOptions options = {})
    {
        return begin(call, phase, from, options).finish(call, phase, to, options);
    }
    /// All of the time on CPU, unless `cpu` says less.
    TraceBuilder &analyze(int call, int executor, qint64 from, qint64 to, qint64 cpu = -1)
    {
        return span(call, Phase::Analyze, from, to, {.executor = executor, .cpu = cpu < 0 ? to - from : cpu});
    }
    TraceBuilder &chunk(int call, qint64 ns, QStringView text = u"x", qint64 trueNs = 0, int attempt = 0)
    {
        Event e = make(EventKind::Chunk, call, ns);
        e.value = trueNs;
        e.text = text.toString();
        e.attempt = static_cast<qint16>(attempt);
        return apply(e);
    }
    TraceBuilder &done(int call, qint64 ns, Outcome outcome = Outcome::Ok, Usage usage = {}, const QString &message = {})
    {
        Event e = make(EventKind::Done, call, ns);
        e.outcome = outcome;
        e.usage = usage;
        e.text = message;
        return apply(e);
    }
    TraceBuilder &attemptEnd(int call, qint64 ns, int attempt, const AttemptDetail &detail, Outcome outcome = Outcome::Ok, Usage usage = {})
    {
        Event e = make(EventKind::AttemptEnd, call, ns);
        e.attempt = static_cast<qint16>(attempt);
        e.outcome = outcome;
        e.usage = usage;
        e.text = detail.toText();
        return apply(e);
    }
    /// Sent at `sent`, done at `done`, nothing else: what most calculations need of a call.
    TraceBuilder &call(int number, qint64 planned, qint64 sent, qint64 doneAt, Outcome outcome = Outcome::Ok, Usage usage = {})
    {
        return plan(number, planned).span(number, Phase::Ttft, sent, doneAt, {.outcome = outcome}).done(number, doneAt, outcome, usage);
    }
    TraceBuilder &lag(qint64 ns, qint64 lagNs) { return event(EventKind::LoopLag, -1, ns, lagNs); }
    TraceBuilder &cpu(qint64 ns, qint64 cpuNs, int executor = 0)
    {
        Event e = make(EventKind::ClientCpu, -1, ns);
        e.value = cpuNs;
        e.executor = static_cast<qint16>(executor);
        return apply(e);
    }

    TraceBuilder &system(qint64 ns, SystemCounter counter, qint64 value, int executor = 0)
    {
        Event e = make(EventKind::System, -1, ns);
        e.text = systemCounterName(counter);
        e.value = value;
        e.executor = static_cast<qint16>(executor);
        return apply(e);
    }

    /// So far, in the order of building.
    const std::vector<Event> &events() const { return m_events; }

    /// The run ends; the trace is complete.
    Trace end(qint64 ns, Outcome outcome = Outcome::Ok)
    {
        Event e = make(EventKind::RunEnd, -1, ns);
        e.outcome = outcome;
        apply(e);
        return m_trace;
    }

private:
    static Event make(EventKind kind, int call, qint64 ns)
    {
        Event e;
        e.kind = kind;
        e.step = callOfJob(call);
        e.ns = ns;
        return e;
    }
    static Event spanEvent(EventKind kind, int call, Phase phase, qint64 ns, const SpanOptions &options)
    {
        Event e = make(kind, call, ns);
        e.phase = phase;
        e.attempt = static_cast<qint16>(options.attempt);
        e.executor = static_cast<qint16>(options.executor);
        if (kind == EventKind::SpanEnd) {
            e.outcome = options.outcome;
            e.value = options.cpu;
        }
        return e;
    }
    TraceBuilder &event(EventKind kind, int call, qint64 ns, qint64 value = 0, const QString &text = {})
    {
        Event e = make(kind, call, ns);
        e.value = value;
        e.text = text;
        return apply(e);
    }
    TraceBuilder &apply(const Event &e)
    {
        m_events.push_back(e);
        m_trace.apply(e);
        return *this;
    }

    Trace m_trace;
    std::vector<Event> m_events;
};

} // namespace interleave::test
