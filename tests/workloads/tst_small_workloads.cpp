// Jobs of several steps under every execution model, live and in virtual time: the same steps with the same names, the same figures of
// jobs, every invariant, and every export. The workloads are the smallest ones (app/workloads/chain.cpp and fan_out.cpp).
#include "core/clock.h"
#include "export/exporters.h"
#include "forecast/prediction.h"
#include "run/program_path.h"
#include "run/queue_progress.h"
#include "run/run_controller.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "trace/trace_file.h"

#include <QBuffer>
#include <QSignalSpy>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

constexpr int jobs = 3;

Scenario scenarioOf(const QString &workload, const QString &model)
{
    Scenario scenario;
    scenario.name = workload;
    scenario.workload = workload;
    for (int i = 0; i < jobs; ++i)
        scenario.prompts.emplaceBack().text = u"Explain topic %1 in 30 words"_s.arg(i);
    scenario.models = {model};
    scenario.workers = 2;
    scenario.concurrency = 4;
    scenario.timeScale = 0.02;
    scenario.seed = 7;
    return scenario;
}

QString textOf(const StepRecord &step)
{
    static constexpr const char *kinds[] = {"call", "analysis", "tool", "group"};
    QStringList causes;
    for (const qint64 cause : step.causes)
        causes.append(stepNumber(cause));
    return u"%1 %2 \"%3\" in %4 after [%5] %6"_s.arg(stepNumber(step.id.step), QLatin1StringView(kinds[static_cast<size_t>(step.kind)]),
                                                     step.label, step.parent == 0 ? u"job"_s : stepNumber(step.parent), causes.join(u' '),
                                                     QString(outcomeName(step.outcome)));
}

/// Of one job, by number.
QStringList stepsOf(const Trace &trace, int job)
{
    QList<StepRecord> steps;
    for (const qint32 index : trace.jobs()[static_cast<size_t>(job)].steps)
        steps.append(trace.steps()[static_cast<size_t>(index)]);
    std::sort(steps.begin(), steps.end(),
              [](const StepRecord &a, const StepRecord &b) { return stepNumber(a.id.step) < stepNumber(b.id.step); });
    QStringList texts;
    for (const StepRecord &step : steps)
        texts.append(textOf(step));
    return texts;
}

const QStringList chainSteps{u"1 call \"draft\" in job after [] ok"_s, u"2 analysis \"score the draft\" in job after [1] ok"_s,
                             u"3 call \"revision\" in job after [1 2] ok"_s, u"4 analysis \"score the revision\" in job after [3] ok"_s};
const QStringList fanOutSteps{u"1 group \"view 1\" in job after [] ok"_s,      u"1.1 call \"view 1\" in 1 after [] ok"_s,
                              u"1.2 analysis \"score\" in 1 after [1.1] ok"_s, u"1.3 tool \"wait\" in 1 after [1.1] ok"_s,
                              u"1.4 tool \"burn\" in 1 after [1.3] ok"_s,      u"2 group \"view 2\" in job after [] ok"_s,
                              u"2.1 call \"view 2\" in 2 after [] ok"_s,       u"2.2 analysis \"score\" in 2 after [2.1] ok"_s,
                              u"2.3 tool \"wait\" in 2 after [2.1] ok"_s,      u"2.4 tool \"burn\" in 2 after [2.3] ok"_s,
                              u"3 group \"view 3\" in job after [] ok"_s,      u"3.1 call \"view 3\" in 3 after [] ok"_s,
                              u"3.2 analysis \"score\" in 3 after [3.1] ok"_s, u"3.3 tool \"wait\" in 3 after [3.1] ok"_s,
                              u"3.4 tool \"burn\" in 3 after [3.3] ok"_s,      u"4 tool \"calculator\" in job after [1 2 3] ok"_s,
                              u"5 call \"join\" in job after [4] ok"_s};

void addRows()
{
    QTest::addColumn<QString>("workload");
    QTest::addColumn<QString>("model");
    for (const char *workload : {"chain", "fan_out"}) {
        for (const CatalogEntry &model : catalogOfModels())
            QTest::addRow("%s, %s", workload, qPrintable(model.id)) << QString::fromLatin1(workload) << model.id;
    }
}

