// Scenarios come back from JSON as they were written; variants change what they name and nothing else; what is wrong is told
// with its place.
#include "support/full_scenario.h"
#include "support/test_main.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace interleave;
using interleave::test::fullScenario;
using namespace Qt::StringLiterals;

static Result<Scenario> read(const QJsonObject &json) { return scenarioFromJson(QJsonDocument(json).toJson(), u"file"_s); }

class TestScenarioJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everything_comes_back()
    {
        const Result<Scenario> again = scenarioFromJson(compact(toJson(fullScenario())), u"file"_s);
        QVERIFY2(bool(again), qPrintable(again ? QString() : again.error()));
        QCOMPARE(compact(toJson(*again)), compact(toJson(fullScenario())));
        QVERIFY(*again == fullScenario());
    }

    void a_prompt_may_end_with_the_results_of_tools_and_with_nothing_else_empty()
    {
        const auto prompt = [](const QJsonObject &last) {
            const QJsonObject json{{u"text"_s, QString()}, {u"history"_s, QJsonArray{last}}};
            return promptFromJson(QJsonDocument(json).toJson(), u"file"_s);
        };
        QVERIFY(prompt({{u"tool_results"_s, QJsonArray{QJsonObject{{u"call_id"_s, u"c1"_s}, {u"output"_s, u"18 C"_s}}}}}));
        QVERIFY(!prompt({{u"text"_s, u"Hello"_s}}));
    }

    void what_is_as_usual_is_not_written()
    {
        Scenario plain;
        plain.prompts = {fullScenario().prompts};
        const QJsonObject json = qtObject(toJson(plain));
        for (const char *key : {"arrival", "traffic", "objectives", "variants", "script", "documents", "hosts", "tools"})
            QVERIFY2(!json.contains(QLatin1StringView(key)), key);
    }

    void a_variant_changes_what_it_names_and_nothing_else()
    {
        const Scenario scenario = fullScenario();
        const Result<Scenario> changed = variantOf(scenario, scenario.variants.front());
        QVERIFY2(bool(changed), qPrintable(changed ? QString() : changed.error()));
        Scenario expected = scenario;
        expected.variants.clear();
        expected.traffic.cache.enabled = false;
        QCOMPARE(compact(toJson(*changed)), compact(toJson(expected)));
    }

    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("changes");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown key") << QByteArray(R"({"traffic":{"retrys":{}}})") << u"/traffic/retrys: unknown key \"retrys\""_s;
        QTest::newRow("role") << QByteArray(R"({"prompts":[{"text":"a","history":[{"role":"judge"}]}]})")
                              << u"/prompts/0/history/0/role: \"role\" is \"judge\""_s;
        QTest::newRow("tool") << QByteArray(R"({"prompts":["a",{"text":"a","tools":[{"title":"x"}]}]})")
                              << u"/prompts/1/tools/0/title: unknown key \"title\""_s;
        QTest::newRow("arguments") << QByteArray(R"({"prompts":[{"text":"a","history":[{"tool_calls":[{"arguments":[]}]}]}]})")
                                   << u"/prompts/0/history/0/tool_calls/0/arguments: \"arguments\" must be an object"_s;
        QTest::newRow("prompt") << QByteArray(R"({"prompts":["a",1]})") << u"/prompts/1: must be text or an object"_s;
        QTest::newRow("temperature") << QByteArray(R"({"prompts":["a","b","c",{"text":"a","temperature":3}]})")
                                     << u"/prompts/3/temperature: \"temperature\" is 3; it must be between 0 and 2"_s;
        QTest::newRow("retries") << QByteArray(R"({"traffic":{"retry":{"retries":-1}}})") << u"/traffic/retry/retries: \"retries\" is -1"_s;
        QTest::newRow("backoff") << QByteArray(R"({"traffic":{"retry":{"backoff":"linear"}}})")
                                 << u"\"backoff\" is \"linear\"; it must be none, exponential or full_jitter"_s;
        QTest::newRow("cache size") << QByteArray(R"({"traffic":{"cache":{"max_mb":0}}})") << u"/traffic/cache/max_mb: \"max_mb\" is 0"_s;
        QTest::newRow("rule") << QByteArray(R"({"traffic":{"routing":{"rules":[{"class":1}]}}})")
                              << u"/traffic/routing/rules/0/class: \"class\" must be text"_s;
        QTest::newRow("schedule") << QByteArray(R"({"arrival":{"schedule":"users:many"}})")
                                  << u"/arrival/schedule: \"schedule\" is wrong"_s;
        QTest::newRow("duration") << QByteArray(R"({"arrival":{"duration_s":-1}})") << u"/arrival/duration_s: \"duration_s\" is -1"_s;
        QTest::newRow("objective") << QByteArray(R"({"objectives":{"p95_s":1}})") << u"/objectives/p95_s: unknown key \"p95_s\""_s;
        QTest::newRow("warm-up") << QByteArray(R"({"warmup":-1})") << u"/warmup: \"warmup\" is -1"_s;
        QTest::newRow("variant") << QByteArray(R"({"variants":[{"changes":{}}]})") << u"/variants/0: \"name\" is missing"_s;
        QTest::newRow("type") << QByteArray(R"({"variants":{}})") << u"/variants: \"variants\" must be a list"_s;
        QTest::newRow("tool's key") << QByteArray(R"({"tools":{"search":{"delay":1}}})") << u"/tools/search/delay: unknown key \"delay\""_s;
        QTest::newRow("tool's delay") << QByteArray(R"({"tools":{"search":{"delay_s":601}}})")
                                      << u"/tools/search/delay_s: \"delay_s\" is 601; it must be between 0 and 600"_s;
        QTest::newRow("tool's work") << QByteArray(R"({"tools":{"burn":{"cpu_ms":-1}}})")
                                     << u"/tools/burn/cpu_ms: \"cpu_ms\" is -1; it must be between 0 and 60000"_s;
        QTest::newRow("tool's limit") << QByteArray(R"({"tools":{"burn":{"limit":1.5}}})")
                                      << u"/tools/burn/limit: \"limit\" must be a whole number"_s;
        QTest::newRow("tool's name") << QByteArray(R"({"tools":{"my tool":{}}})") << u"/tools: a tool is named \"my tool\""_s;
        QTest::newRow("tool alone") << QByteArray(R"({"tools":{"search":1}})") << u"/tools/search: \"search\" must be an object"_s;
        QTest::newRow("hosts") << QByteArray(R"({"hosts":"example.org"})") << u"/hosts: \"hosts\" must be a list of names"_s;
        QTest::newRow("item") << QByteArray(R"({"variants":[7]})") << u"/variants/0: must be an object"_s;
    }
    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(QByteArray, changes);
        QFETCH(QString, part);
        Scenario plain;
        plain.prompts = fullScenario().prompts;
        QJsonObject json = qtObject(toJson(plain));
        const QJsonObject wrong = QJsonDocument::fromJson(changes).object();
        for (auto it = wrong.begin(); it != wrong.end(); ++it)
            json[it.key()] = *it;
        const Result<Scenario> scenario = read(json);
        QVERIFY(!scenario);
        QVERIFY2(scenario.error().startsWith(u"file"_s) && scenario.error().contains(part), qPrintable(scenario.error()));
    }

    void what_is_too_much_together_is_refused_in_a_sentence_data()
    {
        QTest::addColumn<Scenario>("scenario");
        QTest::addColumn<QString>("words");
        const Scenario usual = [] {
            Scenario scenario;
            scenario.prompts = {fullScenario().prompts.front()};
            return scenario;
        }();
        Scenario s = usual;
        s.prompts = QList<Prompt>(200'001, usual.prompts.front());
        QTest::newRow("prompts") << s << u"200001 prompts"_s;
        s = usual;
        s.variants = QList<Variant>(201, Variant{u"v"_s, {}});
        QTest::newRow("variants") << s << u"201 variants"_s;
        s = usual;
        s.repeats = 1000;
        s.variants = QList<Variant>(100, Variant{u"v"_s, {}});
        QTest::newRow("runs") << s << u"500000 runs"_s;
        s = usual;
        s.arrival.kind = Arrival::Kind::Users;
        s.arrival.users = 1'000'000;
        s.arrival.durationS = 86'400;
        QTest::newRow("users for a day") << s << u"86400000000 calls"_s;
    }
    void what_is_too_much_together_is_refused_in_a_sentence()
    {
        QFETCH(Scenario, scenario);
        QFETCH(QString, words);
        const Result<Scenario> result = checked(scenario, u"file"_s);
        QVERIFY(!result);
        QVERIFY2(result.error().startsWith(u"file: "_s) && result.error().contains(words), qPrintable(result.error()));
    }
    void a_prompt_that_no_model_reads_is_refused()
    {
        const Result<Scenario> result =
            scenarioFromJson("{\"schema\":\"interleave.scenario/1\",\"prompts\":[\"" + QByteArray(8'000'001, 'a') + "\"]}", u"file"_s);
        QVERIFY(!result);
        QVERIFY2(result.error().startsWith(u"file, line 1, column 46, /prompts/0: has more than 8 million characters"_s),
                 qPrintable(result.error()));
    }
    void too_many_values_are_not_even_parsed()
    {
        const QByteArray start = "{\"schema\":\"interleave.scenario/1\",\"prompts\":[\"a\"";
        const Result<Scenario> result = scenarioFromJson(start + QByteArray(",\"a\"").repeated(2'000'001) + "]}", u"file"_s);
        QVERIFY(!result);
        QVERIFY2(result.error().contains(u"two million values"_s), qPrintable(result.error()));
        QVERIFY(scenarioFromJson(start + ",\"" + QByteArray(2'000'001, ',') + "\\\",\"]}", u"file"_s)); // commas of a text
    }
};

INTERLEAVE_TEST_MAIN(TestScenarioJson)
#include "tst_scenario_json.moc"
