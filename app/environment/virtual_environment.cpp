#include "environment/virtual_environment.h"

#include "async/cancellable.h"
#include "async/completion.h"
#include "core/price_table.h"
#include "core/routes.h"
#include "environment/branch_gathering.h"
#include "environment/worker_places.h"
#include "json/price_files.h"

#include <limits>

namespace interleave {

static std::unique_ptr<ResponseCache> cacheOf(const Scenario &scenario)
{
    const CachePolicy &cache = scenario.traffic.cache;
    return cache.enabled ? std::make_unique<ResponseCache>(QString(), QString(), qint64(cache.maxMb) * 1'000'000) : nullptr;
}

VirtualEnvironment::VirtualEnvironment(JobProgram job, VirtualSettings settings, Recorder &recorder)
    : Environment(std::move(job))
    , m_settings(std::move(settings))
    , m_allRecorders(recorder)
    , m_recorder(recorder.newBuffer())
    , m_loopExecutor(recorder.addExecutor(m_recorder, ExecutorKind::Loop, QStringLiteral("network loop"), 0))
    , m_routes(routesOf(m_settings.scenario))
    , m_traffic(m_settings.scenario, loadPriceTable(), cacheOf(m_settings.scenario))
    , m_pool(m_settings.pool)
    , m_cores(m_settings.cores)
{
}

static Reply timedOut()
{
    Reply reply;
    reply.outcome = Outcome::Timeout;
    reply.error = QStringLiteral("No complete reply in time; raise the time-out or lower the load.");
    return reply;
}

/// Attempts that one executor makes in virtual time.
class VirtualEnvironment::Attempts : public AttemptMaker
{
public:
    Attempts(VirtualEnvironment &environment, int executor)
        : m_environment(environment)
        , m_executor(executor)
    {
    }
    Task<AttemptResult> attempt(AttemptOrder order) override;

private:
    VirtualEnvironment &m_environment;
    int m_executor;
};

/// What all calls of one executor share.
struct VirtualEnvironment::Caller {
    Caller(VirtualEnvironment &environment, int executor)
        : attempts(environment, executor)
        , context{
              environment.m_settings.scenario, environment.m_routes, 0, environment.m_traffic, environment.m_recorder, executor, attempts}
    {
    }
    Attempts attempts;
    CallContext context;
};

VirtualEnvironment::~VirtualEnvironment() = default;

Task<Reply> VirtualEnvironment::call(StepId step, const Prompt &prompt, CallTimes times)
{
    return callFrom(m_loopExecutor, step, prompt, times);
}

Task<Reply> VirtualEnvironment::callFrom(int executor, StepId call, const Prompt &prompt, CallTimes times)
{
    std::unique_ptr<Caller> &caller = m_callers[executor];
    if (!caller)
        caller = std::make_unique<Caller>(*this, executor);
    return policyCall(caller->context, call, times, prompt);
}

Task<AttemptResult> VirtualEnvironment::Attempts::attempt(AttemptOrder order)
{
    VirtualEnvironment &environment = m_environment;
    RecorderBuffer &recorder = environment.m_recorder;
    const auto now = [&] { return environment.now(); };
    AttemptResult result;
    Phase phase = Phase::Pool;
    recorder.beginSpan(now(), phase, order.call, order.number, m_executor);
    const auto enter = [&](Phase next) {
        recorder.endSpan(now(), phase, order.call, order.number, m_executor);
        recorder.beginSpan(now(), next, order.call, order.number, m_executor);
        phase = next;
    };
    const VirtualService service = environment.m_settings.service({order.call, order.number, order.route, now(), order.prompt});
    if (service.connectNs > 0) {
        enter(Phase::Connect);
        co_await SleepUntil(now() + service.connectNs);
    }
    enter(Phase::Send);
    enter(Phase::Ttft);
    result.sentNs = now();
    const qint64 begin = environment.beginOfService(service.totalNs);
    const qint64 untilNs = order.deadlineNs < 0 ? std::numeric_limits<qint64>::max() : order.deadlineNs;
    for (const qint64 &chunkNs : service.chunkNs) {
        if (begin + chunkNs >= untilNs)
            break;
        co_await SleepUntil(begin + chunkNs);
        if (phase == Phase::Ttft) {
            enter(Phase::Stream);
            result.firstChunkNs = now();
        }
        Event chunk;
        chunk.kind = EventKind::Chunk;
        chunk.step = order.call;
        chunk.attempt = static_cast<qint16>(order.number);
        chunk.executor = static_cast<qint16>(m_executor);
        chunk.ns = now();
        chunk.value = begin + chunkNs;
        if (environment.m_settings.compute && &chunkNs == &service.chunkNs.back())
            chunk.text = service.reply.text; // whole, at the end: where jobs go on with it, its words are of interest
        recorder.add(chunk);
    }
    co_await SleepUntil(std::min(begin + service.totalNs, untilNs));
    result.reply = begin + service.totalNs > untilNs ? timedOut() : service.reply;
    if (phase == Phase::Ttft && isSuccess(result.reply.outcome))
        enter(Phase::Stream);
    recorder.endSpan(now(), phase, order.call, order.number, m_executor, result.reply.outcome);
    result.reply.hasContent = result.firstChunkNs >= 0;
    result.endNs = now();
    co_await NextTurn(); // as a real loop, which reads all sockets that have something before it goes on with any call
    co_return result;
}

qint64 VirtualEnvironment::beginOfService(qint64 serviceNs)
{
    if (m_settings.serverCapacity <= 0)
        return now();
    // The server goes on while the client's loop computes, so its queue is worked out ahead and not by tasks of the loop.
    qint64 begin = now();
    if (static_cast<int>(m_serverBusyUntil.size()) >= m_settings.serverCapacity) {
        begin = std::max(begin, *m_serverBusyUntil.begin());
        m_serverBusyUntil.erase(m_serverBusyUntil.begin());
    }
    m_serverBusyUntil.insert(begin + serviceNs);
    return begin;
}

VirtualEnvironment::Step VirtualEnvironment::stepOf(StepId id, const CpuWork &work) const
{
    return {id, Phase::Analyze, m_settings.cpuNs(id, work), m_settings.compute ? m_settings.compute(work) : WorkResult()};
}

Task<WorkResult> VirtualEnvironment::compute(StepId step, CpuWork work, Cpu cpu) { return doStep(stepOf(step, work), cpu); }

Task<WorkResult> VirtualEnvironment::tool(StepId step, ToolWork work, Cpu cpu)
{
    return toolOn(m_loopExecutor, step, std::move(work), cpu);
}

/// `executor`: whose loop orders it.
Task<WorkResult> VirtualEnvironment::toolOn(int executor, StepId step, ToolWork work, Cpu cpu)
{
    const VirtualTool tool = m_settings.tool ? m_settings.tool(work) : VirtualTool();
    std::optional<Admission> place;
    if (tool.plan.isLimited)
        place.emplace(co_await placeOf(executor, step, std::move(work.name)));
    const qint64 untilNs = now() + tool.plan.waitNs;
    const StepEnd end = tool.plan.waitNs > 0 ? StepEnd::GoesOn : StepEnd::Ends;
    if (tool.plan.waitNs <= 0 || tool.plan.cpuNs > 0) {
        Step cpuStep{step, Phase::Tool, tool.plan.cpuNs, tool.result, end};
        if (executor == m_loopExecutor)
            co_await doStep(std::move(cpuStep), cpu);
        else
            co_await doInWorker(executor, std::move(cpuStep));
    }
    if (end == StepEnd::Ends)
        co_return tool.result;
    m_recorder.beginSpan(now(), Phase::Tool, step, 0, noExecutor); // it waits for something outside
    co_await SleepUntil(untilNs);
    m_recorder.endSpan(now(), Phase::Tool, step, 0, noExecutor, tool.result.outcome);
    m_recorder.endStep(now(), step, executor, tool.result.outcome, textOf(tool.result));
    co_return tool.result;
}

/// Waits for a place among those of the tool.
Task<Admission> VirtualEnvironment::placeOf(int executor, StepId step, QString tool)
{
    Ask ask;
    ask.call = step;
    ask.tool = std::move(tool);
    qint64 sinceNs = -1;
    ask.waits = [&] {
        sinceNs = now();
        m_recorder.beginSpan(sinceNs, Phase::Limiter, step, 0, executor);
    };
    Admission place(m_traffic, step, co_await m_traffic.enter(ask));
    if (sinceNs >= 0) {
        const qint64 letInNs = std::clamp(place.verdict().letInNs, sinceNs, now());
        m_recorder.endSpan(letInNs, Phase::Limiter, step, 0, executor);
        m_recorder.beginSpan(letInNs, Phase::Ready, step, 0, executor); // the loop was busy
        m_recorder.endSpan(now(), Phase::Ready, step, 0, executor);
    }
    co_return place;
}

Task<WorkResult> VirtualEnvironment::doStep(Step step, Cpu cpu)
{
    if (cpu == Cpu::InPool)
        co_return co_await doInPool(std::move(step));
    const qint64 begin = now();
    m_loop.computeFor(step.cpuNs);
    record(m_loopExecutor, step, begin);
    co_return step.result;
}

namespace {

/// The lowest free executor of the pool, until the step is over or given up.
class PoolExecutor
{
public:
    explicit PoolExecutor(std::vector<int> &idle)
        : number(idle.back())
        , m_idle(idle)
    {
        m_idle.pop_back();
    }
    ~PoolExecutor()
    {
        m_idle.push_back(number);
        std::sort(m_idle.rbegin(), m_idle.rend());
    }
    PoolExecutor(const PoolExecutor &) = delete;
    PoolExecutor &operator=(const PoolExecutor &) = delete;

