#include "workers/live_workers.h"

#include "core/clock.h"
#include "environment/branch_gathering.h"
#include "workers/process_worker.h"
#include "workers/thread_worker.h"

#include <algorithm>

namespace interleave {

LiveWorkers::LiveWorkers(WorkerKind kind, const WorkerPlan &plan, const JobProgram &job, Recorder &recorder, RecorderBuffer &buffer,
                         Traffic &traffic, JobEnded jobEnded)
    : m_buffer(buffer)
    , m_traffic(traffic)
    , m_jobEnded(std::move(jobEnded))
    , m_loop(Loop::current())
    , m_places(plan.workers)
{
    const bool threads = kind == WorkerKind::Threads;
    for (int i = 0; i < plan.workers; ++i) {
        m_workers.push_back(std::make_unique<Worker>());
        Worker &worker = *m_workers.back();
        worker.number = i;
        worker.name = (threads ? QStringLiteral("thread %1") : QStringLiteral("process %1")).arg(i + 1);
        worker.executor = recorder.addExecutor(buffer, threads ? ExecutorKind::Thread : ExecutorKind::Process, worker.name, monotonicNs());
        m_buffer.beginSpan(monotonicNs(), Phase::Startup, {}, 0, worker.executor);
        WorkerLink::Listener listener{[this, &worker](const WorkerMessage &message) { received(worker, message); },
                                      [this, &worker](const QString &why) { workerLost(worker, why); }};
        if (threads)
            worker.link = std::make_unique<ThreadWorker>(plan, job, recorder, worker.executor, std::move(listener));
        else
            worker.link = std::make_unique<ProcessWorker>(plan, worker.executor, std::move(listener));
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
    m_buffer.endSpan(monotonicNs(), Phase::Startup, {}, 0, worker.executor, up ? Outcome::Ok : Outcome::NetworkError);
}

Task<void> LiveWorkers::run(Job job)
{
    Job ended = job;
    ended.prompt = {};
    const WorkResult result = co_await runUnit(Unit::whole(std::move(job)));
    m_jobEnded(ended, result);
}

static WorkResult lostResult(const QString &sentence)
{
    WorkResult result;
    result.outcome = Outcome::NetworkError;
    result.error = sentence;
    return result;
}

/// Null: none is left.
Task<LiveWorkers::Worker *> LiveWorkers::freeWorker()
{
    for (;;) {
        const int number = co_await m_places.any();
        if (number < 0)
            co_return nullptr;
        Worker *worker = m_workers[static_cast<size_t>(number)].get();
        if (worker->lost.isEmpty())
            co_return worker;
        retire(*worker); // it ended while it had nothing to do
    }
}

Task<WorkResult> LiveWorkers::runUnit(Unit unit)
{
    Worker *found = co_await freeWorker();
    if (!found)
        co_return lostResult(QStringLiteral("no worker is left: ") + m_lastLost);
    Worker &worker = *found;
    const StepId id = unit.group;
    if (isCancelled(id)) {
        m_places.giveBack(worker.number);
        co_return givenUp(QStringLiteral("it was given up before it began"));
    }
    WorkerMessage next;
    next.kind = WorkerMessage::Kind::Work;
    next.units.push_back(std::move(unit));
    for (;;) {
        Word word = co_await wordOf(worker, id, std::move(next));
        if (word.kind == Word::Kind::Done) {
            m_places.giveBack(worker.number);
            co_return word.result;
        }
        if (word.kind == Word::Kind::Lost) {
            retire(worker);
            break;
        }
        if (!co_await runBranches(worker, id, std::move(word), next))
            break;
        if (isCancelled(id))
            next.kind = WorkerMessage::Kind::Cancel; // instead of the results
    }
    co_return lostResult(worker.name + QStringLiteral(" ended: ") + worker.lost);
}

/// Others may have the worker meanwhile. False: it ended.
Task<bool> LiveWorkers::runBranches(Worker &worker, StepId unit, Word word, WorkerMessage &results)
{
    m_places.giveBack(worker.number);
    results = {};
    results.kind = WorkerMessage::Kind::Results;
    results.step = unit;
    {
        BranchGathering gathering({[this](Unit branch) { return runBranch(std::move(branch)); }, [this](StepId group) { cancel(group); },
                                   [] { return monotonicNs(); }, m_buffer, 0},
                                  std::move(word.branches), word.gathering);
        results.results = co_await gathering.results();
    }
    co_return co_await m_places.again(worker.number);
}

Task<WorkResult> LiveWorkers::runBranch(Unit branch)
{
    const StepId id = branch.group;
    WorkResult result = co_await runUnit(std::move(branch));
    m_cancelled.erase(id);
    co_return result;
}

/// Its parts are given up with it. Whoever waits for a worker goes on when it has one.
void LiveWorkers::cancel(StepId unit)
{
    m_cancelled.insert(unit);
    WorkerMessage message;
    message.kind = WorkerMessage::Kind::Cancel;
    for (const auto &worker : m_workers) {
        for (const auto &[atWork, word] : worker->atWork) {
            message.step = atWork;
            if (atWork.isWithin(unit))
                worker->link->send(message);
        }
    }
}

bool LiveWorkers::isCancelled(StepId unit) const
{
    return std::any_of(m_cancelled.begin(), m_cancelled.end(), [&](StepId each) { return unit.isWithin(each); });
}

/// Sends, and waits for what the worker says about the unit.
Task<LiveWorkers::Word> LiveWorkers::wordOf(Worker &worker, StepId unit, WorkerMessage message)
{
    if (!worker.lost.isEmpty())
        co_return Word();
    Completion<Word> word;
    worker.atWork[unit] = &word;
    worker.link->send(message);
    message = {}; // a prompt need not be kept here
    Word result = co_await word;
    worker.atWork.erase(unit);
    co_return result;
}

void LiveWorkers::retire(Worker &worker)
{
    m_lastLost = worker.name + QStringLiteral(" ended: ") + worker.lost;
    m_places.retire(worker.number);
}

void LiveWorkers::said(Worker &worker, const WorkerMessage &message, Word word)
{
    if (const auto unit = worker.atWork.find(message.step); unit != worker.atWork.end())
        unit->second->set(std::move(word));
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
    case WorkerMessage::Kind::Done:
        said(worker, message, {Word::Kind::Done, message.results.front(), {}, {}});
        break;
    case WorkerMessage::Kind::Branches:
        said(worker, message, {Word::Kind::Branches, {}, message.units, message.gathering});
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
    case WorkerMessage::Kind::Work:
    case WorkerMessage::Kind::Results:
    case WorkerMessage::Kind::Cancel:
    case WorkerMessage::Kind::Waits:
    case WorkerMessage::Kind::Verdict:
        break; // the engine's own words; a worker never says them
    }
}

Task<void> LiveWorkers::decide(Worker &worker, Ask ask)
{
    WorkerMessage answer;
    answer.step = ask.call;
    answer.kind = WorkerMessage::Kind::Waits;
    ask.waits = [&] { worker.link->send(answer); };
    answer.verdict = co_await m_traffic.enter(ask);
    answer.kind = WorkerMessage::Kind::Verdict;
    if (answer.verdict.isAllowed && !answer.verdict.cached)
        worker.inside[answer.step] = answer.verdict;
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
        report.tool = verdict.tool;
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
    for (const auto &[unit, word] : worker.atWork)
        word->set({});
}

Task<std::unique_ptr<Workers>> startLiveWorkers(WorkerKind kind, const WorkerPlan &plan, JobProgram job, Recorder &recorder,
                                                RecorderBuffer &buffer, Traffic &traffic, LiveWorkers::JobEnded jobEnded)
{
    auto workers = std::make_unique<LiveWorkers>(kind, plan, job, recorder, buffer, traffic, std::move(jobEnded));
    co_await workers->ready();
    co_return workers;
}

} // namespace interleave
