// Events as lines, and the file of a run: what is written is read back exactly, and damage is refused by name.
#include "support/test_main.h"
#include "trace/event_json.h"
#include "trace/trace_file.h"

#include <QTest>

#include <limits>

using namespace interleave;

class TestEventJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKindComesBackAsItWas_data();
    void everyKindComesBackAsItWas();
    void aLineIsOneCompactObject();
    void defaultsAreLeftOut();
    void damageIsRefusedWithASentence_data();
    void damageIsRefusedWithASentence();
    void aFileIsReplayed();
    void aCutLastLineIsLeftOut();
    void aLogWithoutAnEndIsEndedAsCancelled();
    void damageInAFileNamesItsLine();
    void anotherFileIsRefused();
};

static Event fullEvent(EventKind kind)
{
    Event event;
    event.kind = kind;
    if (kind == EventKind::SpanBegin || kind == EventKind::SpanEnd)
        event.phase = Phase::Tool;
    event.outcome = Outcome::Dropped;
    event.attempt = std::numeric_limits<qint16>::max();
    event.executor = 321;
    event.step = callOfJob(mostCallsOfTrace - 1);
    event.ns = std::numeric_limits<qint64>::max(); // more than a double holds
    event.value = kind == EventKind::Executor ? 3 : std::numeric_limits<qint64>::max() - 1;
    event.usage = {std::numeric_limits<qint32>::max(), std::nullopt, 2, 3}; // the unset one: not told
    if (kind == EventKind::StepBegin)
        event.facts = std::make_shared<const StepFacts>(StepFacts{
            StepKind::Tool, QStringLiteral("look \"up\""), StepId{0, 0}.child(4).child(1).step, {1, StepId{0, 0}.child(4).child(2).step}});
    event.text = QStringLiteral("tab\t quote\" slash\\ line\n null") + QChar(0) + QStringLiteral(" é 漢 \U0001F642 ") + QChar(0xD83D) +
                 QChar(0xDE42) + QChar(0xDE42) + QChar(0xD83D);
    return event;
}

void TestEventJson::everyKindComesBackAsItWas_data()
{
    QTest::addColumn<Event>("event");
    for (int kind = 0; kind <= static_cast<int>(EventKind::RunEnd); ++kind) {
        QTest::addRow("kind %d, full", kind) << fullEvent(static_cast<EventKind>(kind));
        Event small;
        small.kind = static_cast<EventKind>(kind);
        small.step = small.kind == EventKind::JobEnd ? StepId{0, 0} : callOfJob(0);
        if (small.kind == EventKind::StepBegin)
            small.facts = std::make_shared<const StepFacts>();
        QTest::addRow("kind %d, small", kind) << small;
    }
    Event late;
    late.kind = EventKind::LoopLag;
    late.value = -17;
    QTest::newRow("negative value") << late;
}

void TestEventJson::everyKindComesBackAsItWas()
{
    QFETCH(Event, event);
    const Result<Event> back = eventFromJsonLine(toJsonLine(event));
    QVERIFY2(back, back ? "" : qPrintable(back.error()));
    QCOMPARE(back->text, event.text);
    QVERIFY(*back == event);
}

void TestEventJson::aLineIsOneCompactObject()
{
    Event event;
    event.kind = EventKind::SpanBegin;
    event.ns = 1200;
    event.step = callOfJob(3);
    event.attempt = 1;
    event.executor = 2;
    event.phase = Phase::Ttft;
    QCOMPARE(toJsonLine(event), QByteArray(R"({"kind":"span_begin","ns":1200,"job":3,"step":1,"attempt":1,"executor":2,"phase":"ttft"})"));
    QVERIFY(!toJsonLine(fullEvent(EventKind::Chunk)).contains('\n'));
}

void TestEventJson::defaultsAreLeftOut()
{
    Event event;
    event.kind = EventKind::RunEnd;
    QCOMPARE(toJsonLine(event), QByteArray(R"({"kind":"run_end","ns":0})"));
}