    const int number;

private:
    std::vector<int> &m_idle;
};

} // namespace

Task<WorkResult> VirtualEnvironment::doInPool(Step step)
{
    if (!std::exchange(m_poolRegistered, true)) {
        for (int i = 0; i < m_settings.pool; ++i)
            m_idlePool.insert(m_idlePool.begin(), m_allRecorders.addExecutor(m_recorder, ExecutorKind::PoolThread,
                                                                             QStringLiteral("pool %1").arg(i + 1), now()));
    }
    m_recorder.beginSpan(now(), Phase::Ready, step.id, 0, m_loopExecutor);
    const Permit permit = co_await m_pool.acquire();
    const PoolExecutor executor(m_idlePool);
    co_return co_await doInWorker(executor.number, std::move(step));
}

Task<WorkResult> VirtualEnvironment::doInWorker(int executor, Step step)
{
    m_recorder.beginSpan(now(), Phase::Ready, step.id, 0, executor); // it has its executor, and waits for a core
    const Permit core = co_await m_cores.acquire();
    const qint64 begin = now();
    co_await SleepUntil(begin + step.cpuNs);
    record(executor, step, begin);
    co_return step.result;
}

void VirtualEnvironment::record(int executor, const Step &step, qint64 begin)
{
    m_recorder.beginSpan(begin, step.phase, step.id, 0, executor);
    m_recorder.endSpan(now(), step.phase, step.id, 0, executor, step.result.outcome, step.cpuNs);
    if (step.end == StepEnd::Ends)
        m_recorder.endStep(now(), step.id, executor, step.result.outcome, textOf(step.result));
}

Task<void> VirtualEnvironment::sleepFor(qint64 ns) { co_await SleepUntil(now() + ns); }

/// Workers of the virtual machine: each runs one unit at a time in an environment whose CPU steps do not touch the loop.
class VirtualWorkers : public Workers
{
public:
    VirtualWorkers(VirtualEnvironment &environment, const JobProgram &job, const std::vector<int> &executors)
        : m_environment(environment)
        , m_places(static_cast<int>(executors.size()))
    {
        for (size_t i = 0; i < executors.size(); ++i)
            m_views.push_back(std::make_unique<View>(*this, job, executors[i]));
    }

