#include "simulator/service/answer_exchange.h"

#include "core/clock.h"

namespace interleave {

namespace {

constexpr qint64 hugeBytes = 64LL * 1024 * 1024;

} // namespace

AnswerExchange::AnswerExchange(Answer answer, Fault fault, qint64 slowNs, ResponseSink &sink, TimerHeap &timers)
    : m_answer(std::move(answer))
    , m_fault(fault)
    , m_slowNs(slowNs)
    , m_sink(sink)
    , m_timer(timers, *this)
{
}

void AnswerExchange::start()
{
    const QByteArray half = m_answer.body.first(m_answer.body.size() / 2);
    switch (m_fault) {
    case Fault::Hang:
        return;
    case Fault::Reset:
        return m_sink.abandon(ResponseSink::Abandon::Reset);
    case Fault::Slow:
        return m_timer.start(monotonicNs() + m_slowNs);
    case Fault::Cut:
        m_sink.begin(m_answer.status, m_answer.contentType, m_answer.headers);
        m_sink.write(half);
        return m_sink.abandon(ResponseSink::Abandon::Close);
    case Fault::SilentCut:
    case Fault::Malformed:
        return m_sink.answer({m_answer.status, half, m_answer.contentType, m_answer.headers});
    case Fault::WrongType:
        return m_sink.answer({m_answer.status, "[7]", m_answer.contentType, m_answer.headers});
    case Fault::Huge:
        m_sink.begin(m_answer.status, m_answer.contentType, m_answer.headers);
        m_sink.write(m_answer.body);
        m_paddingLeft = hugeBytes;
        return pad();
    default:
        return m_sink.answer(m_answer);
    }
}

/// White space after a JSON value belongs to it.
void AnswerExchange::pad()
{
    static const QByteArray blanks(64 * 1024, ' ');
    while (m_paddingLeft > 0 && m_sink.pending() == 0) {
        m_sink.write(blanks);
        m_paddingLeft -= blanks.size();
    }
    if (m_paddingLeft <= 0)
        m_sink.finish();
}

void AnswerExchange::drained()
{
    if (m_paddingLeft > 0)
        pad();
}

void AnswerExchange::due() { m_sink.answer(m_answer); }

} // namespace interleave
