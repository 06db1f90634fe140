// Scenarios come back from JSON as they were written; variants change what they name and nothing else; what is wrong is told
// with its place.
#include "core/scenario_json.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QTest>

using namespace interleave;
using namespace Qt::StringLiterals;

static Scenario full()
{
    Scenario s;
    s.name = u"full"_s;
    Prompt prompt;
    prompt.text = u"Hello {{call}}"_s;
    prompt.callClass = u"chat"_s;
    prompt.temperature = 0.5;
    s.prompts = {prompt};
    s.requests = 20;
    s.warmup = 3;
    s.arrival = *arrivalFromText(u"users:20,think=1.5"_s);
    s.arrival.durationS = 30;
    s.traffic.limits = {600, 100'000};
    s.traffic.retry = {.retries = 4, .backoff = Backoff::Exponential, .baseS = 0.5, .capS = 20, .honoursServerDelay = false, .budget = 0.2};
    s.traffic.cache = {.enabled = true, .maxMb = 10, .startsEmpty = true};
    s.traffic.routing.rules = {
        {.promptCharsAtLeast = 10, .promptCharsAtMost = 100, .callClass = u"chat"_s, .to = {u"sim-small"_s, {}, {}, {}}}};
    s.traffic.routing.fallbacks = {{u"m"_s, u"openai"_s, u"http://127.0.0.1:9/v1"_s, u"KEY"_s}};
    s.traffic.routing.cheapestOf = {{u"sim"_s, {}, {}, {}}, {u"sim-large"_s, {}, {}, {}}};
    s.traffic.callTimeoutS = 9;
    s.objectives = {.latencyS = 2, .ttftS = 0.5};
    s.variants = {{u"no cache"_s, {{u"traffic"_s, QJsonObject{{u"cache"_s, QJsonObject{{u"enabled"_s, false}}}}}}}};
    return s;
}

static Result<Scenario> read(const QJsonObject &json) { return scenarioFromJson(QJsonDocument(json).toJson(), u"file"_s); }

class TestScenarioJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everything_comes_back()
    {
        const Result<Scenario> again = read(toJson(full()));
        QVERIFY2(bool(again), qPrintable(again ? QString() : again.error()));
        QCOMPARE(toJson(*again), toJson(full()));
        QVERIFY(*again == full());
    }

    void what_is_as_usual_is_not_written()
    {
        Scenario plain;
        plain.prompts = {full().prompts};
        const QJsonObject json = toJson(plain);
        for (const char *key : {"arrival", "traffic", "objectives", "variants"})
            QVERIFY2(!json.contains(QLatin1StringView(key)), key);
    }

    void a_variant_changes_what_it_names_and_nothing_else()
    {
        const Scenario scenario = full();
        const Result<Scenario> changed = variantOf(scenario, scenario.variants.front());
        QVERIFY2(bool(changed), qPrintable(changed ? QString() : changed.error()));
        Scenario expected = scenario;
        expected.variants.clear();
        expected.traffic.cache.enabled = false;
        QCOMPARE(toJson(*changed), toJson(expected));
    }

    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("changes");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown key") << QByteArray(R"({"traffic":{"retrys":{}}})") << u"traffic: unknown key \"retrys\""_s;
        QTest::newRow("retries") << QByteArray(R"({"traffic":{"retry":{"retries":-1}}})") << u"traffic: retry: \"retries\" is -1"_s;
        QTest::newRow("backoff") << QByteArray(R"({"traffic":{"retry":{"backoff":"linear"}}})") << u"\"backoff\" must be one of none"_s;
        QTest::newRow("cache size") << QByteArray(R"({"traffic":{"cache":{"max_mb":0}}})") << u"cache: \"max_mb\" is 0"_s;
        QTest::newRow("rule") << QByteArray(R"({"traffic":{"routing":{"rules":[{"class":1}]}}})") << u"rules[0]: \"class\" must be text"_s;
        QTest::newRow("schedule") << QByteArray(R"({"arrival":{"schedule":"users:many"}})") << u"arrival: \"schedule\" is wrong"_s;
        QTest::newRow("duration") << QByteArray(R"({"arrival":{"duration_s":-1}})") << u"arrival: \"duration_s\" is -1"_s;
        QTest::newRow("objective") << QByteArray(R"({"objectives":{"p95_s":1}})") << u"objectives: unknown key \"p95_s\""_s;
        QTest::newRow("warm-up") << QByteArray(R"({"warmup":-1})") << u"\"warmup\" is -1"_s;
        QTest::newRow("variant") << QByteArray(R"({"variants":[{"changes":{}}]})") << u"variants[0]: \"name\" is missing"_s;
    }
    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(QByteArray, changes);
        QFETCH(QString, part);
        Scenario plain;
        plain.prompts = full().prompts;
        QJsonObject json = toJson(plain);
        const QJsonObject wrong = QJsonDocument::fromJson(changes).object();
        for (auto it = wrong.begin(); it != wrong.end(); ++it)
            json[it.key()] = *it;
        const Result<Scenario> scenario = read(json);
        QVERIFY(!scenario);
        QVERIFY2(scenario.error().startsWith(u"file"_s) && scenario.error().contains(part), qPrintable(scenario.error()));
    }
};

INTERLEAVE_TEST_MAIN(TestScenarioJson)
#include "tst_scenario_json.moc"