    Task<void> run(Job job) override
    {
        Job ended = job;
        ended.prompt = {};
        const WorkResult result = co_await runUnit(Unit::whole(std::move(job)));
        m_environment.jobEnded(ended, result);
    }

private:
    /// The environment as one worker sees it: its loop is its own.
    class View : public Environment
    {
    public:
        View(VirtualWorkers &workers, const JobProgram &job, int executor)
            : Environment(job)
            , m_workers(workers)
            , m_parent(workers.m_environment)
            , m_executor(executor)
        {
        }
        qint64 now() const override { return m_parent.now(); }
        Task<Reply> call(StepId step, const Prompt &prompt, CallTimes times) override
        {
            return m_parent.callFrom(m_executor, step, prompt, times);
        }
        Task<WorkResult> compute(StepId step, CpuWork work, Cpu) override
        {
            return m_parent.doInWorker(m_executor, m_parent.stepOf(step, work));
        }
        Task<WorkResult> tool(StepId step, ToolWork work, Cpu cpu) override
        {
            return m_parent.toolOn(m_executor, step, std::move(work), cpu);
        }
        Task<void> sleepFor(qint64 ns) override { return m_parent.sleepFor(ns); }
        Task<std::unique_ptr<Workers>> startWorkers(WorkerKind kind) override { return m_parent.startWorkers(kind); }
        Task<std::vector<WorkResult>> runOnWorkers(std::vector<Unit> branches, Gathering rule) override
        {
            return m_workers.runBranches(std::move(branches), rule);
        }
        RecorderBuffer &recorder() override { return m_parent.recorder(); }
        int executor() const override { return m_executor; }

