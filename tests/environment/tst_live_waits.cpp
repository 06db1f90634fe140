// Waits for an executor, as the live environment records them. The order of things is scripted with gates, never with time.
#include "async/qt_loop.h"
#include "async/task_group.h"
#include "core/clock.h"
#include "environment/live_environment.h"
#include "execution/execution_model.h"
#include "support/test_main.h"
#include "support/virtual_run.h"
#include "trace/invariants.h"
#include "workers/live_workers.h"
#include "workers/thread_worker.h"

#include <QTest>

#include <latch>
#include <semaphore>

using namespace interleave;

namespace {

class NoTraffic : public Traffic
{
public:
    Task<Verdict> enter(const Ask &) override { co_return Verdict(); }
    void leave(const AttemptReport &) override {}
};

/// Calls that are answered at once, and analyses that a test lets go on one by one.
class ScriptedServices : public LiveServices
{
public:
    ScriptedServices(RecorderBuffer &buffer, int executor, std::function<void()> answered = {}, std::function<void()> analyzed = {})
        : m_buffer(buffer)
        , m_executor(executor)
        , m_answered(std::move(answered))
        , m_analyzed(std::move(analyzed))
    {
    }
    Task<Reply> call(StepId call, Prompt, CallTimes) override
    {
        m_buffer.beginSpan(monotonicNs(), Phase::Ttft, call, 0, m_executor);
        const qint64 end = monotonicNs();
        m_buffer.endSpan(end, Phase::Ttft, call, 0, m_executor);
        Event done;
        done.kind = EventKind::Done;
        done.step = call;
        done.ns = end;
        m_buffer.add(done);
        if (m_answered)
            m_answered();
        Reply reply;
        reply.outcome = Outcome::Ok;
        co_return reply;
    }
    WorkResult compute(const CpuWork &) const override
    {
        if (m_analyzed)
            m_analyzed();
        return {Outcome::Ok, {"{}"}, {}};
    }
    ToolPlan toolPlan(const ToolWork &) const override { return {}; }
    Task<Admission> enterTool(StepId, QString, std::function<void()>) override { co_return Admission(m_traffic, {}, {}); }
    Task<WorkResult> fetch(ToolWork) override { co_return WorkResult(); }
    WorkResult tool(const ToolWork &) const override { return {}; }

private:
    NoTraffic m_traffic;
    RecorderBuffer &m_buffer;
    int m_executor;
    std::function<void()> m_answered; // on the executor's thread, after a call's end was recorded
    std::function<void()> m_analyzed; // where the analysis runs
};

/// One live run of a model over scripted services, from plan to end.
class LiveBatch
{
public:
    LiveBatch(int calls, int pool, int workers, std::function<void()> answered = {}, std::function<void()> analyzed = {})
        : m_calls(calls)
        , m_buffer(m_recorder.newBuffer())
        , m_executor(m_recorder.addExecutor(m_buffer, ExecutorKind::Loop, QStringLiteral("network loop"), monotonicNs()))
        , m_services(m_buffer, m_executor, std::move(answered), std::move(analyzed))
        , m_environment(promptBatch, m_services, m_recorder, m_buffer, m_executor, pool)
    {
        WorkerPlan plan;
        plan.workers = workers;
        plan.asksTraffic = false;
        plan.threadServices = [](RecorderBuffer &buffer, int executor, Traffic &) {
            return std::make_unique<ScriptedServices>(buffer, executor);
        };
        m_environment.setWorkerStarter([this, plan = std::move(plan)](WorkerKind kind) {
            return startLiveWorkers(kind, plan, promptBatch, m_recorder, m_buffer, m_traffic,
                                    [this](const Job &job, const WorkResult &result) { m_environment.jobEnded(job, result); });
        });
    }

