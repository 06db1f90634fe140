#include "workers/worker_session.h"

#include "environment/system_sampler.h"

#include <algorithm>

namespace interleave {

WorkerSession::WorkerSession(JobFunction job, const LiveServicesFactory &services, Recorder &recorder, int executor, bool asksTraffic,
                             Send send)
    : m_send(std::move(send))
    , m_executor(executor)
    , m_buffer(recorder.newBuffer())
    , m_traffic(asksTraffic, m_send)
{
    m_services = services(m_buffer, executor, m_traffic);
    m_environment = std::make_unique<LiveEnvironment>(job, *m_services, recorder, m_buffer, executor, 0);
}

void WorkerSession::begin() { say(WorkerMessage::Kind::Ready); }

void WorkerSession::say(WorkerMessage::Kind kind)
{
    m_buffer.add(loopCpuEvent(m_executor)); // before what ends the job: the engine reads in this order
    WorkerMessage message;
    message.kind = kind;
    m_send(message);
}

void WorkerSession::receive(const WorkerMessage &message)
{
    if (message.kind == WorkerMessage::Kind::Waits || message.kind == WorkerMessage::Kind::Verdict) {
        m_loop.enter([&] { m_traffic.answered(message); });
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

/// One question that waits for its answer; a coroutine that is cancelled takes it back.
struct WorkerSession::RemoteTraffic::Question {
    Question(RemoteTraffic &owner, const Ask &asked)
        : m_owner(owner)
        , ask(asked)
    {
        m_owner.m_open.push_back(this);
    }
    ~Question() { m_owner.m_open.remove(this); }
    Question(const Question &) = delete;
    Question &operator=(const Question &) = delete;

    RemoteTraffic &m_owner;
    const Ask &ask;
    Completion<Verdict> verdict;
};

Task<Verdict> WorkerSession::RemoteTraffic::enter(const Ask &ask)
{
    if (!m_asks)
        co_return Verdict();
    Question question(*this, ask);
    WorkerMessage message;
    message.kind = WorkerMessage::Kind::Ask;
    message.ask = ask;
    message.ask.waits = nullptr; // calls this coroutine, which stays here
    m_send(message);
    co_return co_await question.verdict;
}

void WorkerSession::RemoteTraffic::leave(const AttemptReport &report)
{
    if (!m_asks)
        return;
    WorkerMessage message;
    message.kind = WorkerMessage::Kind::Report;
    message.report = report;
    m_send(message);
}

void WorkerSession::RemoteTraffic::answered(const WorkerMessage &message)
{
    const auto question = std::find_if(m_open.begin(), m_open.end(), [&](const Question *q) { return q->ask.call == message.call; });
    if (message.kind == WorkerMessage::Kind::Waits) {
        if (question != m_open.end() && (*question)->ask.waits)
            (*question)->ask.waits();
    } else if (question != m_open.end()) {
        (*question)->verdict.set(message.verdict);
    } else if (message.verdict.isAllowed && !message.verdict.cached) {
        AttemptReport unused; // who asked has given up meanwhile: the place goes back
        unused.call = message.call;
        unused.route = message.verdict.route;
        unused.tokens = message.verdict.tokens;
        leave(unused);
    }
}

} // namespace interleave
