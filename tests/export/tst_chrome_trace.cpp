// The Chrome trace export, read back as its readers do: valid JSON, slices that nest, names, counters, exact times.
#include "export/exporters.h"
#include "export/lane_packing.h"
#include "support/test_main.h"
#include "support/trace_builder.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace interleave;
using interleave::test::TraceBuilder;

class TestChromeTrace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void packingUsesTheLowestFreeLane();
    void overlappingCallsNeverShareAThread();
    void phasesLieInsideTheirCall();
    void randomRunsNest();
    void brokenTracesNestToo();
    void executorsHaveThreadsOfTheirOwn();
    void processesAreRunsAndSaySuspect();
    void callsInFlightAreCounted();
    void timesAreExactMicroseconds();
    void labelsAreEscaped();
};

struct Slice {
    int pid, tid;
    qint64 begin, end; // nanoseconds
    QString name, category;
    QJsonObject args;
};

static FinishedRun runOf(Trace trace, const QString &model = QStringLiteral("hybrid"))
{
    FinishedRun run;
    run.model = model;
    run.trace = std::make_shared<const Trace>(std::move(trace));
    run.report = makeRunReport(*run.trace, Scenario(), model, 0);
    return run;
}

static QJsonArray exported(const QList<FinishedRun> &runs)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const QString error = writeChromeTrace({Scenario(), runs}, buffer);
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(buffer.data(), &parseError);
    if (!error.isEmpty() || parseError.error != QJsonParseError::NoError)
        qFatal("not JSON: %s %s", qPrintable(parseError.errorString()), buffer.data().constData());
    return document[QStringLiteral("traceEvents")].toArray();
}

static QList<QJsonObject> eventsOf(const QJsonArray &events, const char *phase)
{
    QList<QJsonObject> found;
    for (const QJsonValue &event : events) {
        if (event[QStringLiteral("ph")].toString() == QLatin1StringView(phase))
            found.append(event.toObject());
    }
    return found;
}

static QList<Slice> slicesOf(const QJsonArray &events)
{
    QList<Slice> slices;
    for (const QJsonObject &event : eventsOf(events, "X")) {
        const qint64 begin = qRound64(event[QStringLiteral("ts")].toDouble() * 1000);
        const qint64 length = qRound64(event[QStringLiteral("dur")].toDouble() * 1000);
        slices.append({event[QStringLiteral("pid")].toInt(), event[QStringLiteral("tid")].toInt(), begin, begin + length,
                       event[QStringLiteral("name")].toString(), event[QStringLiteral("cat")].toString(),
                       event[QStringLiteral("args")].toObject()});
    }
    return slices;
}

