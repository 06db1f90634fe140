#include "transport/caller.h"

#include "async/completion.h"
#include "core/clock.h"

namespace interleave {

Caller::Caller(CallTarget target, RecorderBuffer &buffer, int executor, Gate &gate)
    : m_target(std::move(target))
    , m_buffer(buffer)
    , m_executor(executor)
    , m_gate(gate)
    , m_client(m_target.http)
{
}

/// Records what an exchange tells, and keeps its end for the coroutine that waits.
class Caller::Attempt : public HttpExchange::Listener
{
public:
    Attempt(RecorderBuffer &buffer, int executor, int call, int number)
        : m_buffer(buffer)
        , m_executor(executor)
        , m_call(call)
        , m_number(number)
    {
    }

    struct End {
        Reply reply;
        qint64 ns = 0;
    };
    Completion<End> end;

    void phaseBegan(Phase phase, qint64 ns) override
    {
        closePhase(ns, Outcome::Ok);
        m_buffer.beginSpan(ns, phase, m_call, m_number, m_executor);
        m_phase = phase;
    }
    void chunk(WireChunk chunk, qint64 ns) override
    {
        Event event;
        event.kind = EventKind::Chunk;
        event.call = m_call;
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
        end.set({std::move(reply), ns});
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
    int m_call;
    int m_number;
    std::optional<Phase> m_phase;
};

Task<Reply> Caller::call(int call, Prompt prompt)
{
    const bool waits = !m_gate.isOpen();
    if (waits)
        m_buffer.beginSpan(monotonicNs(), Phase::Limiter, call, 0, m_executor);
    co_await m_gate.enter();
    const GatePass pass(m_gate);
    if (waits)
        m_buffer.endSpan(monotonicNs(), Phase::Limiter, call, 0, m_executor);
    co_return co_await attempt(call, 0, std::move(prompt));
}

Task<Reply> Caller::attempt(int call, int attempt, Prompt prompt)
{
    WireRequest request = m_target.provider->request(m_target.baseUrl, m_target.modelName, m_target.key, prompt, m_target.stream);
    if (m_target.isSimulator) {
        request.headers.append({QByteArrayLiteral("x-interleave-stamps"), QByteArrayLiteral("1")});
        request.headers.append(
            {QByteArrayLiteral("x-interleave-sample"),
             QByteArray::number(m_target.seed) + '/' + QByteArray::number(m_target.repeat) + '/' + QByteArray::number(call)});
    }
    Attempt recorded(m_buffer, m_executor, call, attempt);
    const std::unique_ptr<HttpExchange> exchange =
        m_client.send(request, m_target.provider->reader(m_target.stream), recorded, m_target.timeout);
    Attempt::End end = co_await recorded.end;

    Event done;
    done.kind = EventKind::Done;
    done.call = call;
    done.attempt = static_cast<qint16>(attempt);
    done.executor = static_cast<qint16>(m_executor);
    done.outcome = end.reply.outcome;
    done.usage = end.reply.usage;
    done.text = end.reply.error.isEmpty() ? end.reply.finishReason : end.reply.error;
    done.ns = end.ns;
    m_buffer.add(std::move(done));
    co_return std::move(end.reply);
}

} // namespace interleave
