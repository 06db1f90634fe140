// Tools really execute: what they give back, what they cost, what a scenario makes of them, and what they refuse.
#include "support/test_main.h"
#include "tools/documents.h"
#include "tools/tool_box.h"

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

/// Of three documents, at noon.
static ToolBox boxOf(const Scenario &scenario = {})
{
    const std::map<QString, Documents::Document> documents{
        {u"harbour"_s, {u"harbour"_s, u"The harbour"_s, u"Boats lie here. The toll is 2.35 crowns."_s}},
        {u"light"_s, {u"light"_s, u"The light"_s, u"It flashes over the harbour and the harbours beyond."_s}},
        {u"market"_s, {u"market"_s, u"The market"_s, u"Eel, smoked or not."_s}}};
    return {scenario, std::make_shared<const Documents>(documents), 1'767'268'800'000};
}

static WorkResult called(const QString &tool, const char *arguments)
{
    return boxOf().result({tool, {QByteArray(arguments).replace('\'', '"')}});
}

static Scenario with(const QList<ToolSettings> &tools, double timeScale = 1)
{
    Scenario scenario;
    scenario.tools = tools;
    scenario.timeScale = timeScale;
    return scenario;
}

class ToolsTest : public QObject
{
    Q_OBJECT

    static WorkResult calculated(const QByteArray &expression, int places = -1)
    {
        Json arguments{{"expression", expression.toStdString()}};
        if (places >= 0)
            arguments["places"] = places;
        return boxOf().result({u"calculator"_s, {compact(arguments)}});
    }

private Q_SLOTS:
    void arithmetic_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<int>("places");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *expression, const char *value, int places = -1) {
            QTest::addRow("%s to %d", expression, places) << QByteArray(expression) << places << QByteArray(value);
        };
        row("2 * (3 + 4)", "14");
        row("1 - 2 - 3", "-4");
        row("8 / 4 / 2", "1");
        row("2 ^ 3 ^ 2", "512");
        row("-2 ^ 2", "-4");
        row("2 ^ -2", "0.25");
        row("--3", "3");
        row("1.5e3 + 2E-1", "1500.2");
        row("((((1))))", "1");
        row(".5*4", "2");
        // What a double does not have: these end, and thirds and tenths are exact until the end.
        row("0.1 + 0.2", "0.3");
        row("11.4 * 2.35 * 9", "241.11");
        row("1/3 + 1/3 + 1/3", "1");
        row("(1/3) * 3 - 1", "0");
        row("1/3", "0.33333333333333333333");
        row("2954/21.9 - 4187/38.6", "26.41", 2);
        row("(7.5 + 12.0 + 9.6 + 5.0) / 4", "8.525");
        row("3.75 * 18.40 + 2 * 6.85", "82.70", 2);
        row("0.125", "0.13", 2);
        row("-0.125", "-0.13", 2);
        row("-0.001", "0.00", 2);
        row("2.5", "3", 0);
        row("10 ^ 30 + 1", "1000000000000000000000000000001");
        row("0", "0");
    }
    void arithmetic()
    {
        QFETCH(QByteArray, expression);
        QFETCH(int, places);
        const WorkResult result = calculated(expression, places);
        QCOMPARE(result.error, QString());
        QTEST(result.value.json, "value");
    }

    void what_is_no_expression_is_refused_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QByteArray() << u"from character 1"_s;
        QTest::newRow("half") << QByteArray("2 +") << u"from character 3"_s;
        QTest::newRow("bracket") << QByteArray("(1") << u"from character 3"_s;
        QTest::newRow("two numbers") << QByteArray("1 2 3)") << u"from character 4"_s;
        QTest::newRow("letters") << QByteArray("system(1)") << u"from character 1"_s;
        QTest::newRow("by zero") << QByteArray("1/(1-1)") << u"divides by zero"_s;
        QTest::newRow("root") << QByteArray("2^0.5") << u"a power must be a whole number"_s;
        QTest::newRow("huge") << QByteArray("9^9^9") << u"a power must be a whole number"_s;
        QTest::newRow("too long") << QByteArray("(9^9999)*(9^9999)") << u"too long to be written"_s;
        QTest::newRow("exponent") << QByteArray("1e99999") << u"from character 1"_s;
        QTest::newRow("nothing found") << QByteArray("11.4 * [nothing]") << u"from character 6"_s;
        QTest::newRow("deep") << QByteArray(5000, '(') << u"cannot be read"_s;
        QTest::newRow("long") << QByteArray(20'000, '1') << u"at most 10000"_s;
    }
    void what_is_no_expression_is_refused_with_its_place()
    {
        QFETCH(QByteArray, expression);
        QFETCH(QString, words);
        const WorkResult result = calculated(expression);
        QVERIFY(!isSuccess(result.outcome));
        QVERIFY2(result.error.contains(words), qPrintable(result.error));
    }

    void each_tool_gives_what_it_says_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *name, const char *tool, const char *arguments, const char *value) {
            QTest::newRow(name) << QString::fromLatin1(tool) << QByteArray(arguments) << QByteArray(value).replace('\'', '"');
        };
        row("words", "text_statistics", "{'text':'Half-past 3.5, she said: \\'go\\'. Then - nothing!\\n\\nEnd'}",
            "{'words':8,'sentences':2,'paragraphs':2,'lines':3,'characters':51,'letters':31}");
        row("no words", "text_statistics", "{'text':''}", "{'words':0,'sentences':0,'paragraphs':0,'lines':0,'characters':0,'letters':0}");
        row("pointer", "json_query", "{'json':{'hits':[{'id':'a/b'}]},'path':'/hits/0/id'}", "'a/b'");
        row("dots", "json_query", "{'json':'{\\'hits\\':[1,2]}','path':'hits.1'}", "2");
        row("whole", "json_query", "{'json':[1],'path':''}", "[1]");
        row("search", "search", "{'query':'toll of the harbour?'}",
            "{'hits':[{'id':'harbour','title':'The harbour'},{'id':'light','title':'The light'},{'id':'market','title':'The market'}]}");
        row("stems", "search", "{'query':'smoking','limit':1}", "{'hits':[{'id':'market','title':'The market'}]}");
        row("no hits", "search", "{'query':'zebra'}", "{'hits':[]}");
        row("operators", "search", "{'query':'\\' NEAR( * zebra'}", "{'hits':[]}");
        row("read", "read", "{'id':'market'}", "{'id':'market','title':'The market','text':'Eel, smoked or not.'}");
        row("clock", "clock", "{}", "{'utc':'2026-01-01T12:00:00.000Z','unix_s':1767268800}");
        row("wait", "wait", "{'ms':2}", "{'ms':2}");
    }
    void each_tool_gives_what_it_says()
    {
        QFETCH(QString, tool);
        QFETCH(QByteArray, arguments);
        const WorkResult result = called(tool, arguments.constData());
        QCOMPARE(result.error, QString());
        QTEST(result.value.json, "value");
    }

    void bad_arguments_are_an_error_that_says_what_to_do_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *tool, const char *arguments, const QString &words) {
            QTest::addRow("%s %s", tool, arguments) << QString::fromLatin1(tool) << QByteArray(arguments) << words;
        };
        row("fly", "{}", u"no tool named fly"_s);
        row("wait", "[1]", u"no JSON object"_s);
        row("wait", "{'ms'", u"no JSON object"_s);
        row("wait", "{'ms':-1}", u"a number from 0 to 60000"_s);
        row("calculator", "{}", u"\"expression\" of calculator must be text"_s);
        row("calculator", "{'expression':'1','places':1.5}", u"a whole number from 0 to 100"_s);
        row("text_statistics", "{'text':1}", u"\"text\" must be text"_s);
        row("json_query", "{'json':'{','path':''}", u"is no JSON at character"_s);
        row("json_query", "{'json':[],'path':'/7'}", u"there is no \"7\" of the path /7"_s);
        row("search", "{'query':7}", u"\"query\" must be text"_s);
        row("read", "{'id':'nowhere'}", u"no document with the id \"nowhere\"; search gives the ids"_s);
    }
    void bad_arguments_are_an_error_that_says_what_to_do()
    {
        QFETCH(QString, tool);
        QFETCH(QByteArray, arguments);
        QFETCH(QString, words);
        const WorkResult result = called(tool, arguments.constData());
        QVERIFY(!isSuccess(result.outcome));
        QVERIFY2(result.error.contains(words), qPrintable(result.error));
    }

    void costs_are_known_beforehand_and_bounded()
    {
        const auto plan = [](const QString &tool, const QByteArray &arguments) { return boxOf().plan({tool, {arguments}}); };
        QCOMPARE(plan(u"wait"_s, "{\"ms\": 2.5}").waitNs, 2'500'000);
        QCOMPARE(plan(u"burn"_s, "{\"ms\": 3}").cpuNs, 3'000'000);
        QCOMPARE(plan(u"wait"_s, "{\"ms\": 1e300}").waitNs, qint64(mostToolWaitMs * 1e6));
        QCOMPARE(plan(u"wait"_s, "{\"ms\": -1}").waitNs, 0);
        QCOMPARE(plan(u"calculator"_s, "{}").cpuNs, 0);
    }

    void a_scenario_gives_tools_delays_work_limits_and_other_names()
    {
        const ToolBox box =
            boxOf(with({{u"embed"_s, u"wait"_s, 0.3, 0, 2}, {u"burn"_s, {}, 0, 400, 0}, {u"search"_s, {}, 0.4, 7, 0}}, 0.1));
        const ToolPlan embed = box.plan({u"embed"_s, {"{}"}});
        QCOMPARE(embed.waitNs, 30'000'000); // as the server's delays
        QVERIFY(embed.isLimited);
        QCOMPARE(box.result({u"embed"_s, {"{}"}}).error, QString());
        const ToolPlan burn = box.plan({u"burn"_s, {"{\"ms\": 5}"}});
        QCOMPARE(burn.cpuNs, 405'000'000); // never scaled
        QVERIFY(!burn.isLimited);
        QCOMPARE(box.plan({u"search"_s, {"{}"}}).waitNs, 40'000'000);
        QCOMPARE(box.plan({u"search"_s, {"{}"}}).cpuNs, 7'000'000);
        QCOMPARE(box.plan({u"wait"_s, {"{\"ms\": 10}"}}).waitNs, 1'000'000);
        QVERIFY(!isSuccess(box.result({u"fly"_s, {"{}"}}).outcome));
    }

    /// In virtual time nobody asks a server: a page is what the scenario says that it is, or an error.
    void a_page_in_virtual_time_is_what_the_scenario_says()
    {
        const auto page = [](double delayS, int bytes, const char *url = "http://127.0.0.1:1/") {
            ToolSettings http{u"http_get"_s, {}, delayS, 0, 0};
            http.bytes = bytes;
            const QByteArray arguments = compact(Json{{"url", url}});
            return boxOf(with({http}, 1)).result({u"http_get"_s, {arguments}});
        };
        const WorkResult known = page(0.2, 1234);
        QCOMPARE(known.error, QString());
        const Json value = parseJson(known.value.json);
        QCOMPARE(interleave::textOf(at(value, "text")).size(), 1234);
        QVERIFY(at(value, "assumed").get<bool>());
        QVERIFY(page(0.2, 0).error.contains(u"is not known in virtual time"_s));
        QVERIFY(page(0, 1234).error.contains(u"is not known in virtual time"_s)); // how long it takes must be said too
        QVERIFY(page(0.2, 1234, "http://example.com/").error.contains(u"may not ask example.com"_s));
        ToolSettings other{u"search"_s, {}, 0, 0, 0};
        other.bytes = 1;
        QVERIFY(toolProblem(with({other})).contains(u"gets no pages"_s));
    }

    void what_is_no_tool_and_what_is_no_folder_is_told_before_a_run()
    {
        QCOMPARE(toolProblem(with({{u"burn"_s, {}, 0, 400, 0}})), QString());
        QVERIFY(toolProblem(with({{u"embed"_s, {}, 0.3, 0, 0}})).startsWith(u"tools: \"embed\" is no tool; say what it does"_s));
        Scenario scenario;
        scenario.documents = u"/nowhere/at/all"_s;
        QVERIFY(toolProblem(scenario).startsWith(u"there is no folder of documents \"/nowhere/at/all\""_s));
    }

    void a_folder_is_read_with_what_lies_below_it_and_nothing_else()
    {
        QTemporaryDir folder;
        const auto write = [&](const QString &name, const QByteArray &content) {
            QDir().mkpath(QFileInfo(folder.filePath(name)).absolutePath());
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(content), content.size());
        };
        write(u"a.md"_s, "# Eels\n\nThey swim.\n");
        write(u"deep/b.txt"_s, "They are smoked.");
        write(u"c.json"_s, "{}");
        QVERIFY(QFile::link(folder.filePath(u"c.json"_s), folder.filePath(u"link.txt"_s)));
        const std::shared_ptr<const Documents> documents = documentsOf(folder.path());
        QCOMPARE(documents->problem(), QString());
        QCOMPARE(documents->count(), 2);
        QCOMPARE(documents->find(u"a"_s)->title, u"Eels"_s);
        QCOMPARE(documents->find(u"a"_s)->text, u"They swim."_s);
        QCOMPARE(documents->search(u"smoked"_s, 5).first().id, u"deep/b"_s);
        QCOMPARE(documents, documentsOf(folder.path())); // made once

        QTemporaryDir empty;
        QVERIFY(Documents(empty.path()).problem().contains(u"has no .txt and no .md"_s));
        write(u"long.txt"_s, QByteArray(1'000'001, 'a'));
        QVERIFY(Documents(folder.path()).problem().contains(u"has more than 1000000 bytes"_s));
    }

    void every_tool_says_what_it_takes()
    {
        for (const Tool &tool : tools()) {
            const Json schema = parseJson(tool.parameters);
            QVERIFY2(schema.is_object() && at(schema, "type") == "object", qPrintable(tool.id));
            QVERIFY(tool.sentence.endsWith(u'.'));
            QCOMPARE(findTool(tool.id), &tool);
        }
    }
};

INTERLEAVE_TEST_MAIN(ToolsTest)
#include "tst_tools.moc"