void TestEventJson::damageIsRefusedWithASentence_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("not JSON") << QByteArray("{\"kind\":\"chu") << QStringLiteral("this is not an event: {\"kind\":\"chu (");
    QTest::newRow("empty") << QByteArray("") << QStringLiteral("this is not an event");
    QTest::newRow("an array") << QByteArray("[]") << QStringLiteral("not a JSON object");
    QTest::newRow("no kind") << QByteArray(R"({"ns":1})") << QStringLiteral("\"kind\" is unknown");
    QTest::newRow("unknown kind") << QByteArray(R"({"kind":"party","ns":1})") << QStringLiteral("\"kind\" is unknown: party");
    QTest::newRow("no time") << QByteArray(R"({"kind":"run_end"})") << QStringLiteral("\"ns\" is missing");
    QTest::newRow("time is text") << QByteArray(R"({"kind":"run_end","ns":"1"})") << QStringLiteral("\"ns\" must be a whole number");
    QTest::newRow("time is a fraction") << QByteArray(R"({"kind":"run_end","ns":1.5})") << QStringLiteral("\"ns\" must be a whole number");
    QTest::newRow("time is negative") << QByteArray(R"({"kind":"run_end","ns":-1})")
                                      << QStringLiteral("\"ns\" must be a whole number from 0");
    QTest::newRow("no call") << QByteArray(R"({"kind":"done","ns":1})") << QStringLiteral("\"job\" is missing");
    QTest::newRow("a call that would fill memory")
        << QByteArray(R"({"kind":"done","ns":1,"call":2000000000})") << QStringLiteral("\"call\" must be a whole number from 0 to 1099999");
    QTest::newRow("executor too large") << QByteArray(R"({"kind":"loop_lag","ns":1,"executor":32767})")
                                        << QStringLiteral("\"executor\" must be");
    QTest::newRow("unknown phase") << QByteArray(R"({"kind":"span_end","ns":1,"call":0,"phase":"nap"})")
                                   << QStringLiteral("\"phase\" is unknown: nap");
    QTest::newRow("no phase") << QByteArray(R"({"kind":"span_end","ns":1,"call":0})") << QStringLiteral("\"phase\" is unknown");
    QTest::newRow("unknown outcome") << QByteArray(R"({"kind":"done","ns":1,"call":0,"outcome":"fine"})")
                                     << QStringLiteral("\"outcome\" is unknown: fine");
    QTest::newRow("unknown executor kind") << QByteArray(R"({"kind":"executor","ns":1,"value":4})")
                                           << QStringLiteral("\"value\" must be a whole number from 0 to 3");
    QTest::newRow("usage too short") << QByteArray(R"({"kind":"done","ns":1,"call":0,"usage":[1,2,3]})")
                                     << QStringLiteral("\"usage\" must be four numbers or nulls");
    QTest::newRow("unknown field") << QByteArray(R"({"kind":"run_end","ns":1,"color":"red"})")
                                   << QStringLiteral("a field that its kind does not have, among: color, kind, ns");
    QTest::newRow("phase of a chunk") << QByteArray(R"({"kind":"chunk","ns":1,"call":0,"phase":"ttft"})")
                                      << QStringLiteral("a field that its kind does not have");
}

void TestEventJson::damageIsRefusedWithASentence()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, sentence);
    const Result<Event> event = eventFromJsonLine(line);
    QVERIFY(!event);
    QVERIFY2(event.error().contains(sentence), qPrintable(event.error()));
}

static QByteArray smallRun()
{
    return traceFileHeader() + R"({"kind":"run_begin","ns":100,"text":"{\"model\":\"concurrent\"}"}
{"kind":"executor","ns":100,"text":"network loop"}
{"kind":"planned","ns":100,"call":0,"text":"first"}
{"kind":"span_begin","ns":110,"call":0,"phase":"ttft"}
{"kind":"span_end","ns":150,"call":0,"phase":"ttft"}
{"kind":"done","ns":150,"call":0,"usage":[3,0,5,0],"text":"STOP"}
)";
}

