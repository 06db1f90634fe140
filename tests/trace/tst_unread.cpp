// What lay unread while the loop was in a CPU step. Truth is given: each trace says when the server sent and when the loop read.
#include "support/test_main.h"

#include "support/trace_builder.h"
#include "trace/run_report.h"
#include "trace/unread.h"
#include "json/json.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace interleave;
using interleave::test::ms;
using interleave::test::TraceBuilder;

/// "exact 40-90 behind 0" for each stretch of a call, in ms.
static QStringList stretchesOf(const Trace &trace, size_t call)
{
    QStringList list;
    for (const UnreadStretch &stretch : unreadOf(trace, trace.calls().at(call), CpuSteps(trace)))
        list.append(QStringLiteral("%1 %2-%3 behind %4 in %5")
                        .arg(stretch.isExact ? QStringLiteral("exact") : QStringLiteral("at most"))
                        .arg(stretch.begin / ms)
                        .arg(stretch.end / ms)
                        .arg(stretch.behind)
                        .arg(phaseName(trace.spans()[static_cast<size_t>(stretch.span)].phase)));
    return list;
}

/// Call 0 is analyzed on the loop from 10 to 60.
static TraceBuilder busyLoop()
{
    TraceBuilder run;
    run.call(0, 0, 0, 10 * ms).analyze(0, 0, 10 * ms, 60 * ms);
    return run;
}