    private:
        VirtualWorkers &m_workers;
        VirtualEnvironment &m_parent;
        const int m_executor;
    };

    /// A unit at work on its worker, until it is over or given up.
    struct AtWork {
        AtWork(VirtualWorkers &workers, StepId unit, int number)
            : owner(workers)
            , id(unit)
            , worker(number)
        {
            owner.m_units[id] = this;
        }
        ~AtWork()
        {
            owner.m_units.erase(id);
            work.reset(); // its parts before its place
            if (hasPlace)
                owner.m_places.giveBack(worker);
        }
        AtWork(const AtWork &) = delete;
        AtWork &operator=(const AtWork &) = delete;

        VirtualWorkers &owner;
        const StepId id;
        const int worker;
        bool hasPlace = true;
        std::optional<Cancellable<WorkResult>> work;
    };

    Task<WorkResult> runUnit(Unit unit)
    {
        const StepId id = unit.group;
        m_waiting.insert(id);
        AtWork atWork(*this, id, co_await m_places.any());
        if (m_waiting.erase(id) == 0)
            co_return givenUp(QStringLiteral("it was given up before it began"));
        View &view = *m_views[static_cast<size_t>(atWork.worker)];
        atWork.work.emplace(view.perform(std::move(unit), Cpu::OnLoop, Branches::OnWorkers));
        std::optional<WorkResult> result = co_await atWork.work->result();
        co_return result ? std::move(*result) : givenUp(QStringLiteral("it was given up"));
    }
    /// Whoever waits for a worker goes on when it has one.
    void cancel(StepId unit)
    {
        m_waiting.erase(unit);
        if (const auto found = m_units.find(unit); found != m_units.end())
            found->second->work->cancel();
    }
    /// The unit that waits for them leaves its worker to others.
    Task<std::vector<WorkResult>> runBranches(std::vector<Unit> branches, Gathering rule)
    {
        AtWork &unit = *m_units.at(branches.front().group.group());
        unit.hasPlace = false;
        m_places.giveBack(unit.worker);
        std::vector<WorkResult> results;
        {
            BranchGathering gathering({[this](Unit branch) { return runUnit(std::move(branch)); }, [this](StepId group) { cancel(group); },
                                       [this] { return m_environment.now(); }, m_environment.recorder(), m_environment.executor()},
                                      std::move(branches), rule);
            results = co_await gathering.results();
        }
        co_await m_places.again(unit.worker);
        unit.hasPlace = true;
        co_return results;
    }

    VirtualEnvironment &m_environment;
    WorkerPlaces m_places;
    std::vector<std::unique_ptr<View>> m_views;
    std::map<StepId, AtWork *> m_units;
    std::set<StepId> m_waiting; // units that have no worker yet, and are wanted
};

Task<std::unique_ptr<Workers>> VirtualEnvironment::startWorkers(WorkerKind kind)
{
    const bool threads = kind == WorkerKind::Threads;
    std::vector<int> executors;
    for (int i = 0; i < m_settings.workers; ++i) {
        const QString name = (threads ? QStringLiteral("thread %1") : QStringLiteral("process %1")).arg(i + 1);
        executors.push_back(m_allRecorders.addExecutor(m_recorder, threads ? ExecutorKind::Thread : ExecutorKind::Process, name, now()));
        m_recorder.beginSpan(now(), Phase::Startup, {}, 0, executors.back());
    }
    co_await SleepUntil(now() + (threads ? m_settings.threadStartNs : m_settings.processStartNs));
    for (const int executor : executors)
        m_recorder.endSpan(now(), Phase::Startup, {}, 0, executor);
    co_return std::make_unique<VirtualWorkers>(*this, job(), executors);
}

} // namespace interleave
