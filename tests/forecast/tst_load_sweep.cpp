// A load sweep as a comparison: which model it takes, its levels in their order, and its points out of runs in any order.
#include "forecast/load_sweep.h"

#include "support/test_main.h"
#include "json/scenario_json.h"

using namespace interleave;
using namespace Qt::StringLiterals;

class TestLoadSweep : public QObject
{
    Q_OBJECT

    static FinishedRun runOf(int users, double throughput)
    {
        FinishedRun run;
        run.report.users = users;
        run.report.throughputRps = throughput;
        return run;
    }

private Q_SLOTS:
    void it_takes_the_first_model_that_can_have_more_than_one_call_in_flight()
    {
        Scenario scenario;
        scenario.models = {u"sequential"_s, u"hybrid"_s, u"concurrent"_s};
        QCOMPARE(sweepOf(scenario, 8, 1).models, QStringList{u"hybrid"_s});
        scenario.models = {u"sequential"_s}; // somebody wants it so
        QCOMPARE(sweepOf(scenario, 8, 1).models, QStringList{u"sequential"_s});
    }

    void levels_double_after_the_least_and_the_most()
    {
        Scenario scenario;
        scenario.prompts.emplaceBack().text = u"Hello"_s;
        scenario.models = {u"concurrent"_s};
        const Scenario sweep = sweepOf(scenario, 20, 2);
        QList<int> users;
        for (const Variant &variant : sweep.variants) {
            const Result<Scenario> level = variantOf(sweep, variant);
            QVERIFY2(level, level ? "" : qPrintable(level.error()));
            users.append(level->arrival.users);
            QCOMPARE(level->concurrency, level->arrival.users);
            QVERIFY(level->requests >= 30 && level->requests >= 2 * level->arrival.users);
            QCOMPARE(level->warmup, level->arrival.users);
        }
        QCOMPARE(users, (QList<int>{1, 20, 2, 4, 8, 16}));
    }

    void points_ascend_and_repeats_give_their_median()
    {
        const LoadSweep sweep = loadSweepOf({runOf(1, 10), runOf(4, 30), runOf(2, 19), runOf(2, 5), runOf(2, 21)});
        QCOMPARE(sweep.points.size(), 3);
        QCOMPARE(sweep.points[0].users, 1);
        QCOMPARE(sweep.points[1].throughputRps, 19.0);
        QCOMPARE(sweep.points[2].users, 4);
    }
};

INTERLEAVE_TEST_MAIN(TestLoadSweep)
#include "tst_load_sweep.moc"
