#include "simulator/llm/batch_engine.h"

#include "core/clock.h"

#include <cmath>
#include <limits>

namespace interleave {

BatchEngine::Stream::~Stream() { m_engine.leave(*this); }

void BatchEngine::Stream::join(qint64 atNs, double inputTokens, double outputTokens, double work)
{
    m_inputTokens = inputTokens;
    m_outputTokens = outputTokens;
    m_work = work;
    m_engine.wait(*this, State::Joining, static_cast<double>(atNs));
    m_engine.arm();
}

void BatchEngine::Stream::waitFor(double outputTokens)
{
    m_outputTokens = outputTokens;
    m_engine.wait(*this, State::Decoding, m_decodeStart + outputTokens * m_work);
    m_engine.arm();
}

BatchEngine::BatchEngine(const Batching &batching, TimerHeap *timers)
    : m_batching(batching)
{
    if (timers)
        m_timer.emplace(*timers, static_cast<TimerHeap::Client &>(*this));
}

void BatchEngine::runUntil(qint64 ns)
{
    m_running = true;
    for (qint64 next = nextNs(); next >= 0 && next <= ns; next = nextNs()) {
        advanceTo(next);
        handleNext();
    }
    m_running = false;
    advanceTo(ns);
}

void BatchEngine::due()
{
    runUntil(monotonicNs());
    arm();
}

void BatchEngine::arm()
{
    if (!m_timer || m_running)
        return;
    if (const qint64 next = nextNs(); next >= 0)
        m_timer->start(next);
    else
        m_timer->stop();
}

qint64 BatchEngine::nowNs() const { return m_running ? m_ns : monotonicNs(); }

double BatchEngine::decodeRate() const { return m_batching.decodeTokensPerS / (1 + m_batching.slowdown * (m_size - 1)); }

double BatchEngine::prefillRate() const
{
    return m_batching.prefillTokensPerS / static_cast<double>(std::max<size_t>(m_prefilling.size(), 1));
}

void BatchEngine::advanceTo(qint64 ns)
{
    if (ns <= m_ns)
        return;
    const double seconds = static_cast<double>(ns - m_ns) / 1e9;
    m_ns = ns;
    if (!m_prefilling.empty())
        m_prefilled += seconds * prefillRate();
    if (m_size > 0)
        m_decoded += seconds * decodeRate();
    else
        m_decoded = m_prefilled = 0; // nobody waits for a reading: start anew before they lose precision
}

qint64 BatchEngine::nextNs() const
{
    double next = std::numeric_limits<double>::infinity();
    const auto consider = [&](const Waiting &waiting, double reading, double rate) {
        if (!waiting.empty())
            next = std::min(next, std::ceil(std::max(waiting.begin()->first - reading, 0.0) / rate * 1e9));
    };
    consider(m_prefilling, m_prefilled, prefillRate());
    consider(m_decoding, m_decoded, decodeRate());
    const qint64 joinNs = m_joining.empty() ? std::numeric_limits<qint64>::max() : static_cast<qint64>(m_joining.begin()->first);
    if (std::isinf(next))
        return m_joining.empty() ? -1 : std::max(joinNs, m_ns);
    return std::max(m_ns, std::min(joinNs, m_ns + static_cast<qint64>(next)));
}

/// Of several at one time those that make room come first.
void BatchEngine::handleNext()
{
    constexpr double slack = 1e-9; // tokens; times are whole nanoseconds
    if (!m_decoding.empty() && m_decoding.begin()->first <= m_decoded + slack) {
        Stream &stream = *m_decoding.begin()->second;
        m_decoding.erase(m_decoding.begin());
        stream.m_state = Stream::State::Idle;
        return stream.m_client.reached();
    }
    if (!m_prefilling.empty() && m_prefilling.begin()->first <= m_prefilled + slack) {
        Stream &stream = *m_prefilling.begin()->second;
        stream.m_decodeStart = m_decoded;
        return wait(stream, Stream::State::Decoding, m_decoded + stream.m_outputTokens * stream.m_work);
    }
    if (!m_joining.empty() && m_joining.begin()->first <= static_cast<double>(m_ns)) {
        Stream &stream = *m_joining.begin()->second;
        ++m_size;
        wait(stream, Stream::State::Prefilling, m_prefilled + stream.m_inputTokens * stream.m_work);
    }
}

BatchEngine::Waiting &BatchEngine::waitingIn(Stream::State state)
{
    return state == Stream::State::Joining ? m_joining : state == Stream::State::Prefilling ? m_prefilling : m_decoding;
}

void BatchEngine::wait(Stream &stream, Stream::State state, double target)
{
    if (stream.m_state != Stream::State::Outside && stream.m_state != Stream::State::Idle)
        waitingIn(stream.m_state).erase(stream.m_place);
    stream.m_state = state;
    stream.m_place = waitingIn(state).emplace(target, &stream);
}

void BatchEngine::leave(Stream &stream)
{
    if (stream.m_state == Stream::State::Outside)
        return;
    if (!m_running && m_timer) { // a client that left: until now it took its share; what else is due by now is handled in its turn
        const qint64 next = nextNs();
        advanceTo(next >= 0 ? std::min(next, monotonicNs()) : monotonicNs());
    }
    if (stream.m_state != Stream::State::Idle)
        waitingIn(stream.m_state).erase(stream.m_place);
    if (stream.m_state != Stream::State::Joining)
        --m_size;
    stream.m_state = Stream::State::Outside;
    arm();
}

} // namespace interleave
