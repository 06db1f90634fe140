// Describes a whole run, in seconds since its origin, and makes its trace: complete, as it was at an earlier moment, or
// grown step by step as the window sees it. The description becomes the very events that a recorder would have written,
// in order of time. For views; tests of calculations set single events with support/trace_builder.h.
//
//     RunBuilder run;
//     run.executor(ExecutorKind::Loop, u"network loop"_qs);
//     run.call(u"Explain AI"_qs).span(Phase::Connect, 0, 0.05).span(Phase::Ttft, 0.05, 0.4).stream(0.4, 1.2, 10).done(1.2, 66);
//     const TracePtr trace = run.trace();
#pragma once

#include "core/clock.h"
#include "trace/trace.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace interleave::test {

class RunBuilder;

/// Describes one call; every function returns it again.
class CallBuilder
{
public:
    CallBuilder(RunBuilder &trace, int number)
        : m_trace(trace)
        , m_number(number)
    {
    }

    /// A closed span; on the executor set last, in the attempt set last.
    CallBuilder &span(Phase phase, double beginS, double endS, Outcome outcome = Outcome::Ok, double cpuS = 0);
    /// A span that stays open.
    CallBuilder &open(Phase phase, double beginS);
    /// A Stream span with so many chunks, evenly from begin to end.
    CallBuilder &stream(double beginS, double endS, int chunks);
    CallBuilder &chunk(double atS, const QString &text = QStringLiteral("word "));
    CallBuilder &attempt(int attempt);
    CallBuilder &on(int executor);
    CallBuilder &done(double atS, int outputTokens, Outcome outcome = Outcome::Ok);
    int number() const { return m_number; }

private:
    RunBuilder &m_trace;
    int m_number;
    int m_attempt = 0;
    int m_executor = 0;
};

class RunBuilder
{
public:
    /// Far from 0, so that a reader which forgets to subtract the origin is found out.
    static constexpr qint64 origin = 7'654'321'000'000;
    static qint64 at(double seconds) { return origin + nsFromSeconds(seconds); }

    RunBuilder() { add(EventKind::RunBegin, 0).text = QStringLiteral("{\"model\":\"concurrent\"}"); }

    int executor(ExecutorKind kind, const QString &name)
    {
        Event &event = add(EventKind::Executor, 0);
        event.executor = static_cast<qint16>(m_executors++);
        event.value = static_cast<qint64>(kind);
        event.text = name;
        return event.executor;
    }

    /// The next call, planned at this time.
    CallBuilder &call(const QString &label, double plannedS = 0)
    {
        const auto number = static_cast<int>(m_calls.size());
        Event &event = add(EventKind::Planned, 0);
        event.step = callOfJob(number);
        event.value = number;
        event.text = label;
        event.ns = at(plannedS);
        return m_calls.emplace_back(*this, number);
    }

    /// A span of an executor alone: its start-up.
    RunBuilder &startup(int executor, double beginS, double endS)
    {
        addSpan(Phase::Startup, -1, 0, executor, beginS, endS, Outcome::Ok, 0);
        return *this;
    }

    RunBuilder &finish(double atS, Outcome outcome = Outcome::Ok)
    {
        add(EventKind::RunEnd, atS).outcome = outcome;
        return *this;
    }

    /// All events in the order in which they are written: a plan is known from the start, the rest when it happens.
    std::vector<Event> events() const
    {
        // Sorted by (time, order of description): std::stable_sort draws a deprecation warning out of libstdc++ 12.
        std::vector<std::pair<qint64, size_t>> order;
        for (const Event &event : m_events)
            order.emplace_back(written(event), order.size());
        std::sort(order.begin(), order.end());
        std::vector<Event> sorted;
        for (const auto &[ns, number] : order)
            sorted.push_back(m_events[number]);
        return sorted;
    }

    TracePtr trace() const
    {
        auto trace = std::make_shared<Trace>();
        trace->apply(events());
        return trace;
    }

    /// As a reader saw it at that time.
    std::shared_ptr<Trace> traceAt(double seconds) const
    {
        auto trace = std::make_shared<Trace>();
        grow(*trace, -1, seconds);
        return trace;
    }

    /// Applies what happened in (fromS, toS].
    void grow(Trace &trace, double fromS, double toS) const
    {
        for (const Event &event : events()) {
            if (written(event) > at(fromS) && written(event) <= at(toS))
                trace.apply(event);
        }
    }

    /// The raw way in: an event at that time, to be filled in.
    Event &add(EventKind kind, double seconds)
    {
        Event &event = m_events.emplace_back();
        event.kind = kind;
        event.ns = at(seconds);
        return event;
    }

    void addSpan(Phase phase, int call, int attempt, int executor, double beginS, std::optional<double> endS, Outcome outcome, double cpuS)
    {
        for (const bool begins : {true, false}) {
            if (!begins && !endS)
                return;
            Event &event = add(begins ? EventKind::SpanBegin : EventKind::SpanEnd, begins ? beginS : *endS);
            event.phase = phase;
            event.step = callOfJob(call);
            event.attempt = static_cast<qint16>(attempt);
            event.executor = static_cast<qint16>(executor);
            if (!begins) {
                event.outcome = outcome;
                event.value = nsFromSeconds(cpuS);
            }
        }
    }

private:
    static qint64 written(const Event &event) { return event.kind == EventKind::Planned ? origin : event.ns; }

    std::deque<Event> m_events; // references stay valid
    std::deque<CallBuilder> m_calls;
    int m_executors = 0;
};

inline CallBuilder &CallBuilder::span(Phase phase, double beginS, double endS, Outcome outcome, double cpuS)
{
    m_trace.addSpan(phase, m_number, m_attempt, m_executor, beginS, endS, outcome, cpuS);
    return *this;
}

inline CallBuilder &CallBuilder::open(Phase phase, double beginS)
{
    m_trace.addSpan(phase, m_number, m_attempt, m_executor, beginS, std::nullopt, Outcome::Ok, 0);
    return *this;
}

inline CallBuilder &CallBuilder::chunk(double atS, const QString &text)
{
    Event &event = m_trace.add(EventKind::Chunk, atS);
    event.phase = Phase::Stream;
    event.step = callOfJob(m_number);
    event.attempt = static_cast<qint16>(m_attempt);
    event.executor = static_cast<qint16>(m_executor);
    event.text = text;
    return *this;
}

inline CallBuilder &CallBuilder::stream(double beginS, double endS, int chunks)
{
    m_trace.addSpan(Phase::Stream, m_number, m_attempt, m_executor, beginS, endS, Outcome::Ok, 0);
    for (int i = 0; i < chunks; ++i)
        chunk(beginS + (endS - beginS) * i / std::max(1, chunks - 1));
    return *this;
}

inline CallBuilder &CallBuilder::attempt(int attempt)
{
    m_attempt = attempt;
    return *this;
}

inline CallBuilder &CallBuilder::on(int executor)
{
    m_executor = executor;
    return *this;
}

inline CallBuilder &CallBuilder::done(double atS, int outputTokens, Outcome outcome)
{
    Event &event = m_trace.add(EventKind::Done, atS);
    event.step = callOfJob(m_number);
    event.outcome = outcome;
    event.usage.output = outputTokens;
    return *this;
}

} // namespace interleave::test
