// The parts of the difference of any two runs add up to it to the nanosecond: of every pair of runs that the built-in scenarios make in
// virtual time, and of live ones of each kind of workload.
#include "run/program_path.h"
#include "setup/catalog.h"
#include "support/made_run.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "trace/run_difference.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class RunPairsTest : public QObject
{
    Q_OBJECT

    struct Made {
        QString name;
        CriticalPath path;
    };

    static void compareAllPairs(const std::vector<Made> &runs)
    {
        for (const Made &a : runs) {
            for (const Made &b : runs) {
                const RunDifference difference = differenceOf(a.path, b.path);
                qint64 sum = 0;
                for (const DifferencePart &part : difference.parts)
                    sum += part.ns();
                const qint64 makespans = (a.path.window.end - a.path.window.begin) - (b.path.window.end - b.path.window.begin);
                QVERIFY2(sum == makespans && difference.ns() == makespans, qPrintable(a.name + u" against "_s + b.name));
            }
        }
    }
    static void addRun(std::vector<Made> &runs, const Scenario &scenario, const QString &model, bool isLive)
    {
        const MadeRun made = runOf(scenario, model, isLive);
        const QString name = scenario.name + u", "_s + model;
        if (!made.trace)
            return;
        QVERIFY2(problemOf(made.report.criticalPath, *made.trace).isEmpty(), qPrintable(name));
        QVERIFY2(made.report.makespanS > 0, qPrintable(name));
        runs.push_back({name, made.report.criticalPath});
    }

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); }

    void of_the_built_in_scenarios_in_virtual_time()
    {
        std::vector<Made> runs;
        for (const char *name : {"article", "article-cpu", "cpu-bound", "stream", "barrier-vs-dataflow", "cpu-tools", "rag-pipeline",
                                 "research-team", "chain-vs-mapreduce", "simple-workflow-agent", "rate-limit-lab"}) {
            const Result<Scenario> scenario = loadScenario(QString::fromLatin1(name));
            QVERIFY2(scenario, name);
            QList<Scenario> all{*scenario};
            for (const Variant &variant : scenario->variants) {
                const Result<Scenario> changed = variantOf(*scenario, variant);
                QVERIFY(changed);
                all.append(*changed);
            }
            for (const Scenario &one : std::as_const(all)) {
                for (const QString &model : one.models)
                    addRun(runs, one, model, false);
            }
        }
        QVERIFY2(runs.size() >= 30, QByteArray::number(qulonglong(runs.size())));
        compareAllPairs(runs);
    }

    void of_live_runs()
    {
        std::vector<Made> runs;
        Result<Scenario> article = loadScenario(u"article-cpu"_s);
        QVERIFY(article);
        article->timeScale = 0.01;
        article->cpuMs = 5;
        for (const Scenario &scenario : {*article, scenarioOf(graph), scenarioOf(race)}) {
            for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"})
                addRun(runs, scenario, QString::fromLatin1(model), true);
        }
        QCOMPARE(runs.size(), size_t(15));
        compareAllPairs(runs);
    }
};

INTERLEAVE_TEST_MAIN(RunPairsTest)
#include "tst_run_pairs.moc"
