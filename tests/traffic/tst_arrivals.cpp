// When calls are planned and started, in virtual time, under every kind of schedule. Times are milliseconds.
#include "support/policy_run.h"
#include "support/test_main.h"

#include <QTest>

using namespace interleave;
using namespace interleave::test;

static Scenario arriving(const QString &schedule, int requests, double durationS = 0)
{
    Scenario scenario = scenarioOf(3);
    scenario.requests = requests;
    scenario.arrival = *arrivalFromText(schedule);
    scenario.arrival.durationS = durationS;
    return scenario;
}

static PolicyRun runOf(const Scenario &scenario, int serviceMs = 100, const QString &model = QStringLiteral("concurrent"),
                       std::vector<qint64> replay = {})
{
    return runPolicy(scenario, model, [serviceMs](const VirtualRequest &) { return served(serviceMs); }, std::move(replay));
}

static QList<qint64> plannedOf(const PolicyRun &run)
{
    QList<qint64> times;
    for (int call = 0; call < static_cast<int>(run.trace.calls().size()); ++call)
        times.append(run.plannedMs(call));
    return times;
}

class TestArrivals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_comes_back_as_it_was_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"closed", "users:20", "users:20,think=0.5", "rate:10", "rate:0.25", "poisson:3", "ramp:1-50", "ramp:0-5",
                                 "replay:/tmp/a,b.itrace"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void text_comes_back_as_it_was()
    {
        QFETCH(QString, text);
        const Result<Arrival> arrival = arrivalFromText(text);
        QVERIFY2(bool(arrival), qPrintable(arrival ? QString() : arrival.error()));
        QCOMPARE(arrivalText(*arrival), text);
    }

    void a_rate_is_absolute_whatever_the_server_does_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("serviceMs");
        for (const ExecutionModel &model : executionModels()) {
            QTest::newRow(qPrintable(model.id + QStringLiteral(", fast"))) << model.id << 10;
            QTest::newRow(qPrintable(model.id + QStringLiteral(", slow"))) << model.id << 700;
        }
    }
    void a_rate_is_absolute_whatever_the_server_does()
    {
        QFETCH(QString, model);
        QFETCH(int, serviceMs);
        const PolicyRun run = runOf(arriving(QStringLiteral("rate:10"), 6), serviceMs, model);
        QCOMPARE(plannedOf(run), (QList<qint64>{0, 100, 200, 300, 400, 500}));
        QCOMPARE(run.report.count(Outcome::Ok), 6);
        QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
        QVERIFY2(run.report.validity.valid, qPrintable(run.report.validity.reasons.join(u'\n')));
        if (model == QStringLiteral("sequential") && serviceMs == 700)
            QCOMPARE(run.doneMs(5), 4200); // waits show in the latency, which counts from the plan
    }

    void a_duration_ends_the_schedule()
    {
        QCOMPARE(plannedOf(runOf(arriving(QStringLiteral("rate:10"), 0, 0.45))).size(), 5);
        QCOMPARE(plannedOf(runOf(arriving(QStringLiteral("rate:10"), 3, 0.45))).size(), 3);
        QCOMPARE(plannedOf(runOf(arriving(QStringLiteral("users:2"), 0, 1), 300)).size(), 8); // at 0, 300, 600, 900 each
    }

    void a_duration_holds_the_rate_times_its_length_data()
    {
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<double>("durationS");
        QTest::addColumn<int>("calls");
        const auto row = [](const char *schedule, double durationS, int calls) {
            QTest::newRow(qPrintable(QStringLiteral("%1 for %2 s").arg(QLatin1StringView(schedule)).arg(durationS)))
                << QString::fromLatin1(schedule) << durationS << calls;
        };
        row("rate:50", 4, 200);
        row("rate:10", 0.3, 3); // where 0.1 has no binary form
        row("rate:0.7", 10, 7);
        row("rate:3.3", 10, 33);
        row("rate:4.9", 10, 49);
        row("rate:7", 1, 7);
        row("rate:1000", 1.001, 1001);
        row("rate:3", 1.1, 4); // 3.3: what is begun counts
        row("rate:0.5", 1, 1);
        row("ramp:0-20", 10, 100);
        row("ramp:20-0.001", 10, 101);
        row("ramp:30-10", 4, 80);
        row("ramp:10-10", 4, 40);
        row("ramp:1-50", 2, 51);
        row("ramp:0-1", 1, 1);
    }
    void a_duration_holds_the_rate_times_its_length()
    {
        QFETCH(QString, schedule);
        QFETCH(double, durationS);
        QFETCH(int, calls);
        const QList<qint64> planned = plannedOf(runOf(arriving(schedule, 0, durationS)));
        QCOMPARE(planned.size(), calls);
        QCOMPARE(planned.first(), 0);
        QVERIFY(static_cast<double>(planned.last()) < durationS * 1000);
        QVERIFY(std::is_sorted(planned.begin(), planned.end()));
    }

    void nothing_starts_at_the_end_of_a_duration()
    {
        QCOMPARE(plannedOf(runOf(arriving(QStringLiteral("users:2"), 0, 1), 250)).size(), 8); // at 0, 250, 500, 750 each; not at 1000
        QCOMPARE(plannedOf(
                     runOf(arriving(QStringLiteral("replay:x"), 0, 1), 100, QStringLiteral("concurrent"), {0, 999'999'999, 1'000'000'000})),
                 (QList<qint64>{0, 999}));
        for (int seed = 1; seed < 20; ++seed) {
            Scenario scenario = arriving(QStringLiteral("poisson:20"), 0, 2);
            scenario.seed = static_cast<quint64>(seed);
            const PolicyRun run = runOf(scenario);
            for (const CallRecord &call : run.trace.calls())
                QVERIFY(call.planned < 2'000'000'000);
        }
    }

    void the_time_scale_does_not_touch_a_schedule()
    {
        for (const char *schedule : {"rate:5", "poisson:5", "ramp:1-9", "users:2,think=0.5", "replay:x"}) {
            Scenario scenario = arriving(QString::fromLatin1(schedule), 0, 4);
            const auto planned = [&] { return plannedOf(runOf(scenario, 100, QStringLiteral("concurrent"), {0, 50'000'000})); };
            const QList<qint64> plain = planned();
            scenario.timeScale = 0.2;
            QCOMPARE(planned(), plain);
        }
    }

    void a_ramp_grows_evenly()
    {
        const QList<qint64> planned = plannedOf(runOf(arriving(QStringLiteral("ramp:0-20"), 0, 10)));
        QCOMPARE(planned.size(), 100); // the mean rate is 10 a second
        const auto until = [&](qint64 ms) { return std::count_if(planned.begin(), planned.end(), [ms](qint64 at) { return at <= ms; }); };
        QCOMPARE(until(5000), 26); // a quarter of them in the first half
        const QList<qint64> counted = plannedOf(runOf(arriving(QStringLiteral("ramp:10-30"), 40)));
        QCOMPARE(counted.size(), 40);
        QVERIFY(counted.last() < 2000);
    }

    void poisson_has_its_rate_and_repeats_with_its_seed()
    {
        Scenario scenario = arriving(QStringLiteral("poisson:100"), 2000);
        const QList<qint64> planned = plannedOf(runOf(scenario));
        QVERIFY(planned.last() > 18'000 && planned.last() < 22'000);
        int longGaps = 0; // longer than the mean: exp(-1) of them
        for (int i = 1; i < planned.size(); ++i)
            longGaps += planned[i] - planned[i - 1] >= 10;
        QVERIFY2(longGaps > 650 && longGaps < 850, qPrintable(QString::number(longGaps)));
        QCOMPARE(plannedOf(runOf(scenario, 500, QStringLiteral("hybrid"))), planned);
        scenario.seed = 2;
        QVERIFY(plannedOf(runOf(scenario)) != planned);
    }

    void a_replay_keeps_the_recorded_times()
    {
        const PolicyRun run =
            runOf(arriving(QStringLiteral("replay:x"), 0), 100, QStringLiteral("concurrent"), {0, 50'000'000, 1'000'000'000});
        QCOMPARE(plannedOf(run), (QList<qint64>{0, 50, 1000}));
    }

    void users_take_turns_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("mostInFlight");
        for (const ExecutionModel &model : executionModels())
            QTest::newRow(qPrintable(model.id)) << model.id << (model.id == QStringLiteral("sequential") ? 1 : 4);
    }
    void users_take_turns()
    {
        QFETCH(QString, model);
        QFETCH(int, mostInFlight);
        const PolicyRun run = runOf(arriving(QStringLiteral("users:4"), 12), 100, model);
        QCOMPARE(run.report.planned, 12);
        QCOMPARE(run.report.count(Outcome::Ok), 12);
        QCOMPARE(run.report.users, 4);
        QCOMPARE(run.report.concurrency.max, mostInFlight);
        if (mostInFlight == 4)
            QCOMPARE(plannedOf(run), (QList<qint64>{0, 0, 0, 0, 100, 100, 100, 100, 200, 200, 200, 200}));
        QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
    }

    void users_think_between_their_calls()
    {
        // 200 users, a second of thought and 0.25 s of service: by Little's law 160 calls a second and 40 in flight
        Scenario scenario = arriving(QStringLiteral("users:200,think=1"), 0, 50);
        const PolicyRun run = runOf(scenario, 250);
        const double rate = run.report.throughputRps;
        QVERIFY2(rate > 152 && rate < 168, qPrintable(QString::number(rate)));
        QVERIFY(run.report.concurrency.mean > 37 && run.report.concurrency.mean < 43);
        QVERIFY(run.report.concurrency.max < 200);
    }

    void the_warm_up_is_in_no_figure_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("schedule");
        for (const ExecutionModel &model : executionModels()) {
            for (const char *schedule : {"closed", "users:2", "rate:10"})
                QTest::newRow(qPrintable(model.id + u' ' + QLatin1StringView(schedule))) << model.id << QString::fromLatin1(schedule);
        }
    }
    void the_warm_up_is_in_no_figure()
    {
        QFETCH(QString, model);
        QFETCH(QString, schedule);
        Scenario scenario = arriving(schedule, 4);
        scenario.warmup = 3;
        const PolicyRun run =
            runPolicy(scenario, model, [](const VirtualRequest &request) { return served(request.call.job < 3 ? 5000 : 100); });
        QCOMPARE(run.trace.calls().size(), size_t(7));
        QCOMPARE(run.report.planned, 4);
        QCOMPARE(run.report.attempts, 4);
        QCOMPARE(run.report.latency.n, 4);
        QVERIFY2(run.report.makespanS < 1, qPrintable(QString::number(run.report.makespanS)));
        QVERIFY(run.report.concurrency.mean < 4.1);
        QVERIFY(run.plannedMs(3) >= run.doneMs(2));
        QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
    }

    void objectives_make_goodput()
    {
        Scenario scenario = scenarioOf(10);
        scenario.objectives.latencyS = 0.25;
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &request) {
            return request.call.job == 9 ? refused(10, 500) : served(request.call.job < 6 ? 200 : 300);
        });
        QCOMPARE(run.report.goodFraction, 0.6); // 3 too slow, 1 failed
        QCOMPARE(run.report.goodputRps, 6 / 0.3);
    }
};

INTERLEAVE_TEST_MAIN(TestArrivals)
#include "tst_arrivals.moc"
