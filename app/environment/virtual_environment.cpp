#include "environment/virtual_environment.h"

#include "async/completion.h"
#include "async/task_group.h"
#include "core/price_table.h"
#include "core/routes.h"
#include "json/price_files.h"

#include <limits>

namespace interleave {

static std::unique_ptr<ResponseCache> cacheOf(const Scenario &scenario)
{
    const CachePolicy &cache = scenario.traffic.cache;
    return cache.enabled ? std::make_unique<ResponseCache>(QString(), QString(), qint64(cache.maxMb) * 1'000'000) : nullptr;
}

VirtualEnvironment::VirtualEnvironment(JobFunction job, VirtualSettings settings, Recorder &recorder)
    : Environment(job)
    , m_settings(std::move(settings))
    , m_allRecorders(recorder)
    , m_recorder(recorder.newBuffer())
    , m_loopExecutor(recorder.addExecutor(m_recorder, ExecutorKind::Loop, QStringLiteral("network loop"), 0))
    , m_routes(routesOf(m_settings.scenario))
    , m_traffic(m_settings.scenario, loadPriceTable(), cacheOf(m_settings.scenario))
    , m_pool(m_settings.pool)
    , m_cores(m_settings.cores)
    , m_job(job)
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

Task<Reply> VirtualEnvironment::call(int call, const Prompt &prompt, qint64 plannedNs)
{
    return callFrom(m_loopExecutor, call, prompt, {plannedNs, untilNs()});
}

Task<Reply> VirtualEnvironment::callFrom(int executor, int call, const Prompt &prompt, CallTimes times)
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
    for (const qint64 chunkNs : service.chunkNs) {
        if (begin + chunkNs >= untilNs)
            break;
        co_await SleepUntil(begin + chunkNs);
        if (phase == Phase::Ttft) {
            enter(Phase::Stream);
            result.firstChunkNs = now();
        }
        Event chunk;
        chunk.kind = EventKind::Chunk;
        chunk.call = order.call;
        chunk.attempt = static_cast<qint16>(order.number);
        chunk.executor = static_cast<qint16>(m_executor);
        chunk.ns = now();
        chunk.value = begin + chunkNs;
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

Task<void> VirtualEnvironment::compute(int call, QString text, Cpu cpu)
{
    if (cpu == Cpu::InPool) {
        co_await computeInPool(call, text);
        co_return;
    }
    const qint64 begin = now();
    const qint64 cpuNs = m_settings.cpuNs(call, text);
    m_loop.computeFor(cpuNs);
    recordAnalysis(m_loopExecutor, call, begin, cpuNs);
}

Task<void> VirtualEnvironment::computeInPool(int call, QString text)
{
    if (!std::exchange(m_poolRegistered, true)) {
        for (int i = 0; i < m_settings.pool; ++i)
            m_idlePool.insert(m_idlePool.begin(), m_allRecorders.addExecutor(m_recorder, ExecutorKind::PoolThread,
                                                                             QStringLiteral("pool %1").arg(i + 1), now()));
    }
    m_recorder.beginSpan(now(), Phase::Ready, call, 0, m_loopExecutor);
    const Permit permit = co_await m_pool.acquire();
    const int executor = m_idlePool.back();
    m_idlePool.pop_back();
    co_await computeInWorker(executor, call, text);
    m_idlePool.push_back(executor);
    std::sort(m_idlePool.rbegin(), m_idlePool.rend());
}

Task<void> VirtualEnvironment::computeInWorker(int executor, int call, QString text)
{
    m_recorder.beginSpan(now(), Phase::Ready, call, 0, executor); // it has its executor, and waits for a core
    const Permit core = co_await m_cores.acquire();
    const qint64 begin = now();
    const qint64 cpuNs = m_settings.cpuNs(call, text);
    co_await SleepUntil(begin + cpuNs);
    recordAnalysis(executor, call, begin, cpuNs);
}

void VirtualEnvironment::recordAnalysis(int executor, int call, qint64 begin, qint64 cpuNs)
{
    m_recorder.beginSpan(begin, Phase::Analyze, call, 0, executor);
    m_recorder.endSpan(now(), Phase::Analyze, call, 0, executor, Outcome::Ok, cpuNs);
}

Task<void> VirtualEnvironment::sleepFor(qint64 ns) { co_await SleepUntil(now() + ns); }

/// Workers of the virtual machine: each runs one job at a time in an environment whose CPU steps do not touch the loop.
class VirtualWorkers : public Workers
{
public:
    VirtualWorkers(VirtualEnvironment &environment, std::vector<int> executors)
        : m_environment(environment)
        , m_free(static_cast<int>(executors.size()))
    {
        for (auto it = executors.rbegin(); it != executors.rend(); ++it)
            m_idle.push_back(*it);
    }

    Task<void> run(Job job) override
    {
        const Permit permit = co_await m_free.acquire();
        const int executor = m_idle.back();
        m_idle.pop_back();
        WorkerView view(m_environment, executor);
        co_await view.run(job, Cpu::OnLoop);
        m_idle.push_back(executor);
        m_environment.jobEnded(job);
    }

private:
    /// The environment as one worker sees it: its loop is its own.
    class WorkerView : public Environment
    {
    public:
        WorkerView(VirtualEnvironment &parent, int executor)
            : Environment(parent.m_job)
            , m_parent(parent)
            , m_executor(executor)
        {
        }
        qint64 now() const override { return m_parent.now(); }
        Task<Reply> call(int call, const Prompt &prompt, qint64 plannedNs) override
        {
            return m_parent.callFrom(m_executor, call, prompt, {plannedNs, untilNs()});
        }
        Task<void> compute(int call, QString text, Cpu) override { return m_parent.computeInWorker(m_executor, call, text); }
        Task<void> sleepFor(qint64 ns) override { return m_parent.sleepFor(ns); }
        Task<std::unique_ptr<Workers>> startWorkers(WorkerKind kind) override { return m_parent.startWorkers(kind); }

    private:
        VirtualEnvironment &m_parent;
        int m_executor;
    };

    VirtualEnvironment &m_environment;
    Semaphore m_free;
    std::vector<int> m_idle; // next one last
};

Task<std::unique_ptr<Workers>> VirtualEnvironment::startWorkers(WorkerKind kind)
{
    const bool threads = kind == WorkerKind::Threads;
    std::vector<int> executors;
    for (int i = 0; i < m_settings.workers; ++i) {
        const QString name = (threads ? QStringLiteral("thread %1") : QStringLiteral("process %1")).arg(i + 1);
        executors.push_back(m_allRecorders.addExecutor(m_recorder, threads ? ExecutorKind::Thread : ExecutorKind::Process, name, now()));
        m_recorder.beginSpan(now(), Phase::Startup, -1, 0, executors.back());
    }
    co_await SleepUntil(now() + (threads ? m_settings.threadStartNs : m_settings.processStartNs));
    for (const int executor : executors)
        m_recorder.endSpan(now(), Phase::Startup, -1, 0, executor);
    co_return std::make_unique<VirtualWorkers>(*this, executors);
}

} // namespace interleave
