// What is computed from the steps of every workload under every model, in virtual time: the critical path tiles, tools say what they were
// asked, widths are what the model makes of them.
#include "execution/execution_model.h"
#include "forecast/prediction.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "trace/run_report.h"
#include "trace/slack.h"
#include "workloads/workload.h"

using namespace interleave;
using namespace Qt::StringLiterals;

static Scenario scenarioOf(const QString &workload)
{
    Scenario scenario = *loadScenario(u"article"_s);
    scenario.workload = workload;
    scenario.requests = 3;
    scenario.stream = true;
    scenario.cpuMs = 40;
    scenario.concurrency = 4;
    scenario.workers = 2;
    scenario.pool = 2;
    return scenario;
}

class StepInsightTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_workload_under_every_model_data()
    {
        QTest::addColumn<QString>("workload");
        QTest::addColumn<QString>("model");
        for (const QString &workload : {u"prompt_batch"_s, u"chain"_s, u"fan_out"_s}) {
            for (const ExecutionModel &model : executionModels())
                QTest::addRow("%s, %s", qPrintable(workload), qPrintable(model.id)) << workload << model.id;
        }
    }
    void every_workload_under_every_model()
    {
        QFETCH(QString, workload);
        QFETCH(QString, model);
        const Scenario scenario = scenarioOf(workload);
        const PredictedRun predicted = predict(scenario, model);
        QVERIFY2(predicted.trace, qPrintable(predicted.problem));
        const Trace &trace = *predicted.trace;
        const RunReport report = makeRunReport(trace, scenario, model, 0);
        QCOMPARE(report.invariants.broken, QStringList());
        qint64 sum = 0;
        for (const auto &[name, ns] : report.criticalPath.byName())
            sum += ns;
        QCOMPARE(sum, report.criticalPath.window.end - report.criticalPath.window.begin);
        QVERIFY(report.effort.activeNs <= report.effort.ns);
        QVERIFY(report.effort.activeNs <= sum);
        const std::vector<qint64> slack = slackOfSteps(trace);
        for (size_t i = 0; i < trace.steps().size(); ++i) {
            QVERIFY(slack[i] >= 0);
            if (trace.steps()[i].kind == StepKind::Tool)
                QVERIFY2(!trace.steps()[i].asked.isEmpty(), qPrintable(trace.steps()[i].label));
        }
        QCOMPARE(report.namedSteps.empty(), workload == u"prompt_batch");
        QCOMPARE(report.width.has_value(), workload == u"fan_out");
    }

    void branches_run_as_wide_as_the_model_lets_them()
    {
        Scenario scenario = scenarioOf(u"fan_out"_s);
        scenario.requests = 1;
        const auto widthOfRun = [&](const char *model) {
            return makeRunReport(*predict(scenario, QString::fromLatin1(model)).trace, scenario, QString::fromLatin1(model), 0)
                .width->text();
        };
        QCOMPARE(widthOfRun("sequential"), u"declared 3, observed 1: one loop"_s);
        QCOMPARE(widthOfRun("hybrid"), u"declared 3, observed 3"_s);
        QCOMPARE(widthOfRun("parallel_threads"), u"declared 3, observed 2: 2 workers"_s);
        scenario.workers = 1;
        QCOMPARE(widthOfRun("parallel_threads"), u"declared 3, observed 1: one worker"_s);
        scenario.concurrency = 1; // one in flight, and the reply before it is analyzed meanwhile
        QCOMPARE(widthOfRun("concurrent"), u"declared 3, observed 2: the limit of one call in flight"_s);
    }
};

INTERLEAVE_TEST_MAIN(StepInsightTest)
#include "tst_step_insight.moc"
