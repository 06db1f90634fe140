#include "environment/worker_session.h"

#include "core/clock.h"

namespace interleave {

WorkerSession::WorkerSession(JobFunction job, const LiveServicesFactory &services, Recorder &recorder, int executor, bool asksGate,
                             Send send)
    : m_send(std::move(send))
    , m_buffer(recorder.newBuffer())
    , m_gate(asksGate, m_send)
{
    m_services = services(m_buffer, executor, m_gate);
    m_environment = std::make_unique<LiveEnvironment>(job, *m_services, recorder, m_buffer, executor, 0);
}

void WorkerSession::begin() { say(WorkerMessage::Kind::Ready); }

void WorkerSession::say(WorkerMessage::Kind kind)
{
    WorkerMessage message;
    message.kind = kind;
    m_send(message);
}

void WorkerSession::receive(const WorkerMessage &message)
{
    if (message.kind == WorkerMessage::Kind::Granted) {
        m_gate.granted();
    } else if (message.kind == WorkerMessage::Kind::Job) {
        m_loop.enter([&] {
            m_work.emplace(work(message.job));
            m_work->start();
        });
    }
}

Task<void> WorkerSession::work(Job job)
{
    co_await m_environment->run(job, Cpu::OnLoop);
    say(WorkerMessage::Kind::JobDone);
}

Task<void> WorkerSession::RemoteGate::enter()
{
    if (!m_asks)
        co_return;
    Completion<bool> granted;
    m_waiting = &granted;
    WorkerMessage message;
    message.kind = WorkerMessage::Kind::AskGate;
    m_send(message);
    co_await granted;
    m_waiting = nullptr;
}

void WorkerSession::RemoteGate::leave()
{
    if (!m_asks)
        return;
    WorkerMessage message;
    message.kind = WorkerMessage::Kind::LeaveGate;
    m_send(message);
}

void WorkerSession::RemoteGate::granted()
{
    if (m_waiting)
        m_waiting->set(true);
}

} // namespace interleave
