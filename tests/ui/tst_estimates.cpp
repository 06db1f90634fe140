// What the window expects of a scenario: bounded, and of the newest scenario alone.
#include "setup/catalog.h"
#include "support/test_main.h"
#include "ui/edit/estimates.h"

#include <QSignalSpy>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestEstimates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void a_scenario_is_told_with_its_length()
    {
        Estimates estimates;
        QSignalSpy ready(&estimates, &Estimates::ready);
        estimates.update(*loadScenario(u"article"_s));
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(!estimates.isCut());
        QVERIFY(estimates.caveat().isEmpty());
        QVERIFY2(estimates.sentence().startsWith("about "_L1), qPrintable(estimates.sentence()));
        QVERIFY(estimates.of(u"hybrid"_s));
    }

    void a_large_one_is_told_as_at_least()
    {
        Estimates estimates;
        QSignalSpy ready(&estimates, &Estimates::ready);
        Scenario scenario = *loadScenario(u"article"_s);
        scenario.requests = 1'000'000;
        scenario.models = {u"parallel_threads"_s, u"hybrid"_s, u"concurrent"_s, u"sequential"_s, u"parallel_processes"_s};
        estimates.update(scenario);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 60'000);
        QVERIFY(estimates.isCut());
        QVERIFY(!estimates.caveat().isEmpty());
        QVERIFY2(estimates.sentence().startsWith("more than "_L1), qPrintable(estimates.sentence()));
        qsizetype calls = 0;
        for (const Prediction &prediction : estimates.predictions())
            calls += static_cast<qsizetype>(prediction.trace->calls().size());
        QVERIFY2(calls <= 100'000, qPrintable(QString::number(calls)));
    }

    void only_the_newest_is_told()
    {
        Estimates estimates;
        QSignalSpy ready(&estimates, &Estimates::ready);
        Scenario large = *loadScenario(u"article"_s);
        large.requests = 1'000'000;
        estimates.update(large);
        QTRY_VERIFY(estimates.isComputing());
        Scenario small = *loadScenario(u"article"_s);
        small.models = {u"sequential"_s};
        estimates.update(small);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 60'000);
        QCOMPARE(estimates.predictions().size(), 1);
        QVERIFY(!estimates.isCut());
    }

    void batches_are_said_not_to_be_in_it()
    {
        Estimates estimates;
        QSignalSpy ready(&estimates, &Estimates::ready);
        Scenario scenario = *loadScenario(u"article"_s);
        scenario.endpoint.profile = u"batching"_s;
        estimates.update(scenario);
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(estimates.caveat().contains("batches"_L1));
    }
};

INTERLEAVE_UI_TEST_MAIN(TestEstimates)
#include "tst_estimates.moc"
