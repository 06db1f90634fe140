#include "trace/counters.h"

#include <algorithm>
#include <utility>

namespace interleave {

static constexpr double charactersPerToken = 4;

void StepCounter::add(std::vector<Change> changes)
{
    if (changes.empty())
        return;
    std::sort(changes.begin(), changes.end(), [](const Change &a, const Change &b) { return a.ns < b.ns; });
    const auto from = std::lower_bound(m_steps.begin(), m_steps.end(), changes.front().ns,
                                       [](const CounterStep &step, qint64 ns) { return step.ns < ns; });

    // Merge the changes with the steps from there on: mostly the last few.
    const std::vector<CounterStep> tail(from, m_steps.end());
    int before = from == m_steps.begin() ? 0 : std::prev(from)->value;
    m_steps.erase(from, m_steps.end());
    int value = before;
    size_t old = 0;
    size_t next = 0;
    while (old < tail.size() || next < changes.size()) {
        const bool takesOld = next == changes.size() || (old < tail.size() && tail[old].ns <= changes[next].ns);
        const qint64 ns = takesOld ? tail[old].ns : changes[next].ns;
        if (old < tail.size() && tail[old].ns == ns) {
            value += tail[old].value - before;
            before = tail[old++].value;
        }
        for (; next < changes.size() && changes[next].ns == ns; ++next)
            value += changes[next].delta;
        m_steps.push_back({ns, value});
        m_maximum = std::max(m_maximum, value);
    }
}

int StepCounter::at(qint64 ns) const
{
    const auto after =
        std::upper_bound(m_steps.begin(), m_steps.end(), ns, [](qint64 time, const CounterStep &step) { return time < step.ns; });
    return after == m_steps.begin() ? 0 : std::prev(after)->value;
}

static bool isCounted(const Span &span) { return isInFlight(span.phase) || isCpuStep(span); }

bool isOver(const Trace &trace, const CallRecord &call)
{
    const bool isOpen = !call.spans.empty() && trace.spans()[static_cast<size_t>(call.spans.back())].end == Trace::open;
    return call.finished && !isOpen;
}

Load loadOf(const Trace &trace)
{
    Load load;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        const Span *last = call.spans.empty() ? nullptr : &trace.spans()[static_cast<size_t>(call.spans.back())];
        const bool isOpen = last && last->end == Trace::open;
        load.inFlight += isOpen && isInFlight(last->phase);
        load.busy += isOpen && isCpuStep(*last);
        if (call.planned < 0 || !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        ++load.planned;
        load.over += isOver(trace, call);
        load.failed += call.finished && isFailure(call.outcome);
    }
    return load;
}

void Counters::update(const Trace &trace)
{
    updateSpans(trace);
    updateTokens(trace);
}

void Counters::updateSpans(const Trace &trace)
{
    std::vector<StepCounter::Change> inFlight, busy;
    const auto change = [&](const Span &span, qint64 ns, int delta) {
        (isInFlight(span.phase) ? inFlight : busy).push_back({ns - trace.origin(), delta});
    };
    std::erase_if(m_open, [&](qint32 index) {
        const Span &span = trace.spans()[static_cast<size_t>(index)];
        if (span.end == Trace::open)
            return false;
        change(span, span.end, -1);
        return true;
    });
    for (; m_seenSpans < trace.spans().size(); ++m_seenSpans) {
        const Span &span = trace.spans()[m_seenSpans];
        if (!isCounted(span))
            continue;
        change(span, span.begin, +1);
        if (span.end == Trace::open)
            m_open.push_back(static_cast<qint32>(m_seenSpans));
        else
            change(span, span.end, -1);
    }
    m_inFlight.add(std::move(inFlight));
    m_busy.add(std::move(busy));
}

void Counters::updateTokens(const Trace &trace)
{
    m_replies.resize(trace.calls().size());
    for (size_t i = m_firstUnsettled; i < m_replies.size(); ++i) {
        const CallRecord &call = trace.calls()[i];
        Reply &reply = m_replies[i];
        if (reply.settled)
            continue;
        countChunks(trace, call, reply);
        if (call.finished) {
            settle(trace, call);
            reply.settled = true;
        }
    }
    while (m_firstUnsettled < m_replies.size() && m_replies[m_firstUnsettled].settled)
        ++m_firstUnsettled;
}

static int lengthOfChunk(const CallRecord &call, size_t chunk)
{
    return call.chunks[chunk].textEnd - (chunk == 0 ? 0 : call.chunks[chunk - 1].textEnd);
}

void Counters::countChunks(const Trace &trace, const CallRecord &call, Reply &reply)
{
    if (call.attempts != reply.attempt) { // what an earlier attempt had read stays counted: it was read
        reply.attempt = call.attempts;
        reply.chunks = 0;
    }
    for (; reply.chunks < call.chunks.size(); ++reply.chunks)
        addTokens(call.chunks[reply.chunks].ns - trace.origin(), lengthOfChunk(call, reply.chunks) / charactersPerToken);
}

/// The guess gives way to what the server says it produced.
void Counters::settle(const Trace &trace, const CallRecord &call)
{
    const double length = call.chunks.empty() ? 0 : call.chunks.back().textEnd;
    const int output = call.usage.output.value_or(0);
    if (length <= 0 || output <= 0) // the guess stands
        return;
    const double tokensPerCharacter = output / length - 1 / charactersPerToken;
    for (size_t i = 0; i < call.chunks.size(); ++i)
        addTokens(call.chunks[i].ns - trace.origin(), lengthOfChunk(call, i) * tokensPerCharacter);
}

void Counters::addTokens(qint64 ns, double tokens)
{
    const auto bin = static_cast<size_t>(std::max<qint64>(0, ns) / binNs);
    if (bin >= m_tokens.size())
        m_tokens.resize(bin + 1);
    m_tokens[bin] += tokens;
}

double Counters::tokenRate(qint64 begin, qint64 end) const
{
    const qint64 first = std::max<qint64>(0, begin / binNs);
    const qint64 last = std::max(first + 1, (end + binNs - 1) / binNs);
    double sum = 0;
    for (qint64 bin = first; bin < std::min<qint64>(last, static_cast<qint64>(m_tokens.size())); ++bin)
        sum += m_tokens[static_cast<size_t>(bin)];
    return sum / (static_cast<double>((last - first) * binNs) * 1e-9);
}

} // namespace interleave
