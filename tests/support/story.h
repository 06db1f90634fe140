// A run of jobs made of steps, told event by event: what tests of steps, the critical path and slack start from.
#pragma once

#include "trace/trace.h"

namespace interleave::test {

/// Events in the order of writing.
class Story
{
public:
    Story()
    {
        add(EventKind::RunBegin, {}, 0);
        add(EventKind::Planned, {0, 0}, 0);
    }
    Event &add(EventKind kind, StepId step, qint64 ns)
    {
        Event &event = events.emplace_back();
        event.kind = kind;
        event.step = step;
        event.ns = ns;
        return event;
    }
    void begin(StepId step, qint64 ns, StepFacts facts)
    {
        add(EventKind::StepBegin, step, ns).facts = std::make_shared<const StepFacts>(std::move(facts));
    }
    void span(StepId step, Phase phase, qint64 from, qint64 to, int executor = 0)
    {
        for (const bool begins : {true, false}) {
            Event &event = add(begins ? EventKind::SpanBegin : EventKind::SpanEnd, step, begins ? from : to);
            event.phase = phase;
            event.executor = static_cast<qint16>(executor);
        }
    }
    Event &end(StepId step, qint64 ns, Outcome outcome = Outcome::Ok)
    {
        Event &event = add(step.step == 0 ? EventKind::JobEnd : EventKind::StepEnd, step, ns);
        event.outcome = outcome;
        return event;
    }
    Trace trace(qint64 ns)
    {
        add(EventKind::RunEnd, {}, ns);
        Trace trace;
        trace.apply(events);
        return trace;
    }

    std::vector<Event> events;
};

} // namespace interleave::test
