// Counters kept beside a growing trace: the same whether the trace is read at once or frame by frame.
#include "trace/counters.h"

#include "support/run_builder.h"
#include "support/test_main.h"

#include <numeric>

using namespace interleave;
using namespace interleave::test;

namespace {

constexpr qint64 second = 1'000'000'000;

/// Steps without those that change nothing.
std::vector<CounterStep> changesOf(const StepCounter &counter)
{
    std::vector<CounterStep> result;
    int value = 0;
    for (const CounterStep &step : counter.steps()) {
        if (step.value != value)
            result.push_back(step);
        value = step.value;
    }
    return result;
}

double sum(const std::vector<double> &values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// Three calls, the second one with a failed first attempt; two of the analyses overlap.
RunBuilder threeCalls()
{
    RunBuilder run;
    run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
    const int pool1 = run.executor(ExecutorKind::PoolThread, QStringLiteral("pool 1"));
    const int pool2 = run.executor(ExecutorKind::PoolThread, QStringLiteral("pool 2"));
    run.call(QStringLiteral("a"))
        .span(Phase::Connect, 0, 0.1)
        .span(Phase::Ttft, 0.1, 0.5)
        .stream(0.5, 1, 5)
        .done(1, 50)
        .on(pool1)
        .span(Phase::Analyze, 1.2, 1.7);
    run.call(QStringLiteral("b"))
        .span(Phase::Ttft, 0.2, 0.4, Outcome::RateLimited)
        .span(Phase::Backoff, 0.4, 0.9)
        .attempt(1)
        .span(Phase::Ttft, 0.9, 1.1)
        .stream(1.1, 1.3, 3)
        .done(1.3, 30)
        .on(pool2)
        .span(Phase::Analyze, 1.5, 2.0);
    run.call(QStringLiteral("c"))
        .span(Phase::Limiter, 0, 1.25)
        .span(Phase::Ttft, 1.25, 1.4, Outcome::NetworkError)
        .done(1.4, 0, Outcome::NetworkError);
    run.finish(2);
    return run;
}

} // namespace

class CountersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsAttemptsOnTheWire()
    {
        Counters counters;
        counters.update(*threeCalls().trace());
        const std::vector<CounterStep> expected{{second / 10, 1}, {second / 5, 2},         {second * 4 / 10, 1},  {second * 9 / 10, 2},
                                                {second, 1},      {second * 125 / 100, 2}, {second * 13 / 10, 1}, {second * 14 / 10, 0}};
        QCOMPARE(changesOf(counters.inFlight()), expected);
        QCOMPARE(counters.inFlight().maximum(), 2);
        QCOMPARE(counters.inFlight().at(-1), 0);
        QCOMPARE(counters.inFlight().at(second / 5), 2);
        QCOMPARE(counters.inFlight().at(second / 5 - 1), 1);
        QCOMPARE(counters.inFlight().at(9 * second), 0);
    }

    void countsBusyExecutors()
    {
        Counters counters;
        counters.update(*threeCalls().trace());
        const std::vector<CounterStep> expected{{second * 12 / 10, 1}, {second * 15 / 10, 2}, {second * 17 / 10, 1}, {second * 2, 0}};
        QCOMPARE(changesOf(counters.busyExecutors()), expected);
    }

    void frameByFrameGivesTheSameAsAtOnce_data()
    {
        QTest::addColumn<double>("frame");
        QTest::newRow("every 16 ms") << 0.016;
        QTest::newRow("every 0.3 s") << 0.3;
        QTest::newRow("every second") << 1.0;
    }
    void frameByFrameGivesTheSameAsAtOnce()
    {
        QFETCH(double, frame);
        const RunBuilder run = threeCalls();
        Counters whole;
        whole.update(*run.trace());
        Trace trace;
        Counters growing;
        double from = -1;
        for (double to = 0; from < 2.1; to += frame) {
            run.grow(trace, from, to);
            growing.update(trace);
            from = to;
        }
        QCOMPARE(changesOf(growing.inFlight()), changesOf(whole.inFlight()));
        QCOMPARE(changesOf(growing.busyExecutors()), changesOf(whole.busyExecutors()));
        QCOMPARE(growing.tokensPerBin().size(), whole.tokensPerBin().size());
        for (size_t i = 0; i < whole.tokensPerBin().size(); ++i)
            QVERIFY(qAbs(growing.tokensPerBin()[i] - whole.tokensPerBin()[i]) < 1e-9);
    }

    void openSpansCountUntilTheyEnd()
    {
        Counters counters;
        counters.update(*threeCalls().traceAt(0.3));
        QCOMPARE(counters.inFlight().at(5 * second), 2);
    }

    void lateChangesArePutInPlace()
    {
        StepCounter counter;
        counter.add({{10, 1}, {30, -1}});
        counter.add({{20, 1}});
        counter.add({{30, -1}, {5, 1}, {7, -1}});
        const std::vector<CounterStep> expected{{5, 1}, {7, 0}, {10, 1}, {20, 2}, {30, 0}};
        QCOMPARE(counter.steps(), expected);
        QCOMPARE(counter.maximum(), 2);
    }

    void tokensAreThoseOfTheServerOnceItSaidThem()
    {
        const RunBuilder run = threeCalls();
        Counters counters;
        const auto early = run.traceAt(0.8);
        counters.update(*early);
        const double guess = sum(counters.tokensPerBin()); // three chunks of "word ", four characters a token
        QVERIFY(qAbs(guess - 3 * 5 / 4.0) < 1e-9);
        run.grow(*early, 0.8, 3);
        counters.update(*early);
        QVERIFY(qAbs(sum(counters.tokensPerBin()) - 80) < 1e-9);
        counters.update(*early);
        QVERIFY(qAbs(sum(counters.tokensPerBin()) - 80) < 1e-9);
    }

    void tokensLieInTheBinInWhichTheyWereRead()
    {
        RunBuilder run;
        run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
        run.call(QStringLiteral("a")).span(Phase::Ttft, 0, 1).stream(1, 1, 1).done(1, 40);
        Counters counters;
        counters.update(*run.trace());
        QCOMPARE(counters.tokensPerBin().size(), size_t(9));
        QCOMPARE(counters.tokensPerBin()[8], 40.0);
        QCOMPARE(counters.tokenRate(second, second + Counters::binNs), 320.0);
        QCOMPARE(counters.tokenRate(second, 2 * second), 40.0);
        QCOMPARE(counters.tokenRate(0, second), 0.0);
        QCOMPARE(counters.tokenRate(9 * second, 10 * second), 0.0);
    }
};

INTERLEAVE_TEST_MAIN(CountersTest)
#include "tst_counters.moc"
