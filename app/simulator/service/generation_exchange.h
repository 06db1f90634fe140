// A request for text on its way: waits for a slot, then sends the planned reply, whole or in chunks, unless a fault interferes:
// on time by its plan, or as the batch makes its tokens. Server thread only.
#pragma once

#include "simulator/http/http_message.h"
#include "simulator/http/timer_heap.h"
#include "simulator/llm/batch_engine.h"
#include "simulator/protocols/wire_protocol.h"
#include "simulator/service/counters.h"
#include "simulator/service/fault.h"
#include "simulator/service/slot_queue.h"

namespace interleave {

class GenerationExchange final : public Exchange, private TimerHeap::Client, private SlotQueue::Client, private BatchEngine::Client
{
public:
    struct Order {
        PlannedReply reply;
        HeaderList headers = {}; ///< of the response
        Fault fault = Fault::None;
        bool wantsStamps = false;
        qint64 receivedNs = 0;
        double work = 1; ///< of a token, in a batch
    };
    GenerationExchange(const WireProtocol &protocol, Order order, ResponseSink &sink, TimerHeap &timers, SlotQueue &slots,
                       BatchEngine *engine, ServiceCounters &counters);

    void start() override;
    void drained() override;

private:
    void granted() override;
    void due() override;
    void reached() override { due(); }
    void awaitNext();
    void countTokens(int upTo);
    void sendWhole();
    Answer overloaded() const;
    void sendChunk();
    void sendHuge();
    QByteArray stamped(const QByteArray &piece) const;
    size_t half() const { return m_order.reply.plan.chunks.size() / 2; }
    bool streams() const { return m_order.reply.request.delivery != Delivery::Whole; }
    /// What the next thing to send waits for: the first chunk, one, or the last.
    const ServicePlan::Chunk &awaited() const;
    void begin();

    const WireProtocol &m_protocol;
    const Order m_order;
    ResponseSink &m_sink;
    ServiceCounters &m_counters;
    InFlight m_inFlight;
    bool m_waited = false; ///< in line
    qint64 m_startNs = 0;  ///< of service
    size_t m_next = 0;     ///< chunk to be sent
    qint64 m_hugeLeft = 0;
    QByteArray m_hugeEnd;
    int m_countedTokens = 0;
    TimerHeap::Timer m_timer;
    BatchEngine *const m_engine;                 ///< null: the plan's times hold
    std::optional<BatchEngine::Stream> m_stream; ///< in it
    SlotQueue::Ticket m_ticket;                  // last: destroyed first, so that the next in line starts while this one is still whole
};

} // namespace interleave