void verify(const Trace &trace, const Scenario &scenario, const RunReport &report)
{
    QCOMPARE(trace.jobs().size(), size_t(jobs));
    const bool isChain = scenario.workload == "chain"_L1;
    const int callsOfJob = isChain ? 2 : 4;
    for (int job = 0; job < jobs; ++job)
        QCOMPARE(stepsOf(trace, job), isChain ? chainSteps : fanOutSteps);
    QCOMPARE(report.planned, jobs * callsOfJob);
    QCOMPARE(knownCalls(scenario), std::optional(report.planned)); // what was said before the run
    QCOMPARE(report.ok(), jobs * callsOfJob);
    QCOMPARE(report.jobs, jobs);
    QCOMPARE(report.jobsOk, jobs);
    QCOMPARE(report.jobsFailed, 0);
    QCOMPARE(report.jobLatency.n, jobs);
    QVERIFY(*report.jobLatency.max > *report.latency.max); // a job is longer than any of its calls
    QVERIFY(*report.jobLatency.max <= report.makespanS);
    for (const Span &span : trace.spans()) { // who waits for something outside keeps nobody busy, and who works does
        if (span.phase != Phase::Tool)
            continue;
        const bool waits = trace.steps()[static_cast<size_t>(span.step)].label == "wait"_L1;
        QCOMPARE(span.executor == noExecutor, waits);
        QVERIFY(!waits || span.end - span.begin >= 100'000); // 5 ms, at the time scale
    }
    QVERIFY2(report.invariants.broken.isEmpty(), qPrintable(report.invariants.broken.join(u'\n')));
    for (const JobRecord &job : trace.jobs()) {
        const StepRecord *last = nullptr;
        for (const qint32 index : job.steps) {
            const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
            QVERIFY(step.begin >= job.planned && step.end >= step.begin && step.end <= job.end);
            for (const qint64 cause : step.causes) { // nothing begins before what it waited for
                const auto found = std::find_if(job.steps.begin(), job.steps.end(),
                                                [&](qint32 other) { return trace.steps()[static_cast<size_t>(other)].id.step == cause; });
                QVERIFY(found != job.steps.end());
                QVERIFY(trace.steps()[static_cast<size_t>(*found)].end <= step.begin);
            }
            last = !last || step.end > last->end ? &step : last;
        }
        QVERIFY(last && last->end == job.end);
    }
}

/// The second call's prompt holds the first one's words: the server counts them.
void verifyWordsArrive(const Trace &trace, const Scenario &scenario)
{
    for (const JobRecord &job : trace.jobs()) {
        qint32 first = 0, last = 0;
        for (const qint32 index : job.steps) {
            const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
            if (step.kind != StepKind::Call)
                continue;
            const CallRecord &call = trace.calls()[static_cast<size_t>(step.call)];
            QVERIFY(call.usage.input && call.usage.output);
            const bool isLast = step.label == "revision"_L1 || step.label == "join"_L1;
            (isLast ? last : first) += isLast ? *call.usage.input : *call.usage.output;
        }
        QVERIFY2(last >= first, qPrintable(u"%1: %2 tokens in, %3 were said"_s.arg(scenario.workload).arg(last).arg(first)));
    }
}

} // namespace

class SmallWorkloadsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        useProgram(QStringLiteral(INTERLEAVE_PROGRAM));
        QDir(RunController::runsFolder()).removeRecursively();
    }

    void in_virtual_time_data() { addRows(); }
    void in_virtual_time()
    {
        QFETCH(QString, workload);
        QFETCH(QString, model);
        const Scenario scenario = scenarioOf(workload, model);
        const PredictedRun predicted = predict(scenario, model);
        QCOMPARE(predicted.problem, QString());
        QCOMPARE(predicted.leftOut, QString());
        verify(*predicted.trace, scenario, makeRunReport(*predicted.trace, scenario, model, 0));
        verifyWordsArrive(*predicted.trace, scenario);
    }

    void live_data() { addRows(); }
    void live()
    {
        QFETCH(QString, workload);
        QFETCH(QString, model);
        const Scenario scenario = scenarioOf(workload, model);
        RunController controller;
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenario);
        QVERIFY(finished.count() == 1 || finished.wait(60'000));
        QCOMPARE(controller.finishedRuns().size(), 1);
        const FinishedRun &run = controller.finishedRuns().front();
        verify(*run.trace, scenario, run.report);
        verifyWordsArrive(*run.trace, scenario);

        const Result<TracePtr> read = readTrace(run.file); // and from its file the same
        QVERIFY2(read, qPrintable(read ? QString() : read.error()));
        for (int job = 0; job < jobs; ++job)
            QCOMPARE(stepsOf(**read, job), stepsOf(*run.trace, job));
        for (const Exporter &exporter : exporters()) {
            QBuffer buffer;
            QVERIFY(buffer.open(QIODevice::WriteOnly));
            const QString problem = exporter.write(ExportInput{scenario, {run}}, buffer);
            QVERIFY2(problem.isEmpty(), qPrintable(exporter.id + u": "_s + problem));
            QVERIFY2(!buffer.data().isEmpty(), qPrintable(exporter.id));
        }
    }

    /// Closed form: a call takes 1 s, nothing else takes anything.
    void branches_run_where_the_model_says_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("workers");
        QTest::addColumn<double>("makespanS");
        QTest::newRow("one after the other") << u"sequential"_s << 1 << 4.0;
        QTest::newRow("interleaved") << u"concurrent"_s << 1 << 2.0;
        QTest::newRow("hybrid") << u"hybrid"_s << 1 << 2.0;
        QTest::newRow("one worker, that the job leaves to its branches") << u"parallel_threads"_s << 1 << 4.0;
        QTest::newRow("two workers") << u"parallel_threads"_s << 2 << 3.0;
        QTest::newRow("three workers") << u"parallel_processes"_s << 3 << 2.0;
    }
    void branches_run_where_the_model_says()
    {
        QFETCH(QString, model);
        QFETCH(int, workers);
        QFETCH(double, makespanS);
        Scenario scenario = scenarioOf(u"fan_out"_s, model);
        scenario.prompts.resize(1);
        scenario.endpoint.profile = u"constant"_s; // 2 s
        scenario.analyzers.clear();
        scenario.workers = workers;
        scenario.timeScale = 0.5;
        const PredictedRun predicted = predict(scenario, model);
        QCOMPARE(predicted.problem, QString());
        const RunReport report = makeRunReport(*predicted.trace, scenario, model, 0);
        QVERIFY2(std::abs(report.makespanS - makespanS) < 0.05, qPrintable(QString::number(report.makespanS)));
        QCOMPARE(*report.jobLatency.max, report.makespanS); // the one job is the run
    }
};

INTERLEAVE_TEST_MAIN(SmallWorkloadsTest)
#include "tst_small_workloads.moc"
