#include "workers/worker_session.h"

#include "environment/branch_gathering.h"
#include "environment/system_sampler.h"

#include <algorithm>

namespace interleave {

WorkerSession::WorkerSession(JobProgram job, const LiveServicesFactory &services, Recorder &recorder, int executor, bool asksTraffic,
                             Send send)
    : m_send(std::move(send))
    , m_executor(executor)
    , m_buffer(recorder.newBuffer())
    , m_traffic(asksTraffic, m_send)
{
    m_services = services(m_buffer, executor, m_traffic);
    m_environment = std::make_unique<LiveEnvironment>(std::move(job), *m_services, recorder, m_buffer, executor, 0);
    m_environment->setBranchRunner([this](std::vector<Unit> branches, Gathering rule) { return runBranches(std::move(branches), rule); });
}

void WorkerSession::begin() { say({}); }

void WorkerSession::say(WorkerMessage message)
{
    m_buffer.add(loopCpuEvent(m_executor)); // before what ends the work: the engine reads in this order
    m_send(message);
}

void WorkerSession::receive(const WorkerMessage &message)
{
    switch (message.kind) {
    case WorkerMessage::Kind::Waits:
    case WorkerMessage::Kind::Verdict:
        m_loop.enter([&] { m_traffic.answered(message); });
        break;
    case WorkerMessage::Kind::Work:
        m_loop.enter([&] { m_work.add(work(message.units.front())); });
        break;
    case WorkerMessage::Kind::Results:
        if (const auto waiting = m_waiting.find(message.step); waiting != m_waiting.end())
            m_loop.enter([&] { waiting->second->set(message.results); });
        break;
    case WorkerMessage::Kind::Cancel:
        if (const auto unit = m_units.find(message.step); unit != m_units.end())
            m_loop.enter([&] { unit->second->cancel(); });
        break;
    default:
        break; // the worker's own words; the engine never says them
    }
}

Task<void> WorkerSession::work(Unit unit)
{
    WorkerMessage done;
    done.kind = WorkerMessage::Kind::Done;
    done.step = unit.group;
    Cancellable<WorkResult> work(m_environment->perform(std::move(unit), Cpu::OnLoop, Branches::OnWorkers));
    m_units[done.step] = &work;
    std::optional<WorkResult> result = co_await work.result();
    m_units.erase(done.step);
    done.results.push_back(result ? std::move(*result) : givenUp(QStringLiteral("it was given up")));
    say(std::move(done));
}

/// A unit that waits for its branches, until its coroutine goes on or is given up.
class WaitingUnit
{
public:
    using Waiting = std::map<StepId, Completion<std::vector<WorkResult>> *>;
    WaitingUnit(Waiting &waiting, StepId unit)
        : m_waiting(waiting)
        , m_unit(unit)
    {
        m_waiting[m_unit] = &results;
    }
    ~WaitingUnit() { m_waiting.erase(m_unit); }
    WaitingUnit(const WaitingUnit &) = delete;
    WaitingUnit &operator=(const WaitingUnit &) = delete;

    Completion<std::vector<WorkResult>> results;

private:
    Waiting &m_waiting;
    StepId m_unit;
};

Task<std::vector<WorkResult>> WorkerSession::runBranches(std::vector<Unit> branches, Gathering rule)
{
    const StepId unit = branches.front().group.group();
    WaitingUnit waiting(m_waiting, unit);
    WorkerMessage message;
    message.kind = WorkerMessage::Kind::Branches;
    message.step = unit;
    message.units = std::move(branches);
    message.gathering = rule;
    say(std::move(message));
    co_return co_await waiting.results;
}

/// One question that waits for its answer; a coroutine that is cancelled takes it back.
struct WorkerSession::RemoteTraffic::Question {
    Question(RemoteTraffic &owner, const Ask &asked)
        : m_owner(owner)
        , ask(asked)
    {
        m_owner.m_open.push_back(this);
    }
    ~Question()
    {
        m_owner.m_open.remove(this);
        if (given) // and the coroutine was cancelled before its turn to take it
            m_owner.giveBack(ask.call, *given);
    }
    Question(const Question &) = delete;
    Question &operator=(const Question &) = delete;

    RemoteTraffic &m_owner;
    const Ask &ask;
    Completion<bool> isGiven;
    std::optional<Verdict> given; // until it is taken
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
    co_await question.isGiven;
    co_return *std::exchange(question.given, std::nullopt);
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
    const auto question = std::find_if(m_open.begin(), m_open.end(), [&](const Question *q) { return q->ask.call == message.step; });
    if (message.kind == WorkerMessage::Kind::Waits) {
        if (question != m_open.end() && (*question)->ask.waits)
            (*question)->ask.waits();
    } else if (question != m_open.end()) {
        (*question)->given = message.verdict;
        (*question)->isGiven.set(true);
    } else {
        giveBack(message.step, message.verdict);
    }
}

/// Who asked has given up meanwhile: the place that it was let in to is free again.
void WorkerSession::RemoteTraffic::giveBack(StepId call, const Verdict &verdict)
{
    if (!verdict.isAllowed || verdict.cached)
        return;
    AttemptReport unused;
    unused.call = call;
    unused.tool = verdict.tool;
    unused.route = verdict.route;
    unused.tokens = verdict.tokens;
    leave(unused);
}

} // namespace interleave
