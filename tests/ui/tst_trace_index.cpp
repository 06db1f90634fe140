#include "forecast/prediction.h"
#include "support/run_builder.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "trace/run_report.h"
#include "ui/timeline/trace_index.h"

using namespace interleave;
using test::RunBuilder;

namespace {

void compareLanes(const LaneSpans &a, const LaneSpans &b)
{
    QCOMPARE(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) {
        QCOMPARE(a.begin(i), b.begin(i));
        QCOMPARE(a.end(i), b.end(i));
        QCOMPARE(a.phase(i), b.phase(i));
        QCOMPARE(a.failed(i), b.failed(i));
    }
}

RunBuilder smallRun()
{
    RunBuilder run;
    run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
    const int pool = run.executor(ExecutorKind::PoolThread, QStringLiteral("pool 1"));
    run.startup(pool, 0, 0.02);
    run.call(QStringLiteral("one"))
        .span(Phase::Send, 0.01, 0.02)
        .span(Phase::Ttft, 0.02, 0.3)
        .stream(0.3, 1.1, 9)
        .done(1.1, 40)
        .on(pool)
        .span(Phase::Analyze, 1.1, 1.4, Outcome::Ok, 0.29);
    run.call(QStringLiteral("two"))
        .span(Phase::Send, 0.01, 0.03)
        .span(Phase::Ttft, 0.03, 0.2, Outcome::HttpError)
        .span(Phase::Backoff, 0.2, 0.5)
        .attempt(1)
        .span(Phase::Send, 0.5, 0.51)
        .span(Phase::Ttft, 0.51, 0.7)
        .stream(0.7, 1.2, 6)
        .done(1.2, 20);
    run.finish(1.4);
    return run;
}

} // namespace

class TestTraceIndex : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Whatever a job begins and ends with, and whether it has a call at all; without the warm-up.
    void theMakespanIsThatOfTheReport()
    {
        for (const QByteArray &parts : {test::graph, test::race, QByteArray(test::barrier).replace("BARRIER", "true")}) {
            for (const char *model : {"sequential", "hybrid", "parallel_processes"}) {
                Scenario scenario = test::scenarioOf(parts);
                scenario.warmup = 1;
                const PredictedRun predicted = predict(scenario, QString::fromLatin1(model));
                QVERIFY2(predicted.trace, qPrintable(predicted.problem));
                const RunReport report = makeRunReport(*predicted.trace, scenario, QString::fromLatin1(model), 0);
                TraceIndex index(predicted.trace);
                QVERIFY(report.makespanS > 0);
                QCOMPARE(static_cast<double>(index.makespan()) / 1e9, report.makespanS);
            }
        }
    }
    void growingGivesWhatReadingAtOnceGives()
    {
        const RunBuilder run = smallRun();
        auto trace = run.traceAt(0);
        TraceIndex grown(trace);
        for (double t = 0; t < 1.5; t += 0.03) {
            run.grow(*trace, t, t + 0.03);
            grown.update();
        }
        const TraceIndex atOnce(run.trace());
        QCOMPARE(grown.calls(), 2);
        for (int i = 0; i < 2; ++i) {
            compareLanes(grown.call(i), atOnce.call(i));
            compareLanes(grown.executor(i), atOnce.executor(i));
            QCOMPARE(grown.reads(i), atOnce.reads(i));
        }
        QVERIFY(!grown.hasOpen());
        QCOMPARE(grown.contentEnd(0), nsFromSeconds(1.4));
    }

    void timesAreRelativeToTheRun()
    {
        const TraceIndex index(smallRun().trace());
        QCOMPARE(index.call(0).begin(0), 0); // ready, until it is sent
        QCOMPARE(index.call(0).begin(1), nsFromSeconds(0.01));
    }

    void executorsHaveOnlyWhatTheyExecute()
    {
        const TraceIndex index(smallRun().trace());
        QCOMPARE(index.executor(0).size(), 3u); // three requests
        QCOMPARE(index.executor(1).size(), 2u); // start-up and analysis
        QCOMPARE(index.executor(1).phase(0), Phase::Startup);
        QCOMPARE(index.reads(0).size(), 15u);
        QVERIFY(std::is_sorted(index.reads(0).begin(), index.reads(0).end()));
    }

    void failuresAreKnown()
    {
        const TraceIndex index(smallRun().trace());
        QCOMPARE(index.call(0).failures(), 0);
        QCOMPARE(index.call(1).failures(), 1);
    }

    void nothingNewCostsNothing()
    {
        const auto trace = smallRun().traceAt(0.6);
        TraceIndex index(trace);
        QVERIFY(!index.update());
        QVERIFY(index.hasOpen());
        QCOMPARE(index.contentEnd(nsFromSeconds(0.65)), nsFromSeconds(0.65));
    }

    void anotherTraceStartsAfresh()
    {
        TraceIndex index(smallRun().trace());
        RunBuilder other;
        other.call(QStringLiteral("x")).open(Phase::Ttft, 0);
        index.setTrace(other.trace());
        QCOMPARE(index.calls(), 1);
        QCOMPARE(index.call(0).size(), 1u);
        index.setTrace(nullptr);
        QCOMPARE(index.calls(), 0);
        QCOMPARE(index.call(0).size(), 0u);
    }
};

INTERLEAVE_TEST_MAIN(TestTraceIndex)
#include "tst_trace_index.moc"
