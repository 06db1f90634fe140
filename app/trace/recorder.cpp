#include "trace/recorder.h"

#include <algorithm>
#include <numeric>

namespace interleave {

void RecorderBuffer::add(Event event)
{
    const std::lock_guard lock(m_mutex);
    m_events.push_back(std::move(event));
}

void RecorderBuffer::beginSpan(qint64 ns, Phase phase, StepId step, int attempt, int executor)
{
    Event event;
    event.kind = EventKind::SpanBegin;
    event.phase = phase;
    event.step = step;
    event.attempt = static_cast<qint16>(attempt);
    event.executor = static_cast<qint16>(executor);
    event.ns = ns;
    add(std::move(event));
}

void RecorderBuffer::endSpan(qint64 ns, Phase phase, StepId step, int attempt, int executor, Outcome outcome, qint64 value)
{
    Event event;
    event.kind = EventKind::SpanEnd;
    event.phase = phase;
    event.outcome = outcome;
    event.step = step;
    event.attempt = static_cast<qint16>(attempt);
    event.executor = static_cast<qint16>(executor);
    event.ns = ns;
    event.value = value;
    add(std::move(event));
}

void RecorderBuffer::beginStep(qint64 ns, StepId step, StepFacts facts, int executor)
{
    Event event;
    event.kind = EventKind::StepBegin;
    event.step = step;
    event.executor = static_cast<qint16>(executor);
    event.ns = ns;
    event.facts = std::make_shared<const StepFacts>(std::move(facts));
    add(std::move(event));
}

void RecorderBuffer::asked(qint64 ns, StepId step, int executor, const QString &text)
{
    Event event;
    event.kind = EventKind::Asked;
    event.step = step;
    event.executor = static_cast<qint16>(executor);
    event.ns = ns;
    event.text = text.size() <= mostAsked ? text : text.first(mostAsked - 1) + QChar(0x2026);
    add(std::move(event));
}

void RecorderBuffer::endStep(qint64 ns, StepId step, int executor, Outcome outcome, const QString &text)
{
    Event event;
    event.kind = step.step == 0 ? EventKind::JobEnd : EventKind::StepEnd;
    event.step = step;
    event.executor = static_cast<qint16>(executor);
    event.outcome = outcome;
    event.ns = ns;
    event.text = text;
    add(std::move(event));
}

RecorderBuffer &Recorder::newBuffer()
{
    const std::lock_guard lock(m_mutex);
    m_buffers.push_back(std::make_unique<RecorderBuffer>());
    return *m_buffers.back();
}

int Recorder::addExecutor(RecorderBuffer &buffer, ExecutorKind kind, const QString &name, qint64 ns)
{
    int number = 0;
    {
        const std::lock_guard lock(m_mutex);
        number = m_executors++;
    }
    Event event;
    event.kind = EventKind::Executor;
    event.executor = static_cast<qint16>(number);
    event.value = static_cast<qint64>(kind);
    event.text = name;
    event.ns = ns;
    buffer.add(std::move(event));
    return number;
}

std::vector<Event> Recorder::drain(qint64 upToNs)
{
    std::vector<Event> all = std::exchange(m_late, {});
    const std::lock_guard lock(m_mutex);
    for (const auto &buffer : m_buffers) {
        std::vector<Event> events;
        {
            const std::lock_guard bufferLock(buffer->m_mutex);
            events.swap(buffer->m_events);
        }
        all.insert(all.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    }
    // Events of one call may sit in two buffers (its worker's and the loop's); at equal times the order of writing holds.
    std::vector<size_t> order(all.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return all[a].ns != all[b].ns ? all[a].ns < all[b].ns : a < b; });
    std::vector<Event> sorted;
    sorted.reserve(all.size());
    for (const size_t index : order)
        (all[index].ns <= upToNs ? sorted : m_late).push_back(std::move(all[index]));
    return sorted;
}

} // namespace interleave
