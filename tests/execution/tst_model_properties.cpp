// What holds for every execution model and any work: the invariants, the same outcome twice, and a stop at any moment that
// leaves nothing behind. Random recipes in virtual time, with a seed.
#include "support/test_main.h"
#include "support/virtual_run.h"
#include "trace/run_report.h"

#include <QRandomGenerator>
#include <QTest>

using namespace interleave;
using interleave::test::CallRecipe;
using interleave::test::RunRecipe;
using interleave::test::VirtualRun;

class TestModelProperties : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void invariantsHold_data() { eachModel(); }
    void invariantsHold();
    void runsAreDeterministic_data() { eachModel(); }
    void runsAreDeterministic();
    void aStopAtAnyMomentLeavesNothingBehind_data() { eachModel(); }
    void aStopAtAnyMomentLeavesNothingBehind();
    void modelsDifferOnlyInWhereAndWhen();

private:
    static void eachModel();
};

void TestModelProperties::eachModel()
{
    QTest::addColumn<QString>("model");
    for (const ExecutionModel &model : executionModels())
        QTest::newRow(qPrintable(model.id)) << model.id;
}

static RunRecipe randomRecipe(QRandomGenerator &random)
{
    RunRecipe recipe;
    const int calls = 1 + random.bounded(12);
    for (int i = 0; i < calls; ++i) {
        CallRecipe call;
        call.totalMs = random.bounded(100);
        for (int chunk = random.bounded(20); random.bounded(3) > 0 && chunk < call.totalMs; chunk += 1 + random.bounded(30))
            call.chunkMs.append(chunk);
        call.cpuMs = random.bounded(3) * random.bounded(30);
        call.connectMs = random.bounded(2) * random.bounded(10);
        call.outcome = random.bounded(5) == 0 ? Outcome::HttpError : Outcome::Ok;
        recipe.calls.append(call);
    }
    recipe.limit = 1 + random.bounded(6);
    recipe.workers = 1 + random.bounded(6);
    recipe.pool = 1 + random.bounded(4);
    recipe.cores = 1 + random.bounded(4);
    recipe.serverCapacity = random.bounded(4);
    recipe.threadStartMs = random.bounded(3);
    recipe.processStartMs = random.bounded(30);
    return recipe;
}

static RunReport reportOf(const RunRecipe &recipe, const QString &model, const std::vector<Event> &events)
{
    Trace trace;
    trace.apply(events);
    Scenario scenario;
    scenario.concurrency = recipe.limit;
    scenario.workers = recipe.workers;
    scenario.pool = recipe.pool;
    return makeRunReport(trace, scenario, model, 0);
}

void TestModelProperties::invariantsHold()
{
    QFETCH(QString, model);
    QRandomGenerator random(1);
    for (int round = 0; round < 300; ++round) {
        const RunRecipe recipe = randomRecipe(random);
        VirtualRun run(recipe, model);
        const RunReport report = reportOf(recipe, model, run.run());
        QVERIFY2(report.invariants.allHold(), qPrintable(QStringLiteral("round %1: ").arg(round) + report.invariants.broken.join(u'\n')));
        QCOMPARE(report.planned, recipe.calls.size());
        QCOMPARE(report.count(Outcome::Ok) + report.count(Outcome::HttpError), report.planned);
        QVERIFY(report.concurrency.max <= recipe.limit);
        if (model == QLatin1StringView("sequential"))
            QVERIFY(report.concurrency.max <= 1 && report.parallelism.max <= 1);
    }
}

void TestModelProperties::runsAreDeterministic()
{
    QFETCH(QString, model);
    QRandomGenerator random(2);
    for (int round = 0; round < 50; ++round) {
        const RunRecipe recipe = randomRecipe(random);
        VirtualRun first(recipe, model);
        VirtualRun second(recipe, model);
        QVERIFY(first.run() == second.run());
    }
}

void TestModelProperties::aStopAtAnyMomentLeavesNothingBehind()
{
    QFETCH(QString, model);
    QRandomGenerator random(3);
    for (int round = 0; round < 10; ++round) {
        const RunRecipe recipe = randomRecipe(random);
        for (int stopMs = 0; stopMs < 250; stopMs += 7) {
            VirtualRun run(recipe, model);
            const RunReport report = reportOf(recipe, model, run.run(stopMs));
            QCOMPARE(liveTaskFrames.load(), 0);
            const qint64 stopped = run.environment().now();
            run.environment().loop().runUntil([] { return false; });
            QCOMPARE(run.environment().now(), stopped); // no timer was left
            QVERIFY2(report.invariants.allHold(),
                     qPrintable(QStringLiteral("round %1 at %2: ").arg(round).arg(stopMs) + report.invariants.broken.join(u'\n')));
            int sum = 0;
            for (const Outcome outcome : allOutcomes)
                sum += report.count(outcome);
            QCOMPARE(sum, recipe.calls.size());
        }
    }
}

/// The same calls come back the same under every model.
void TestModelProperties::modelsDifferOnlyInWhereAndWhen()
{
    QRandomGenerator random(4);
    for (int round = 0; round < 20; ++round) {
        const RunRecipe recipe = randomRecipe(random);
        std::vector<Outcome> expected;
        for (const CallRecipe &call : recipe.calls)
            expected.push_back(call.outcome);
        for (const ExecutionModel &model : executionModels()) {
            VirtualRun run(recipe, model.id);
            Trace trace;
            trace.apply(run.run());
            std::vector<Outcome> outcomes;
            for (const CallRecord &call : trace.calls()) {
                outcomes.push_back(call.outcome);
                QCOMPARE(call.chunks.size(), static_cast<size_t>(recipe.calls[static_cast<qsizetype>(outcomes.size()) - 1].chunkMs.size()));
            }
            QVERIFY(outcomes == expected);
        }
    }
}

INTERLEAVE_TEST_MAIN(TestModelProperties)
#include "tst_model_properties.moc"