    Trace run(const char *model)
    {
        Event event;
        event.ns = monotonicNs();
        m_buffer.add(event); // RunBegin
        event.kind = EventKind::Planned;
        for (event.step = callOfJob(0); event.step.job < m_calls; ++event.step.job)
            m_buffer.add(event);
        test::JobList jobs(m_calls);
        {
            Task<void> task = findExecutionModel(QString::fromLatin1(model))->run(m_environment, jobs);
            m_loop.enter([&] { task.start(); });
            while (!task.isDone())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
        }
        Event end;
        end.kind = EventKind::RunEnd;
        end.ns = monotonicNs();
        m_buffer.add(end);
        Trace trace;
        trace.apply(m_recorder.drain());
        return trace;
    }

private:
    int m_calls;
    QtLoop m_loop;
    Recorder m_recorder;
    RecorderBuffer &m_buffer;
    int m_executor;
    NoTraffic m_traffic;
    ScriptedServices m_services;
    LiveEnvironment m_environment;
};

QStringList phasesOf(const Trace &trace, size_t call)
{
    QStringList phases;
    for (const qint32 index : trace.calls()[call].spans)
        phases.append(phaseName(trace.spans()[static_cast<size_t>(index)].phase));
    return phases;
}

const Span &spanOf(const Trace &trace, size_t call, Phase phase)
{
    const auto &spans = trace.calls()[call].spans;
    const auto found =
        std::find_if(spans.rbegin(), spans.rend(), [&](qint32 i) { return trace.spans()[static_cast<size_t>(i)].phase == phase; });
    return trace.spans()[static_cast<size_t>(*found)];
}

} // namespace

class TestLiveWaits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyModelLeavesNoBlank_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("sequential") << QByteArray("sequential");
        QTest::newRow("concurrent") << QByteArray("concurrent");
        QTest::newRow("parallel threads") << QByteArray("parallel_threads");
        QTest::newRow("hybrid") << QByteArray("hybrid");
    }
    void everyModelLeavesNoBlank()
    {
        QFETCH(QByteArray, model);
        LiveBatch batch(4, 2, 2);
        const Trace trace = batch.run(model.constData());
        Scenario scenario;
        QCOMPARE(checkInvariants(trace, scenario).broken, QStringList());
        for (size_t call = 0; call < 4; ++call) {
            const QStringList phases = phasesOf(trace, call);
            QVERIFY2(!phases.contains(QStringLiteral("pool")) && !phases.contains(QStringLiteral("limiter")),
                     qPrintable(phases.join(u' ')));
            QCOMPARE(phases.last(), QStringLiteral("analyze"));
        }
    }

    /// A pool of one: the second analysis can only begin when the first is over, and the call is ready until then.
    void aCallIsReadyWhileThePoolIsBusy()
    {
        std::latch bothAnswered(2);
        LiveBatch batch(2, 1, 0, [&] { bothAnswered.count_down(); }, [&] { bothAnswered.wait(); });
        const Trace trace = batch.run("hybrid");
        const Span &first = spanOf(trace, 0, Phase::Analyze);
        const Span &second = spanOf(trace, 1, Phase::Analyze);
        const Span &ready = spanOf(trace, 1, Phase::Ready);
        QVERIFY(second.begin >= first.end);
        QVERIFY(ready.begin <= first.end); // it was answered before: the analyses wait for that
        QCOMPARE(ready.end, second.begin);
        QCOMPARE(ready.begin, trace.calls()[1].done);
    }

    void aCallIsReadyUntilAWorkerIsFree()
    {
        LiveBatch batch(2, 0, 1);
        const Trace trace = batch.run("parallel_threads");
        const Span &ready = trace.spans()[static_cast<size_t>(trace.calls()[1].spans.front())];
        QCOMPARE(ready.phase, Phase::Ready);
        QCOMPARE(ready.begin, trace.calls()[1].planned);
        QVERIFY(ready.end >= spanOf(trace, 0, Phase::Analyze).end);
        QCOMPARE(ready.end, spanOf(trace, 1, Phase::Ttft).begin);
    }

    /// A job that is sent before the worker's thread has got that far is done all the same.
    void whatAThreadIsToldEarlyWaitsForIt()
    {
        std::binary_semaphore gate(0);
        Recorder recorder;
        int done = 0;
        WorkerPlan plan;
        plan.asksTraffic = false;
        plan.threadServices = [&gate](RecorderBuffer &buffer, int executor, Traffic &) {
            gate.acquire(); // until the job has been sent
            return std::make_unique<ScriptedServices>(buffer, executor);
        };
        ThreadWorker worker(plan, promptBatch, recorder, 1,
                            {[&done](const WorkerMessage &message) { done += message.kind == WorkerMessage::Kind::Done; }, {}});
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Work;
        message.units.push_back(Unit::whole({}));
        worker.send(message);
        gate.release();
        QTRY_COMPARE_WITH_TIMEOUT(done, 1, 60'000);
    }
};

INTERLEAVE_TEST_MAIN(TestLiveWaits)
#include "tst_live_waits.moc"