static const QByteArray runEnd = QByteArrayLiteral("{\"kind\":\"run_end\",\"ns\":160}\n");

void TestEventJson::aFileIsReplayed()
{
    const Result<TracePtr> trace = parseTrace(smallRun() + runEnd, QStringLiteral("a.itrace"));
    QVERIFY2(trace, trace ? "" : qPrintable(trace.error()));
    QCOMPARE((*trace)->origin(), 100);
    QCOMPARE((*trace)->header(), QStringLiteral(R"({"model":"concurrent"})"));
    QCOMPARE((*trace)->calls().at(0).done, 150);
    QCOMPARE((*trace)->calls().at(0).usage.output, 5);
    QVERIFY((*trace)->isFinished());
    QVERIFY(!(*trace)->wasCancelled());
}

void TestEventJson::aCutLastLineIsLeftOut()
{
    const QByteArray whole = smallRun() + runEnd;
    const qsizetype lastLine = smallRun().size();
    for (qsizetype size = lastLine; size < whole.size() - 2; ++size) {
        const Result<TracePtr> trace = parseTrace(whole.first(size), QStringLiteral("a.itrace"));
        QVERIFY2(trace, trace ? "" : qPrintable(trace.error()));
        QCOMPARE((*trace)->calls().at(0).done, 150);
        QCOMPARE((*trace)->runEnd(), 150);
    }
    const Result<TracePtr> onlyNewlineCut = parseTrace(whole.chopped(1), QStringLiteral("a.itrace"));
    QVERIFY(onlyNewlineCut);
    QCOMPARE((*onlyNewlineCut)->runEnd(), 160);
}

void TestEventJson::aLogWithoutAnEndIsEndedAsCancelled()
{
    const QByteArray log = smallRun() + R"({"kind":"planned","ns":100,"call":1,"text":"second"}
{"kind":"span_begin","ns":155,"call":1,"phase":"ttft"}
)";
    const Result<TracePtr> trace = parseTrace(log, QStringLiteral("a.itrace"));
    QVERIFY(trace);
    QVERIFY((*trace)->wasCancelled());
    QCOMPARE((*trace)->calls().at(0).outcome, Outcome::Ok);
    QCOMPARE((*trace)->calls().at(1).outcome, Outcome::Cancelled);
    QCOMPARE((*trace)->calls().at(1).done, 155);
}

void TestEventJson::damageInAFileNamesItsLine()
{
    const Result<TracePtr> trace = parseTrace(smallRun() + "{\"kind\":\"nonsense\",\"ns\":1}\n" + runEnd, QStringLiteral("runs/a.itrace"));
    QVERIFY(!trace);
    QCOMPARE(trace.error(), QStringLiteral("runs/a.itrace, line 8: this event is damaged: \"kind\" is unknown: nonsense"));
}

void TestEventJson::anotherFileIsRefused()
{
    const Result<TracePtr> newer = parseTrace("{\"schema\":\"interleave.itrace/2\"}\n", QStringLiteral("b.itrace"));
    QVERIFY(!newer);
    QVERIFY2(newer.error().startsWith(QStringLiteral("b.itrace, line 1: this run was recorded by a newer version")),
             qPrintable(newer.error()));
    for (const QByteArray &content : {QByteArray(), QByteArray("\x7f"
                                                               "ELF")}) {
        const Result<TracePtr> trace = parseTrace(content, QStringLiteral("b.itrace"));
        QVERIFY(!trace);
        QVERIFY2(trace.error().startsWith(QStringLiteral("b.itrace, line 1: this is not a run of Interleave")), qPrintable(trace.error()));
    }
    const Result<TracePtr> missing = readTrace(QStringLiteral("/nonexistent/c.itrace"));
    QVERIFY(!missing);
    QVERIFY(missing.error().startsWith(QStringLiteral("/nonexistent/c.itrace: cannot be read")));
}

INTERLEAVE_TEST_MAIN(TestEventJson)
#include "tst_event_json.moc"
