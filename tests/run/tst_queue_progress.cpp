// Progress of a sweep and of a comparison is of the whole, not of what happens to be planned already.
#include "run/queue_progress.h"

#include "forecast/load_sweep.h"
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "json/scenario_json.h"

#include <QTest>

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::TraceBuilder;

class TestQueueProgress : public QObject
{
    Q_OBJECT

    static QList<PlannedRun> queueOf(const Scenario &scenario)
    {
        QList<PlannedRun> queue;
        for (const Variant &variant : scenario.variants)
            queue.append({scenario.models.front(), 0, variant.name, *variantOf(scenario, variant)});
        return queue;
    }
    static Scenario sweep()
    {
        Scenario scenario;
        scenario.prompts.emplaceBack().text = u"Hello"_s;
        scenario.models = {u"concurrent"_s};
        return sweepOf(scenario, 16, 4); // 1, 16, 2, 4, 8 users: 30 + 64 + 30 + 30 + 32 calls, and a warm-up of one for each user
    }
    /// A run that planned so many calls (users plan one at a time), of which some are over.
    static Trace traceOf(int warmup, int planned, int over)
    {
        TraceBuilder run(0, u"{\"scenario\":{\"warmup\":%1}}"_s.arg(warmup));
        for (int call = 0; call < planned; ++call) {
            run.plan(call, call);
            if (call < over)
                run.done(call, call + 1, Outcome::Ok);
        }
        Trace trace;
        trace.apply(run.events());
        return trace;
    }

private Q_SLOTS:
    void a_sweep_is_not_full_at_its_first_calls()
    {
        const QList<PlannedRun> queue = queueOf(sweep());
        const QueueProgress progress = progressOf(queue, {}, 0, traceOf(1, 4, 3), 0.1);
        QCOMPARE(progress.planned, 186);
        QCOMPARE(progress.done, 2); // the third is the warm-up's
        QVERIFY2(progress.fraction > 0.01 && progress.fraction < 0.02, qPrintable(QString::number(progress.fraction)));
    }

    void it_grows_to_one_and_never_back()
    {
        const QList<PlannedRun> queue = queueOf(sweep());
        QList<FinishedRun> finished;
        double before = -1;
        for (int index = 0; index < queue.size(); ++index) {
            const int calls = *knownCalls(queue[index].scenario);
            const int warmup = queue[index].scenario.warmup;
            for (int over = 0; over <= warmup + calls; over += 7) {
                const double fraction = progressOf(queue, finished, index, traceOf(warmup, over, over), 0).fraction;
                QVERIFY(fraction >= before && fraction <= 1);
                before = fraction;
            }
            FinishedRun run;
            run.report.planned = calls;
            finished.append(run);
        }
        const QueueProgress end = progressOf(queue, finished, -1, Trace(), 0);
        QCOMPARE(end.fraction, 1.0);
        QCOMPARE(end.done, end.planned);
    }

    void where_a_duration_decides_time_does()
    {
        Scenario scenario;
        scenario.prompts.emplaceBack().text = u"Hello"_s;
        scenario.arrival = *arrivalFromText(u"rate:5"_s);
        scenario.arrival.durationS = 10;
        QVERIFY(!knownCalls(scenario));
        const QList<PlannedRun> queue{{u"a"_s, 0, {}, scenario}, {u"b"_s, 0, {}, scenario}};
        QCOMPARE(progressOf(queue, {}, 0, traceOf(0, 9, 4), 2.5).fraction, 0.125);
        QCOMPARE(progressOf(queue, {}, 0, traceOf(0, 9, 4), 99).fraction, 0.5);
        QCOMPARE(progressOf(queue, {}, 0, traceOf(0, 9, 4), 2.5).planned, 0);
        QCOMPARE(progressOf(queue, {}, 0, traceOf(0, 9, 4), 2.5).done, 4);
    }
};

INTERLEAVE_TEST_MAIN(TestQueueProgress)
#include "tst_queue_progress.moc"
