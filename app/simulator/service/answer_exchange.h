// A request whose answer is known at once: an error, a list of models, metrics. A fault can still interfere. Server thread
// only.
#pragma once

#include "simulator/http/http_message.h"
#include "simulator/http/timer_heap.h"
#include "simulator/service/fault.h"

namespace interleave {

class AnswerExchange final : public Exchange, private TimerHeap::Client
{
public:
    /// `slowNs`: the delay of the fault "slow".
    AnswerExchange(Answer answer, Fault fault, qint64 slowNs, ResponseSink &sink, TimerHeap &timers);
    void start() override;
    void drained() override;

private:
    void due() override;
    void pad();

    const Answer m_answer;
    const Fault m_fault;
    const qint64 m_slowNs;
    ResponseSink &m_sink;
    qint64 m_paddingLeft = 0;
    TimerHeap::Timer m_timer;
};

} // namespace interleave
