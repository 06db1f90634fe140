// Exports as files: the report document, the table of calls, the event log; whole or not at all.
#include "export/exporters.h"
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/trace_file.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace interleave;
using interleave::test::ms;
using interleave::test::simDetail;
using interleave::test::TraceBuilder;

class TestExporters : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idsAreUniqueAndFound();
    void theDocumentHasItsParts();
    void aRecordedEnvironmentIsKept();
    void csvOfAWorkedExample();
    void csvTellsWhatTheAttemptsWere();
    void csvQuotesAsTheRfcSays();
    void csvCellsAreNoFormulas_data();
    void csvCellsAreNoFormulas();
    void callsOfTheWarmUpAreMarkedInEveryFormat();
    void theEventLogIsCopiedByteForByte();
    void oneRunPerFileWhereTheFormatSaysSo();
    void anUnsavedRunHasNoLog();
    void whatCannotBeWrittenIsToldAndLeavesNothing();
    void nothingToExportIsTold();
};

static QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

static Scenario scenario()
{
    Scenario s;
    s.name = QStringLiteral("two");
    for (const QString &text : {QStringLiteral("first"), QStringLiteral("second")}) {
        Prompt prompt;
        prompt.text = text;
        s.prompts.append(prompt);
    }
    s.seed = 7;
    return s;
}

static FinishedRun runOf(Trace trace, const QString &model = QStringLiteral("concurrent"), int repeat = 0)
{
    FinishedRun run;
    run.model = model;
    run.repeat = repeat;
    run.trace = std::make_shared<const Trace>(std::move(trace));
    run.report = makeRunReport(*run.trace, scenario(), model, repeat);
    return run;
}

static FinishedRun smallRun(const QString &model, int repeat = 0, qint64 length = 10 * ms)
{
    return runOf(TraceBuilder().call(0, 0, 0, length).end(length), model, repeat);
}

void TestExporters::idsAreUniqueAndFound()
{
    QStringList ids;
    for (const Exporter &exporter : exporters()) {
        ids.append(exporter.id);
        QCOMPARE(findExporter(exporter.id), &exporter);
        QVERIFY(exporter.fileName.contains(u'.') && !exporter.title.isEmpty() && exporter.sentence.endsWith(u'.'));
    }
    QCOMPARE(ids, QStringList({QStringLiteral("json"), QStringLiteral("facts"), QStringLiteral("csv"), QStringLiteral("steps"),
                               QStringLiteral("trace"), QStringLiteral("otlp"), QStringLiteral("har"), QStringLiteral("itrace")}));
    QVERIFY(!findExporter(QStringLiteral("xls")));
}

void TestExporters::theDocumentHasItsParts()
{
    const QJsonObject document =
        qtObject(reportDocument(scenario(), {smallRun(QStringLiteral("sequential"), 0, 20 * ms), smallRun(QStringLiteral("hybrid"))}));
    QCOMPARE(document.keys(), QStringList({QStringLiteral("comparison"), QStringLiteral("environment"), QStringLiteral("runs"),
                                           QStringLiteral("scenario"), QStringLiteral("schema"), QStringLiteral("why")}));
    QCOMPARE(document[QStringLiteral("schema")].toString(), QStringLiteral("interleave.report/1"));
    QCOMPARE(document[QStringLiteral("scenario")].toObject(), qtObject(toJson(scenario())));
    QCOMPARE(document[QStringLiteral("scenario")][QStringLiteral("seed")].toInt(), 7);
    QCOMPARE(document[QStringLiteral("runs")].toArray().size(), 2);
    QCOMPARE(document[QStringLiteral("comparison")][1][QStringLiteral("speedup_vs_sequential")][QStringLiteral("median")].toDouble(), 2.0);
    const QJsonObject environment = document[QStringLiteral("environment")].toObject();
    QCOMPARE(environment.keys(),
             QStringList({QStringLiteral("cores"), QStringLiteral("cpu"), QStringLiteral("os"), QStringLiteral("program"),
                          QStringLiteral("qt"), QStringLiteral("time_utc"), QStringLiteral("version")}));
    QVERIFY(environment[QStringLiteral("cores")].toInt() > 0);
    QVERIFY(!environment[QStringLiteral("cpu")].toString().isEmpty());
    QVERIFY(environment[QStringLiteral("time_utc")].toString().endsWith(u'Z'));
}