class TestUnread : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isExactWhereTheServerStamps()
    {
        TraceBuilder run = busyLoop();
        run.plan(1, 0).span(1, Phase::Ttft, 0, 61 * ms).chunk(1, 61 * ms, u"x", 24 * ms).chunk(1, 61 * ms, u"x", 50 * ms);
        run.begin(1, Phase::Stream, 61 * ms).chunk(1, 70 * ms, u"x", 69 * ms).finish(1, Phase::Stream, 70 * ms).done(1, 70 * ms);
        QCOMPARE(stretchesOf(run.end(70 * ms), 1), QStringList({QStringLiteral("exact 24-61 behind 0 in ttft")}));
    }

    void hidesInAStreamToo()
    {
        TraceBuilder run = busyLoop();
        run.plan(1, 0).span(1, Phase::Ttft, 0, 5 * ms).begin(1, Phase::Stream, 5 * ms).chunk(1, 5 * ms, u"x", 5 * ms);
        run.chunk(1, 60 * ms, u"x", 20 * ms).chunk(1, 60 * ms, u"x", 45 * ms).chunk(1, 80 * ms, u"x", 80 * ms);
        run.finish(1, Phase::Stream, 80 * ms).done(1, 80 * ms);
        QCOMPARE(stretchesOf(run.end(80 * ms), 1), QStringList({QStringLiteral("exact 20-60 behind 0 in stream")}));
    }

    void isAtMostTheOverlapElsewhere()
    {
        TraceBuilder run = busyLoop();
        run.plan(1, 0).span(1, Phase::Ttft, 0, 40 * ms).chunk(1, 40 * ms).span(1, Phase::Stream, 40 * ms, 90 * ms).done(1, 90 * ms);
        const Trace trace = run.end(90 * ms);
        QCOMPARE(stretchesOf(trace, 1),
                 QStringList({QStringLiteral("at most 10-40 behind 0 in ttft"), QStringLiteral("at most 40-60 behind 0 in stream")}));
        const UnreadTime time = unreadTimeOf(trace);
        QCOMPARE(time.ns, 50 * ms);
        QVERIFY(time.isAtMost);
        QCOMPARE(time.calls, 1);
    }

    void theRestAfterTheLastStampIsAtMost()
    {
        TraceBuilder run = busyLoop();
        run.plan(1, 0).span(1, Phase::Ttft, 0, 5 * ms).begin(1, Phase::Stream, 5 * ms).chunk(1, 5 * ms, u"x", 4 * ms);
        run.finish(1, Phase::Stream, 60 * ms).done(1, 60 * ms);
        QCOMPARE(stretchesOf(run.end(60 * ms), 1), QStringList({QStringLiteral("at most 10-60 behind 0 in stream")}));
    }

    void isNoneWhereTheLoopWasFree()
    {
        TraceBuilder run;
        run.executor(1, ExecutorKind::PoolThread, QStringLiteral("pool 1"));
        run.call(0, 0, 0, 10 * ms).analyze(0, 1, 10 * ms, 60 * ms);                                        // in the pool
        run.plan(1, 0).span(1, Phase::Ttft, 0, 61 * ms).chunk(1, 61 * ms, u"x", 24 * ms).done(1, 61 * ms); // late for another reason
        const Trace trace = run.end(61 * ms);
        QCOMPARE(stretchesOf(trace, 1), QStringList());
        QCOMPARE(unreadTimeOf(trace).ns, 0);
    }

    void saysWhichStepItLayBehindForTheLongest()
    {
        TraceBuilder run;
        run.call(0, 0, 0, 10 * ms).call(1, 0, 0, 10 * ms).analyze(0, 0, 10 * ms, 30 * ms).analyze(1, 0, 30 * ms, 90 * ms);
        run.plan(2, 0).span(2, Phase::Ttft, 0, 90 * ms).chunk(2, 90 * ms, u"x", 15 * ms).done(2, 90 * ms);
        const Trace trace = run.end(90 * ms);
        QCOMPARE(stretchesOf(trace, 2), QStringList({QStringLiteral("exact 15-90 behind 1 in ttft")}));
        const UnreadTime time = unreadTimeOf(trace);
        QCOMPARE(time.longestOf, 2);
        QCOMPARE(time.longest.behind, 1);
    }

    void growsWithTheTrace()
    {
        TraceBuilder run = busyLoop();
        run.plan(1, 0).span(1, Phase::Ttft, 0, 61 * ms).chunk(1, 61 * ms, u"x", 24 * ms).done(1, 61 * ms);
        run.analyze(1, 0, 61 * ms, 90 * ms);
        run.plan(2, 0).span(2, Phase::Ttft, 0, 91 * ms).chunk(2, 91 * ms, u"x", 65 * ms).done(2, 91 * ms);
        const std::vector<Event> events = run.events();
        Trace trace;
        CpuSteps steps;
        for (const Event &event : events) {
            trace.apply(event);
            steps.update(trace);
        }
        const std::vector<UnreadStretch> grown = unreadOf(trace, trace.calls()[2], steps);
        QCOMPARE(grown.size(), 1U);
        QCOMPARE(grown[0].begin, 65 * ms);
        QCOMPARE(grown[0].end, 91 * ms);
        QCOMPARE(grown[0].behind, 1);
    }

    void theReportHasBothSums()
    {
        TraceBuilder run = busyLoop();
        run.plan(1, 0)
            .span(1, Phase::Ttft, 5 * ms, 61 * ms)
            .chunk(1, 61 * ms, u"x", 24 * ms)
            .done(1, 61 * ms)
            .analyze(1, 0, 70 * ms, 90 * ms);
        const QJsonObject json = qtObject(toJson(makeRunReport(run.end(90 * ms), Scenario(), QStringLiteral("concurrent"), 0)));
        QCOMPARE(json[QLatin1StringView("unread_s")].toDouble(), 0.037);
        QVERIFY(!json.contains(QLatin1StringView("unread_at_most")));
        QCOMPARE(json[QLatin1StringView("ready_s")][QLatin1StringView("sum")].toDouble(), 0.014); // 5 before, 9 after the reply
        QCOMPARE(json[QLatin1StringView("ready_s")][QLatin1StringView("n")].toInt(), 2);
    }
};

INTERLEAVE_TEST_MAIN(TestUnread)
#include "tst_unread.moc"
