// Every route is a whole endpoint: the scenario's own where it says nothing, another provider's own service where it names
// one, and never with a key that belongs elsewhere.
#include "core/routes.h"

#include "setup/catalog.h"
#include "support/test_main.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QFile>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

static Route toModel(const QString &model) { return {model, {}, {}, {}}; }
static Route toProvider(const QString &provider, const QString &model = {}) { return {model, provider, {}, {}}; }

static Scenario scenarioAt(const QString &endpoint)
{
    Scenario scenario;
    scenario.name = u"routes"_s;
    scenario.prompts.emplaceBack().text = u"Hi"_s;
    scenario.endpoint = *endpointNamed(endpoint, Endpoint());
    return scenario;
}

/// The only fallback of a scenario, as a run sees it.
static Endpoint fallbackOf(Scenario scenario, const Route &route)
{
    scenario.traffic.routing.fallbacks = {route};
    const Result<Scenario> known = withKnownNames(scenario, u"here"_s);
    return known ? routesOf(*known).value(1) : Endpoint();
}

class TestRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void its_own_endpoint_is_first_then_rules_fallbacks_and_candidates()
    {
        Scenario scenario = scenarioAt(u"simulator"_s);
        QCOMPARE(routesOf(scenario), QList<Endpoint>{scenario.endpoint});
        RoutingPolicy &routing = scenario.traffic.routing;
        for (const QString &model : {u"rule 1"_s, u"rule 2"_s})
            routing.rules.append({.promptCharsAtLeast = 0, .promptCharsAtMost = 0, .callClass = {}, .to = toModel(model)});
        routing.fallbacks = {toModel(u"fallback 1"_s), toModel(u"fallback 2"_s)};
        routing.cheapestOf = {toModel(u"candidate 1"_s), toModel(u"candidate 2"_s)};
        QStringList models;
        for (const Endpoint &route : routesOf(scenario)) {
            QVERIFY(route.isSimulator());
            models.append(route.modelName);
        }
        QCOMPARE(models,
                 (QStringList{u"sim"_s, u"rule 1"_s, u"rule 2"_s, u"fallback 1"_s, u"fallback 2"_s, u"candidate 1"_s, u"candidate 2"_s}));
    }

    void another_provider_is_its_own_service_data()
    {
        QTest::addColumn<QString>("own");
        QTest::addColumn<QString>("other");
        for (const CatalogEntry &own : catalogOfProviders()) {
            for (const CatalogEntry &other : catalogOfProviders()) {
                if (own.id != other.id)
                    QTest::addRow("%s to %s", qPrintable(own.id), qPrintable(other.id)) << own.id << other.id;
            }
        }
    }
    void another_provider_is_its_own_service()
    {
        QFETCH(QString, own);
        QFETCH(QString, other);
        const Endpoint service = *endpointNamed(other, Endpoint());
        const Endpoint route = fallbackOf(scenarioAt(own), toProvider(other));
        QCOMPARE(route.provider, other);
        QCOMPARE(route.baseUrl, service.baseUrl);
        QCOMPARE(route.apiKeyEnv, service.apiKeyEnv);
        QCOMPARE(route.modelName, service.modelName);
        QCOMPARE(fallbackOf(scenarioAt(own), toProvider(other, u"mine"_s)).modelName, u"mine"_s);
        const Endpoint withKey = fallbackOf(scenarioAt(own), {{}, other, {}, u"MY_KEY"_s});
        QCOMPARE(withKey.apiKeyEnv, u"MY_KEY"_s);
        QCOMPARE(withKey.baseUrl, service.baseUrl);
    }

    void rules_and_candidates_are_completed_as_fallbacks_are()
    {
        Scenario scenario = scenarioAt(u"openai"_s);
        RoutingPolicy &routing = scenario.traffic.routing;
        routing.rules.append({.promptCharsAtLeast = 0, .promptCharsAtMost = 0, .callClass = {}, .to = toProvider(u"anthropic"_s)});
        routing.cheapestOf = {toProvider(u"gemini"_s), toModel(u"gpt"_s)};
        const Result<Scenario> known = withKnownNames(scenario, u"here"_s);
        QVERIFY(bool(known));
        QStringList keys;
        for (const Endpoint &route : routesOf(*known))
            keys.append(route.apiKeyEnv);
        QCOMPARE(keys, (QStringList{u"OPENAI_API_KEY"_s, u"ANTHROPIC_API_KEY"_s, u"GEMINI_API_KEY"_s, u"OPENAI_API_KEY"_s}));
        QCOMPARE(*withKnownNames(*known, u"here"_s), *known); // complete is complete
        const QByteArray json = compact(toJson(*known));
        QCOMPARE(*scenarioFromJson(json, u"worker"_s), *known); // and a worker process gets it so
    }

    void at_the_simulator_a_provider_is_a_wire_of_the_simulator()
    {
        Scenario scenario = scenarioAt(u"simulator"_s);
        const Endpoint route = fallbackOf(scenario, toProvider(u"anthropic"_s));
        QCOMPARE(route.provider, u"anthropic"_s);
        QVERIFY(route.isSimulator());
        QCOMPARE(route.modelName, u"sim"_s);
    }

    void a_file_keeps_its_routes_as_written_since_its_endpoint_may_change()
    {
        Scenario scenario = scenarioAt(u"openai"_s);
        scenario.traffic.routing.fallbacks = {toProvider(u"anthropic"_s)};
        QTemporaryDir folder;
        QFile file(folder.filePath(u"s.interleave.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(compact(toJson(scenario)));
        file.close();
        Result<Scenario> loaded = loadScenario(file.fileName());
        QVERIFY(bool(loaded));
        QCOMPARE(loaded->traffic.routing, scenario.traffic.routing);
        loaded->endpoint = *endpointNamed(u"simulator"_s, loaded->endpoint); // as --endpoint simulator does
        for (const Endpoint &route : routesOf(*withKnownNames(*loaded, u"here"_s)))
            QVERIFY(route.isSimulator());
    }

    void a_key_goes_to_no_other_endpoint()
    {
        Scenario scenario;
        scenario.endpoint.baseUrl = u"https://one.example"_s;
        scenario.endpoint.apiKeyEnv = u"KEY_OF_ONE"_s;
        scenario.traffic.routing.fallbacks = {toModel(u"same server"_s),
                                              toProvider(u"gemini"_s, u"same provider"_s),
                                              {{}, {}, u"https://two.example"_s, {}},
                                              {{}, u"openai"_s, u"https://two.example"_s, u"KEY_OF_TWO"_s},
                                              toProvider(u"openai"_s)};
        const auto keysOf = [](const Scenario &s) {
            QStringList keys;
            for (const Endpoint &route : routesOf(s))
                keys.append(route.apiKeyEnv);
            return keys.mid(1);
        };
        QCOMPARE(keysOf(scenario), (QStringList{u"KEY_OF_ONE"_s, u"KEY_OF_ONE"_s, {}, u"KEY_OF_TWO"_s, {}}));
        QCOMPARE(keysOf(*withKnownNames(scenario, u"here"_s)),
                 (QStringList{u"KEY_OF_ONE"_s, u"KEY_OF_ONE"_s, {}, u"KEY_OF_TWO"_s, u"OPENAI_API_KEY"_s}));
    }

    void an_unknown_provider_is_refused_with_its_place_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("rule") << u"here: traffic: routing: rules[1]: to: "_s;
        QTest::newRow("fallback") << u"here: traffic: routing: fallbacks[1]: "_s;
        QTest::newRow("candidate") << u"here: traffic: routing: cheapest_of[1]: "_s;
    }
    void an_unknown_provider_is_refused_with_its_place()
    {
        QFETCH(QString, place);
        for (const QString &own : {u"simulator"_s, u"openai"_s}) {
            for (const QString &address : {QString(), u"http://127.0.0.1:9"_s}) {
                Scenario scenario = scenarioAt(own);
                RoutingPolicy &routing = scenario.traffic.routing;
                const QList<Route> routes{toModel(u"m"_s), {{}, u"acme"_s, address, {}}};
                if (place.contains(u"rules"_s)) {
                    for (const Route &route : routes)
                        routing.rules.append({.promptCharsAtLeast = 0, .promptCharsAtMost = 0, .callClass = {}, .to = route});
                } else {
                    (place.contains(u"fallbacks"_s) ? routing.fallbacks : routing.cheapestOf) = routes;
                }
                const Result<Scenario> known = withKnownNames(scenario, u"here"_s);
                QVERIFY(!known);
                QCOMPARE(known.error(), place + u"unknown provider \"acme\"; known are gemini, openai, anthropic"_s);
            }
        }
    }
};

INTERLEAVE_TEST_MAIN(TestRoutes)
#include "tst_routes.moc"
