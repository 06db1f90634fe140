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

    /// What is kept of a call that goes on is at every moment what looking at all of it gives. The second call's loop computes for the
    /// first.
    void unreadStretchesKeepUpWithARunThatGrows()
    {
        RunBuilder run;
        run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
        run.call(QStringLiteral("one"))
            .span(Phase::Ttft, 0, 0.3)
            .stream(0.3, 0.6, 4)
            .done(0.6, 40)
            .span(Phase::Analyze, 0.6, 0.9, Outcome::Ok, 0.3);
        run.call(QStringLiteral("two"))
            .span(Phase::Ttft, 0.1, 0.8)
            .stream(0.8, 1.2, 9)
            .done(1.2, 40)
            .span(Phase::Analyze, 1.2, 1.3, Outcome::Ok, 0.1);
        auto trace = run.traceAt(0);
        TraceIndex grown(trace);
        size_t most = 0;
        for (double t = 0; t < 1.4; t += 0.02) {
            run.grow(*trace, t, t + 0.02);
            grown.update();
            for (int call = 0; call < grown.calls(); ++call) {
                const std::vector<UnreadStretch> fresh = unreadOf(*trace, trace->calls()[static_cast<size_t>(call)], CpuSteps(*trace));
                const std::vector<UnreadStretch> &kept = grown.unread(call);
                QCOMPARE(kept.size(), fresh.size());
                for (size_t i = 0; i < fresh.size(); ++i) {
                    QCOMPARE(kept[i].begin, fresh[i].begin);
                    QCOMPARE(kept[i].end, fresh[i].end);
                }
                most = std::max(most, fresh.size());
            }
        }
        QVERIFY(most > 0);
        const UnreadStretch stretch = grown.unread(1).front();
        QCOMPARE(grown.unread(1, stretch.begin, stretch.end).size(), 1u);
        QVERIFY(grown.unread(1, 0, stretch.begin).empty());
        QVERIFY(grown.unread(1, stretch.end, stretch.end + 1).empty() || grown.unread(1).size() > 1);
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
