// Tools really execute: what they give back, what they cost, and what they refuse.
#include "support/test_main.h"
#include "tools/tool.h"

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

class ToolsTest : public QObject
{
    Q_OBJECT

    static WorkResult calculate(const char *expression) { return resultOf({u"calculate"_s, {compact(Json{{"expression", expression}})}}); }

private Q_SLOTS:
    void arithmetic_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<double>("value");
        const auto row = [](const char *expression, double value) { QTest::newRow(expression) << QByteArray(expression) << value; };
        row("2 * (3 + 4)", 14);
        row("1 - 2 - 3", -4);
        row("8 / 4 / 2", 1);
        row("2 ^ 3 ^ 2", 512);
        row("-2 ^ 2", -4);
        row("--3", 3);
        row("1.5e3 + 2E-1", 1500.2);
        row("((((1))))", 1);
        row(".5*4", 2);
    }
    void arithmetic()
    {
        QFETCH(QByteArray, expression);
        QFETCH(double, value);
        const WorkResult result = calculate(expression.constData());
        QCOMPARE(result.error, QString());
        QCOMPARE(at(parseJson(result.value.json), "value").get<double>(), value);
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
        QTest::newRow("nothing finite") << QByteArray("1/0") << u"no finite value"_s;
        QTest::newRow("deep") << QByteArray(5000, '(') << u"cannot be read"_s;
        QTest::newRow("long") << QByteArray(20'000, '1') << u"at most 10000"_s;
    }
    void what_is_no_expression_is_refused_with_its_place()
    {
        QFETCH(QByteArray, expression);
        QFETCH(QString, words);
        const WorkResult result = calculate(expression.constData());
        QVERIFY(!isSuccess(result.outcome));
        QVERIFY2(result.error.contains(words), qPrintable(result.error));
    }

    void costs_are_known_beforehand_and_bounded()
    {
        QCOMPARE(timesOf({u"wait"_s, {"{\"ms\": 2.5}"}}).waitNs, 2'500'000);
        QCOMPARE(timesOf({u"work"_s, {"{\"ms\": 3}"}}).cpuNs, 3'000'000);
        QCOMPARE(timesOf({u"wait"_s, {"{\"ms\": 1e300}"}}).waitNs, qint64(mostToolWaitMs * 1e6));
        QCOMPARE(timesOf({u"wait"_s, {"{\"ms\": -1}"}}).waitNs, 0);
        QVERIFY(!isSuccess(resultOf({u"wait"_s, {"{\"ms\": -1}"}}).outcome));
        QVERIFY(!isSuccess(resultOf({u"wait"_s, {"{}"}}).outcome));
    }

    void an_unknown_tool_and_arguments_that_are_no_object_are_refused()
    {
        QVERIFY(resultOf({u"fly"_s, {"{}"}}).error.contains(u"no tool named fly"_s));
        QVERIFY(resultOf({u"wait"_s, {"[1]"}}).error.contains(u"no JSON object"_s));
        QVERIFY(resultOf({u"wait"_s, {"{\"ms\""}}).error.contains(u"no JSON object"_s));
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
