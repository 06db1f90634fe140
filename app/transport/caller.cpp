#include "transport/caller.h"

#include "async/completion.h"
#include "core/clock.h"

namespace interleave {

Caller::Caller(CallSettings settings, RecorderBuffer &buffer, int executor)
    : m_settings(std::move(settings))
    , m_buffer(buffer)
    , m_executor(executor)
{
    for (const CallTarget &target : std::as_const(m_settings.targets)) {
        m_limitFields.append(target.limitField);
        clientOf(target).prepareFor(QUrl(target.baseUrl));
    }
}

/// Records what an exchange tells, and keeps its end for the coroutine that waits.
class Caller::Attempt : public HttpExchange::Listener
{
public:
    Attempt(RecorderBuffer &buffer, int executor, StepId call, int number)
        : m_buffer(buffer)
        , m_executor(executor)
        , m_call(call)
        , m_number(number)
    {
    }

    Completion<AttemptResult> end;

    void phaseBegan(Phase phase, qint64 ns) override
    {
        closePhase(ns, Outcome::Ok);
        m_buffer.beginSpan(ns, phase, m_call, m_number, m_executor);
        m_phase = phase;
        if (phase == Phase::Ttft)
            m_result.sentNs = ns;
    }
    void chunk(WireChunk chunk, qint64 ns) override
    {
        if (m_result.firstChunkNs < 0)
            m_result.firstChunkNs = ns;
        Event event;
        event.kind = EventKind::Chunk;
        event.step = m_call;
        event.attempt = static_cast<qint16>(m_number);
        event.executor = static_cast<qint16>(m_executor);
        event.ns = ns;
        event.value = chunk.serverNs;
        event.text = std::move(chunk.text);
        m_buffer.add(std::move(event));
    }
    void finished(Reply reply, qint64 ns) override
    {
        closePhase(ns, reply.outcome);
        m_result.reply = std::move(reply);
        m_result.reply.hasContent = m_result.firstChunkNs >= 0;
        m_result.endNs = ns;
        end.set(std::move(m_result));
    }

private:
    void closePhase(qint64 ns, Outcome outcome)
    {
        if (m_phase)
            m_buffer.endSpan(ns, *m_phase, m_call, m_number, m_executor, outcome);
        m_phase.reset();
    }

    RecorderBuffer &m_buffer;
    int m_executor;
    StepId m_call;
    int m_number;
    std::optional<Phase> m_phase;
    AttemptResult m_result;
};

/// What is left of the call's own time is the least of it.
std::chrono::milliseconds Caller::timeoutOf(const AttemptOrder &order) const
{
    if (order.deadlineNs < 0)
        return m_settings.timeout;
    const std::chrono::milliseconds left(std::max<qint64>(1, (order.deadlineNs - monotonicNs()) / 1'000'000));
    return m_settings.timeout.count() > 0 ? std::min(m_settings.timeout, left) : left;
}

/// What is trusted and spoken is the endpoint's, and so are its connections.
HttpClient &Caller::clientOf(const CallTarget &target)
{
    for (const auto &[baseUrl, client] : m_clients) {
        if (baseUrl == target.baseUrl)
            return *client;
    }
    return *m_clients.emplace_back(target.baseUrl, makeHttpClient(target.http)).second;
}

/// A server that wants the other field says so: the next call has it, and so has this one's retry, if there is any.
void Caller::learnLimitField(int route, OutputLimitField used, Reply &reply)
{
    if (reply.outcome != Outcome::HttpError || m_settings.targets[route].limitField != OutputLimitField::Auto)
        return;
    const std::optional<OutputLimitField> asked = limitFieldAskedFor(reply.error);
    if (!asked || *asked == used)
        return;
    m_limitFields[route] = *asked;
    reply.retryHint = RetryHint::Retry;
    reply.error.chop(1);
    reply.error += QStringLiteral(" (from the next call on it is %1; the endpoint's output limit field sets it for good).")
                       .arg(outputLimitFieldName(*asked));
}

Task<AttemptResult> Caller::attempt(AttemptOrder order)
{
    const CallTarget &target = m_settings.targets[order.route];
    const OutputLimitField limitField = m_limitFields[order.route];
    WireRequest request =
        target.provider->request(target.baseUrl, target.modelName, target.key, order.prompt, m_settings.stream, limitField);
    if (target.isSimulator) {
        request.headers.append({QByteArrayLiteral("x-interleave-stamps"), QByteArrayLiteral("1")});
        request.headers.append({QByteArrayLiteral("x-interleave-sample"),
                                QByteArray::number(m_settings.seed) + '/' + QByteArray::number(m_settings.repeat) + '/' +
                                    QByteArray::number(sampleOf(order.call)) + '/' + QByteArray::number(order.number)});
    }
    Attempt recorded(m_buffer, m_executor, order.call, order.number);
    const std::unique_ptr<HttpExchange> exchange =
        clientOf(target).send(request, target.provider->reader(m_settings.stream), recorded, timeoutOf(order), order.onNewConnection);
    AttemptResult result = co_await recorded.end;
    learnLimitField(order.route, limitField, result.reply);
    co_return result;
}

} // namespace interleave