void TestExporters::aRecordedEnvironmentIsKept()
{
    TraceBuilder run(0, QStringLiteral(R"({"environment":{"cpu":"another","cores":96}})"));
    const QJsonObject document = qtObject(reportDocument(scenario(), {runOf(run.call(0, 0, 0, 1).end(1))}));
    QCOMPARE(document[QStringLiteral("environment")][QStringLiteral("cpu")].toString(), QStringLiteral("another"));
}

static QList<QByteArray> csvOf(const QList<FinishedRun> &runs)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!writeCallsCsv({scenario(), runs}, buffer).isEmpty())
        return {};
    QByteArray text = buffer.data();
    return text.endsWith("\r\n") ? text.chopped(2).replace("\r\n", "\1").split('\1') : QList<QByteArray>();
}

void TestExporters::csvOfAWorkedExample()
{
    TraceBuilder run(1'000'000'001);
    const qint64 t = 1'000'000'001;
    run.plan(0, t, QStringLiteral("first"))
        .release(0, t + 2)
        .span(0, Phase::Send, t + 5, t + 10 * ms)
        .span(0, Phase::Ttft, t + 10 * ms, t + 30 * ms);
    run.chunk(0, t + 30 * ms).chunk(0, t + 45 * ms).span(0, Phase::Stream, t + 30 * ms, t + 50 * ms);
    run.done(0, t + 50 * ms, Outcome::Ok, {11, 2, 33, 4}, QStringLiteral("STOP")).analyze(0, 0, t + 50 * ms, t + 60 * ms, 8 * ms);
    run.plan(1, t, QStringLiteral("second")).done(1, t + 1500 * ms, Outcome::Dropped);
    const QList<QByteArray> rows = csvOf({runOf(run.end(t + 1500 * ms), QStringLiteral("hybrid"), 3)});
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows[0],
             QByteArray("model,repeat,call,label,outcome,attempts,planned_s,released_s,sent_s,last_sent_s,first_chunk_s,last_chunk_s,"
                        "done_s,end_s,latency_s,service_s,queue_s,ttft_s,chunks,input_tokens,cached_tokens,output_tokens,"
                        "thinking_tokens,analysis_cpu_s,message,validity,retries,cost_usd,cached,status,provider,model_name,protocol,"
                        "answered_by,note,transport,warmup,ready_s,unread_s,unread_exact"));
    QCOMPARE(rows[1], QByteArray("hybrid,3,0,first,ok,1,0.000000000,0.000000002,0.010000000,0.010000000,0.030000000,0.045000000,"
                                 "0.050000000,0.060000000,0.050000000,0.040000000,0.010000000,0.020000000,2,11,2,33,4,0.008000000,STOP,"
                                 "valid,0,,no,,,,,,,,no,0.000000005,0.000000000,"));
    QCOMPARE(rows[2], QByteArray("hybrid,3,1,second,dropped,0,0.000000000,,,,,,1.500000000,1.500000000,1.500000000,,,,0,,,,,"
                                 "0.000000000,,valid,0,0,no,,,,,,,,no,1.500000000,0.000000000,"));
}

static AttemptDetail over(Transport transport, AttemptDetail detail)
{
    detail.transport = transportName(transport);
    return detail;
}

