// The simulated service behind any version of HTTP: routes a request, applies faults, rate limits and capacity, plans the
// reply, and hands back the exchange that will answer it. Server thread only.
#pragma once

#include "simulator/http/doorkeeper.h"
#include "simulator/http/http_message.h"
#include "simulator/http/timer_heap.h"
#include "simulator/llm/batch_engine.h"
#include "simulator/protocols/wire_protocol.h"
#include "simulator/service/counters.h"
#include "simulator/service/fault.h"
#include "simulator/service/quota.h"
#include "simulator/service/simulator.h"
#include "simulator/service/slot_queue.h"

#include <QHash>
#include <QSet>

#include <map>
#include <memory>

namespace interleave {

class Service
{
public:
    Service(const SimulatorOptions &options, TimerHeap &timers, ServiceCounters &counters);
    /// Never null. The sink must outlive the exchange.
    std::unique_ptr<Exchange> accept(HttpRequest request, ResponseSink &sink);

private:
    std::unique_ptr<Exchange> serve(const WireProtocol &protocol, HttpRequest request, Fault fault, ResponseSink &sink);
    std::unique_ptr<Exchange> generate(const WireProtocol &protocol, GenerateRequest generate, const SampleKey &key,
                                       const HttpRequest &request, Fault fault, ResponseSink &sink);
    std::unique_ptr<Exchange> answerWith(Answer known, Fault fault, ResponseSink &sink);
    QuotaState stateAfter(const ServiceRefusal &refusal, const QString &model, qint64 nowNs);
    int attemptOf(const HttpRequest &request);
    double secondsSinceFirst(qint64 nowNs);
    void reset();
    std::optional<ServiceRefusal> refusalByFault(Fault fault, const HttpRequest &request);
    std::optional<ServiceRefusal> refusalByScript(const ReplyWish &wish) const;
    SampleKey keyOf(const HttpRequest &request, const QString &promptText);
    Answer metrics() const;

    const SimulatorOptions m_options;
    const Doorkeeper m_doorkeeper;
    TimerHeap &m_timers;
    ServiceCounters &m_counters;
    SlotQueue m_slots;
    std::optional<BatchEngine> m_engine; ///< of a profile with batching
    Quota &quotaOf(const QString &model);

    std::map<QString, Quota> m_quotas; // by model, as the services count
    QHash<size_t, int> m_occurrences;  ///< by hash of the prompt: requests without a sample key so far
    QSet<size_t> m_refusedOnce;        ///< by hash of the request
    QHash<size_t, int> m_attempts;     ///< by hash of the sample key
    qint64 m_firstNs = 0;              ///< when the first request for text came; 0: none yet
    quint64 m_requests = 0;
};

} // namespace interleave
