#include "workers/live_workers.h"

#include "core/clock.h"
#include "workers/process_worker.h"
#include "workers/thread_worker.h"

namespace interleave {

LiveWorkers::LiveWorkers(WorkerKind kind, const WorkerPlan &plan, JobFunction job, Recorder &recorder, RecorderBuffer &buffer,
                         Traffic &traffic, std::function<void(const Job &)> jobEnded)
    : m_buffer(buffer)
    , m_traffic(traffic)
    , m_jobEnded(std::move(jobEnded))
    , m_loop(Loop::current())
    , m_free(plan.workers)
{
    const bool threads = kind == WorkerKind::Threads;
    for (int i = 0; i < plan.workers; ++i) {
        m_workers.push_back(std::make_unique<Worker>());
        Worker &worker = *m_workers.back();
        worker.name = (threads ? QStringLiteral("thread %1") : QStringLiteral("process %1")).arg(i + 1);
        worker.executor = recorder.addExecutor(buffer, threads ? ExecutorKind::Thread : ExecutorKind::Process, worker.name, monotonicNs());
        m_buffer.beginSpan(monotonicNs(), Phase::Startup, -1, 0, worker.executor);
        WorkerLink::Listener listener{[this, &worker](const WorkerMessage &message) { received(worker, message); },
                                      [this, &worker](const QString &why) { workerLost(worker, why); }};
        if (threads)
            worker.link = std::make_unique<ThreadWorker>(plan, job, recorder, worker.executor, std::move(listener));
        else
            worker.link = std::make_unique<ProcessWorker>(plan, worker.executor, std::move(listener));
        m_idle.insert(m_idle.begin(), &worker);
    }
}

LiveWorkers::~LiveWorkers()
{
    // From here on only events are taken in: whoever waited for a message is gone.
    m_closing = true;
    for (const auto &worker : m_workers)
        worker->link->close();
}

Task<void> LiveWorkers::ready()
{
    TaskGroup starting;
    for (const auto &worker : m_workers)
        starting.add(awaitReady(*worker));
    co_await starting.done();
}

Task<void> LiveWorkers::awaitReady(Worker &worker)
{
    Completion<bool> readyOrLost;
    worker.readyOrLost = &readyOrLost;
    if (worker.up || !worker.lost.isEmpty())
        readyOrLost.set(worker.up);
    const bool up = co_await readyOrLost;
    worker.readyOrLost = nullptr;
    m_buffer.endSpan(monotonicNs(), Phase::Startup, -1, 0, worker.executor, up ? Outcome::Ok : Outcome::NetworkError);
}

Task<void> LiveWorkers::run(Job job)
{
    co_await runWhenFree(job);
    m_jobEnded(job);
}

Task<void> LiveWorkers::runWhenFree(Job job)
{
    Permit permit = co_await m_free.acquire();
    while (!m_idle.empty() && !m_idle.back()->lost.isEmpty()) {
        retire(*m_idle.back(), permit); // it ended while it had nothing to do
        m_idle.pop_back();
        permit = co_await m_free.acquire();
    }
    if (m_idle.empty()) {
        failCall(job.call, 0, QStringLiteral("no worker is left: ") + m_lastLost);
        co_return;
    }

    Worker &worker = *m_idle.back();
    m_idle.pop_back();
    Completion<bool> jobDone;
    worker.jobDone = &jobDone;
    WorkerMessage message;
    message.kind = WorkerMessage::Kind::Job;
    message.job = job;
    worker.link->send(message);
    const bool done = co_await jobDone;
    worker.jobDone = nullptr;
    if (done) {
        m_idle.push_back(&worker);
    } else {
        failCall(job.call, worker.executor, worker.name + QStringLiteral(" ended: ") + worker.lost);
        retire(worker, permit);
    }
}

void LiveWorkers::retire(Worker &worker, Permit &permit)
{
    // Its place stays taken, so that waiting jobs go to the workers that are left. Without any, all places are given back
    // for good, and whoever waits fails at once instead of for ever.
    m_lastLost = worker.name + QStringLiteral(" ended: ") + worker.lost;
    permit.keep();
    ++m_retired;
    if (m_retired < m_workers.size())
        return;
    for (size_t place = 0; place < m_workers.size(); ++place)
        Permit(m_free).release();
}

void LiveWorkers::failCall(int call, int executor, const QString &sentence)
{
    Event event;
    event.kind = EventKind::Done;
    event.call = call;
    event.executor = static_cast<qint16>(executor);
    event.outcome = Outcome::NetworkError;
    event.text = sentence;
    event.ns = monotonicNs();
    m_buffer.add(std::move(event));
}

void LiveWorkers::received(Worker &worker, const WorkerMessage &message)
{
    if (m_closing && message.kind != WorkerMessage::Kind::Event)
        return;
    switch (message.kind) {
    case WorkerMessage::Kind::Ready:
        worker.up = true;
        if (worker.readyOrLost)
            worker.readyOrLost->set(true);
        break;
    case WorkerMessage::Kind::JobDone:
        if (worker.jobDone)
            worker.jobDone->set(true);
        break;
    case WorkerMessage::Kind::Ask:
        m_loop.enter([&] { m_deciding.add(decide(worker, message.ask)); });
        break;
    case WorkerMessage::Kind::Report:
        m_loop.enter([&] { reported(worker, message.report); });
        break;
    case WorkerMessage::Kind::Event:
        m_buffer.add(message.event);
        break;
    case WorkerMessage::Kind::Job:
    case WorkerMessage::Kind::Waits:
    case WorkerMessage::Kind::Verdict:
        break; // the engine's own words; a worker never says them
    }
}

Task<void> LiveWorkers::decide(Worker &worker, Ask ask)
{
    WorkerMessage answer;
    answer.call = ask.call;
    answer.kind = WorkerMessage::Kind::Waits;
    ask.waits = [&] { worker.link->send(answer); };
    answer.verdict = co_await m_traffic.enter(ask);
    answer.kind = WorkerMessage::Kind::Verdict;
    if (answer.verdict.isAllowed && !answer.verdict.cached)
        worker.inside[answer.call] = answer.verdict;
    if (worker.lost.isEmpty())
        worker.link->send(answer);
    else
        leaveAll(worker);
}

void LiveWorkers::reported(Worker &worker, const AttemptReport &report)
{
    if (worker.inside.erase(report.call) > 0)
        m_traffic.leave(report);
}

/// It ended in the middle of what it was let in with.
void LiveWorkers::leaveAll(Worker &worker)
{
    for (const auto &[call, verdict] : std::exchange(worker.inside, {})) {
        AttemptReport report;
        report.call = call;
        report.route = verdict.route;
        report.tokens = verdict.tokens;
        report.wasMade = true; // for all that is known: its place in the rate is not given back
        m_traffic.leave(report);
    }
}

void LiveWorkers::workerLost(Worker &worker, const QString &why)
{
    if (m_closing)
        return;
    worker.lost = why;
    m_loop.enter([&] { leaveAll(worker); });
    if (worker.readyOrLost)
        worker.readyOrLost->set(false);
    if (worker.jobDone)
        worker.jobDone->set(false);
}

} // namespace interleave