void TestExporters::csvTellsWhatTheAttemptsWere()
{
    TraceBuilder run;
    run.plan(0, 0).span(0, Phase::Ttft, 0, 5 * ms, {.outcome = Outcome::RateLimited});
    run.attemptEnd(0, 5 * ms, 0, simDetail(429, QStringLiteral("1.1")), Outcome::RateLimited);
    run.span(0, Phase::Ttft, 5 * ms, 9 * ms, {.attempt = 1}).done(0, 9 * ms, Outcome::Ok, {1'000'000, 0, 100'000, 0});
    run.attemptEnd(0, 9 * ms, 1, over(Transport::Curl, simDetail(200, QStringLiteral("2"))), Outcome::Ok, {1'000'000, 0, 100'000, 0});
    run.plan(1, 0).done(1, 1 * ms, Outcome::CacheHit, {10, 0, 20, 0});
    const QList<QByteArray> rows = csvOf({runOf(run.end(9 * ms))});
    QVERIFY2(rows[1].endsWith(",1,0.55,no,200,simulator,sim,2,,,curl,no,0.000000000,0.000000000,"),
             rows[1].constData()); // 0.3 + a tenth of 2.5
    QVERIFY2(rows[2].endsWith(",0,0,yes,,,,,,,,no,0.001000000,0.000000000,"), rows[2].constData());
}

void TestExporters::callsOfTheWarmUpAreMarkedInEveryFormat()
{
    TraceBuilder run(0, QStringLiteral(R"({"scenario":{"warmup":1}})"));
    for (const int call : {0, 1})
        run.plan(call, 0, QStringLiteral("call"))
            .span(call, Phase::Ttft, call * ms, (call + 5) * ms)
            .done(call, (call + 5) * ms, Outcome::Ok);
    const FinishedRun finished = runOf(run.end(9 * ms));
    const QList<QByteArray> rows = csvOf({finished});
    QVERIFY2(rows[1].contains(",yes,0.") && rows[2].contains(",no,0."), rows[1].constData());
    const auto written = [&](QString (*write)(const ExportInput &, QIODevice &)) {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        return write({scenario(), {finished}}, buffer).isEmpty() ? buffer.data() : QByteArray();
    };
    const QJsonArray events = QJsonDocument::fromJson(written(writeChromeTrace)).object()[QStringLiteral("traceEvents")].toArray();
    int marked = 0, plain = 0;
    for (const QJsonValue &event : events) {
        if (event[QStringLiteral("cat")].toString().startsWith(QStringLiteral("call"))) {
            const bool isWarmUp = event[QStringLiteral("args")][QStringLiteral("call")].toInt() == 0;
            QCOMPARE(event[QStringLiteral("args")][QStringLiteral("warmup")].toBool(), isWarmUp);
            QCOMPARE(event[QStringLiteral("cat")].toString().contains(QStringLiteral("warmup")), isWarmUp);
            ++(isWarmUp ? marked : plain);
        }
    }
    QCOMPARE(marked, 1);
    QCOMPARE(plain, 1);
    const QJsonArray entries =
        QJsonDocument::fromJson(written(writeHar)).object()[QStringLiteral("log")][QStringLiteral("entries")].toArray();
    QCOMPARE(entries.size(), 2);
    for (const QJsonValue &entry : entries)
        QCOMPARE(entry[QStringLiteral("_warmup")].toBool(), entry[QStringLiteral("_call")].toInt() == 0);
    QCOMPARE(written(writeOtlp).count("interleave.warmup"), 2); // the call's span and its attempt's
}

void TestExporters::csvQuotesAsTheRfcSays()
{
    TraceBuilder run;
    run.plan(0, 0, QStringLiteral("a, \"b\"\nc"))
        .span(0, Phase::Ttft, 0, 1)
        .done(0, 1, Outcome::HttpError, {}, QStringLiteral("no; really"));
    const QByteArray row = csvOf({runOf(run.end(1))}).at(1);
    QVERIFY2(row.startsWith("concurrent,0,0,\"a, \"\"b\"\"\nc\",http_error,1,"), row.constData());
    QVERIFY2(row.contains(",no; really,"), row.constData());
}

void TestExporters::csvCellsAreNoFormulas_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("cell");
    const auto row = [](const char *name, const QString &text, const QByteArray &cell) { QTest::newRow(name) << text << cell; };
    row("formula", QStringLiteral("=1+1"), "'=1+1");
    row("call", QStringLiteral("@SUM(A1)"), "'@SUM(A1)");
    row("plus", QStringLiteral("+1"), "'+1");
    row("minus", QStringLiteral("-2+3"), "'-2+3");
    row("tab", QStringLiteral("\t=1"), "'\t=1");
    row("return", QStringLiteral("\r=1"), "\"'\r=1\"");
    row("line feed", QStringLiteral("\n=1"), "\"'\n=1\"");
    row("full width", QStringLiteral("＝1"), "'＝1");
    row("with quotes", QStringLiteral("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    row("within a text", QStringLiteral("1 = 1"), "1 = 1");
    row("a number", QStringLiteral("42"), "42");
}

void TestExporters::csvCellsAreNoFormulas()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, cell);
    TraceBuilder builder;
    const FinishedRun run = runOf(builder.plan(0, 0, text).done(0, 1, Outcome::Dropped).end(1));
    const auto bytes = [&run](bool isRaw) {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        writeCallsCsv({scenario(), {run}, isRaw}, buffer);
        return buffer.data();
    };
    QVERIFY2(bytes(false).contains(QByteArray(',' + cell + ",dropped")), bytes(false).constData());
    QByteArray raw = text.toUtf8().replace('"', "\"\"");
    if (cell.startsWith('"'))
        raw = '"' + raw + '"';
    QVERIFY2(bytes(true).contains(QByteArray(',' + raw + ",dropped")), bytes(true).constData());
}

static QString saveLog(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(traceFileHeader() + "{\"kind\":\"run_end\",\"ns\":1}\n{\"kind\":\"cut");
    return path;
}

void TestExporters::theEventLogIsCopiedByteForByte()
{
    QTemporaryDir dir;
    FinishedRun run = smallRun(QStringLiteral("hybrid"));
    run.file = saveLog(dir.filePath(QStringLiteral("saved.itrace")));
    const QString target = dir.filePath(QStringLiteral("copy.itrace"));
    const Result<QStringList> files = exportTo(*findExporter(QStringLiteral("itrace")), {scenario(), {run}}, target);
    QVERIFY2(files, files ? "" : qPrintable(files.error()));
    QCOMPARE(*files, QStringList(target));
    QCOMPARE(readAll(target), readAll(run.file));
}

void TestExporters::oneRunPerFileWhereTheFormatSaysSo()
{
    QTemporaryDir dir;
    QList<FinishedRun> runs{smallRun(QStringLiteral("sequential")), smallRun(QStringLiteral("hybrid"), 1)};
    for (FinishedRun &run : runs)
        run.file = saveLog(dir.filePath(QStringLiteral("saved-") + run.model));
    const Result<QStringList> logs =
        exportTo(*findExporter(QStringLiteral("itrace")), {scenario(), runs}, dir.filePath(QStringLiteral("out.itrace")));
    QVERIFY(logs);
    QCOMPARE(*logs,
             QStringList({dir.filePath(QStringLiteral("out-sequential-1.itrace")), dir.filePath(QStringLiteral("out-hybrid-2.itrace"))}));
    const Result<QStringList> table =
        exportTo(*findExporter(QStringLiteral("csv")), {scenario(), runs}, dir.filePath(QStringLiteral("calls.csv")));
    QVERIFY(table);
    QCOMPARE(readAll(table->at(0)).count("\r\n"), 3);
}

void TestExporters::anUnsavedRunHasNoLog()
{
    QTemporaryDir dir;
    const QString target = dir.filePath(QStringLiteral("out.itrace"));
    const Result<QStringList> files =
        exportTo(*findExporter(QStringLiteral("itrace")), {scenario(), {smallRun(QStringLiteral("hybrid"))}}, target);
    QVERIFY(!files);
    QCOMPARE(files.error(), target + QStringLiteral(": the run of hybrid was not saved; run it, and export it then"));
    QVERIFY(!QFile::exists(target));
}

void TestExporters::whatCannotBeWrittenIsToldAndLeavesNothing()
{
    QTemporaryDir dir;
    const QString target = dir.filePath(QStringLiteral("missing/report.json"));
    const Result<QStringList> files =
        exportTo(*findExporter(QStringLiteral("json")), {scenario(), {smallRun(QStringLiteral("hybrid"))}}, target);
    QVERIFY(!files);
    QVERIFY2(files.error().startsWith(target + QStringLiteral(": cannot be written (")), qPrintable(files.error()));
}

void TestExporters::nothingToExportIsTold()
{
    const Result<QStringList> files = exportTo(exporters().front(), {scenario(), {}}, QStringLiteral("report.json"));
    QVERIFY(!files);
    QCOMPARE(files.error(), QStringLiteral("report.json: there is no run to export; run something first"));
}

INTERLEAVE_TEST_MAIN(TestExporters)
#include "tst_exporters.moc"