/// Two slices of one thread that overlap without one lying inside the other, as a sentence; empty: none.
static QString partialOverlap(QList<Slice> slices)
{
    std::map<std::pair<int, int>, QList<Slice>> byThread;
    for (const Slice &slice : slices)
        byThread[{slice.pid, slice.tid}].append(slice);
    for (auto &[thread, list] : byThread) {
        std::sort(list.begin(), list.end(),
                  [](const Slice &a, const Slice &b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
        QList<Slice> open;
        for (const Slice &slice : list) {
            while (!open.isEmpty() && open.back().end <= slice.begin)
                open.removeLast();
            if (!open.isEmpty() && slice.end > open.back().end)
                return QStringLiteral("%1 from %2 to %3 overlaps %4, which ends at %5")
                    .arg(slice.name)
                    .arg(slice.begin)
                    .arg(slice.end)
                    .arg(open.back().name)
                    .arg(open.back().end);
            open.append(slice);
        }
    }
    return {};
}

/// Calls of one thread must follow each other, not lie inside each other.
static bool callsShareAThread(const QList<Slice> &slices)
{
    QList<Slice> calls;
    std::copy_if(slices.begin(), slices.end(), std::back_inserter(calls),
                 [](const Slice &s) { return s.category == QLatin1StringView("call"); });
    for (qsizetype i = 0; i < calls.size(); ++i) {
        for (qsizetype k = i + 1; k < calls.size(); ++k) {
            const Slice &a = calls.at(i);
            const Slice &b = calls.at(k);
            if (a.pid == b.pid && a.tid == b.tid && a.begin < b.end && b.begin < a.end)
                return true;
        }
    }
    return false;
}

void TestChromeTrace::packingUsesTheLowestFreeLane()
{
    QCOMPARE(packIntoLanes({{0, 10}, {5, 15}, {10, 20}, {12, 13}, {15, 16}, {0, 1}}), (std::vector<int>{0, 1, 0, 2, 1, 1}));
    QCOMPARE(packIntoLanes({}), std::vector<int>());
}

void TestChromeTrace::overlappingCallsNeverShareAThread()
{
    TraceBuilder run;
    run.call(0, 0, 0, 50'000).call(1, 10'000, 10'000, 60'000).call(2, 50'000, 50'000, 90'000).call(3, 55'000, 55'000, 58'000);
    const QList<Slice> slices = slicesOf(exported({runOf(run.end(90'000))}));
    QVERIFY(!callsShareAThread(slices));
    std::map<int, int> threadOfCall;
    for (const Slice &slice : slices) {
        if (slice.category == QLatin1StringView("call"))
            threadOfCall[slice.args[QStringLiteral("call")].toInt()] = slice.tid;
    }
    QCOMPARE(threadOfCall[2], threadOfCall[0]); // it begins as the first ends
    QVERIFY(threadOfCall[1] != threadOfCall[0]);
    QVERIFY(threadOfCall[3] != threadOfCall[1] && threadOfCall[3] != threadOfCall[2]);
}

void TestChromeTrace::phasesLieInsideTheirCall()
{
    TraceBuilder run;
    run.plan(0, 0, QStringLiteral("Why is the sky blue?"));
    run.span(0, Phase::Limiter, 0, 1000).span(0, Phase::Send, 1000, 1000).span(0, Phase::Ttft, 1000, 5000).done(0, 5000);
    run.analyze(0, 0, 6000, 9000);
    const QList<Slice> slices = slicesOf(exported({runOf(run.end(9000))}));
    QStringList names;
    for (const Slice &slice : slices) {
        if (slice.tid == 1)
            names.append(QStringLiteral("%1 %2..%3").arg(slice.name).arg(slice.begin).arg(slice.end));
    }
    QCOMPARE(names, QStringList({QStringLiteral("Why is the sky blue? 0..9000"), QStringLiteral("limiter 0..1000"),
                                 QStringLiteral("send 1000..1000"), QStringLiteral("ttft 1000..5000"), QStringLiteral("ready 5000..6000"),
                                 QStringLiteral("analyze 6000..9000")}));
    QCOMPARE(partialOverlap(slices), QString());
}

/// Calls with random times, each sound in itself; executors do one thing at a time.
static Trace randomRun(QRandomGenerator &random)
{
    TraceBuilder run;
    qint64 executorFree[] = {0, 0, 0};
    for (int i = 1; i <= 2; ++i)
        run.executor(i, ExecutorKind::PoolThread, QStringLiteral("pool %1").arg(i));
    const int calls = 1 + random.bounded(60);
    qint64 last = 0;
    for (int call = 0; call < calls; ++call) {
        qint64 now = random.bounded(2000);
        run.plan(call, 0);
        for (const Phase phase : {Phase::Limiter, Phase::Connect, Phase::Send, Phase::Ttft, Phase::Stream}) {
            const qint64 end = now + random.bounded(300);
            run.span(call, phase, now, end);
            now = end;
        }
        run.done(call, now);
        const int executor = 1 + random.bounded(2);
        const qint64 begin = std::max(now, executorFree[executor]);
        executorFree[executor] = begin + random.bounded(200);
        run.analyze(call, executor, begin, executorFree[executor]);
        last = std::max(last, executorFree[executor]);
    }
    return run.end(last);
}

void TestChromeTrace::randomRunsNest()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 50; ++round) {
        const QList<Slice> slices = slicesOf(exported({runOf(randomRun(random)), runOf(randomRun(random))}));
        QCOMPARE(partialOverlap(slices), QString());
        QVERIFY(!callsShareAThread(slices));
    }
}

void TestChromeTrace::brokenTracesNestToo()
{
    TraceBuilder run;
    run.plan(0, 0).span(0, Phase::Ttft, 0, 70).span(0, Phase::Stream, 50, 90).done(0, 90);
    run.analyze(0, 0, 90, 120).call(1, 0, 0, 100).analyze(1, 0, 100, 130); // two at once on the loop
    QCOMPARE(partialOverlap(slicesOf(exported({runOf(run.end(130))}))), QString());
}

void TestChromeTrace::executorsHaveThreadsOfTheirOwn()
{
    TraceBuilder run;
    run.executor(1, ExecutorKind::PoolThread, QStringLiteral("pool 1"));
    run.call(0, 0, 0, 10).analyze(0, 1, 10, 30);
    const QJsonArray events = exported({runOf(run.end(30))});
    QStringList names;
    int lastIndex = 0;
    for (const QJsonObject &event : eventsOf(events, "M")) {
        const QJsonObject args = event[QStringLiteral("args")].toObject();
        if (event[QStringLiteral("name")].toString() == QLatin1StringView("thread_name"))
            names.append(QStringLiteral("%1: %2").arg(event[QStringLiteral("tid")].toInt()).arg(args[QStringLiteral("name")].toString()));
        if (event[QStringLiteral("name")].toString() == QLatin1StringView("thread_sort_index")) {
            QVERIFY(args[QStringLiteral("sort_index")].toInt() > lastIndex);
            lastIndex = args[QStringLiteral("sort_index")].toInt();
        }
    }
    QCOMPARE(names, QStringList({QStringLiteral("1: calls 1"), QStringLiteral("2: network loop"), QStringLiteral("3: pool 1")}));
    int onPool = 0;
    for (const Slice &slice : slicesOf(events))
        onPool += slice.tid == 3 && slice.name == QLatin1StringView("analyze") && slice.args[QStringLiteral("call")].toInt() == 0;
    QCOMPARE(onPool, 1);
}

void TestChromeTrace::processesAreRunsAndSaySuspect()
{
    const QJsonArray events = exported({runOf(TraceBuilder().call(0, 0, 0, 10).end(10), QStringLiteral("sequential")),
                                        runOf(TraceBuilder().call(0, 0, 0, 10).end(12, Outcome::Cancelled))});
    QStringList names;
    for (const QJsonObject &event : eventsOf(events, "M")) {
        if (event[QStringLiteral("name")].toString() == QLatin1StringView("process_name"))
            names.append(QString::number(event[QStringLiteral("pid")].toInt()) + u' ' +
                         event[QStringLiteral("args")].toObject()[QStringLiteral("name")].toString());
    }
    QCOMPARE(names.size(), 2);
    QCOMPARE(names[0], QStringLiteral("1 sequential, repeat 1"));
    QVERIFY(names[1].startsWith(QStringLiteral("2 hybrid, repeat 1 [SUSPECT: stopped before the end")));
}

void TestChromeTrace::callsInFlightAreCounted()
{
    TraceBuilder run;
    run.call(0, 0, 0, 5000).call(1, 0, 2000, 7000);
    QStringList counts;
    for (const QJsonObject &event : eventsOf(exported({runOf(run.end(7000))}), "C"))
        counts.append(QStringLiteral("%1:%2")
                          .arg(event[QStringLiteral("ts")].toDouble())
                          .arg(event[QStringLiteral("args")].toObject()[QStringLiteral("calls")].toInt()));
    QCOMPARE(counts.join(u' '), QStringLiteral("0:1 2:2 5:1 7:0"));
}

void TestChromeTrace::timesAreExactMicroseconds()
{
    const qint64 origin = 9'000'000'000'000'001; // a machine up for a hundred days
    TraceBuilder run(origin);
    run.call(0, origin, origin + 1'234'567, origin + 1'234'567'890'123);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QCOMPARE(writeChromeTrace({Scenario(), {runOf(run.end(origin + 1'234'567'890'123))}}, buffer), QString());
    QVERIFY2(buffer.data().contains("\"ts\":1234.567,\"dur\":1234566655.556,"), buffer.data().constData());
}

void TestChromeTrace::labelsAreEscaped()
{
    const QString label = QStringLiteral("say \"hi\"\\ \n\t 漢字 \U0001F642");
    const QList<Slice> slices = slicesOf(exported({runOf(TraceBuilder().plan(0, 0, label).span(0, Phase::Ttft, 0, 9).done(0, 9).end(9))}));
    QCOMPARE(slices.at(0).name, label);
}

INTERLEAVE_TEST_MAIN(TestChromeTrace)
#include "tst_chrome_trace.moc"
