// Rules, fallbacks and the cheapest candidate that keeps the objectives.
#include "core/price_table.h"
#include "support/test_main.h"
#include "traffic/router.h"

#include <QTest>

using namespace interleave;

static Route to(const QString &model) { return {model, {}, {}, {}}; }

static Ask askOf(const QString &text, const QString &callClass = {}, int fallback = 0)
{
    Ask ask;
    ask.prompt.text = text;
    ask.prompt.callClass = callClass;
    ask.fallback = fallback;
    return ask;
}

static PriceRow row(const QString &model, double price)
{
    PriceRow row;
    row.provider = QStringLiteral("simulator");
    row.model = model;
    row.input = row.output = price;
    return row;
}

static PriceTable prices() { return PriceTable({row(QStringLiteral("dear"), 9), row(QStringLiteral("cheap"), 1)}); }

class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_first_rule_that_matches_decides()
    {
        Scenario scenario;
        scenario.traffic.routing.rules = {
            {.promptCharsAtLeast = 100, .promptCharsAtMost = 0, .callClass = {}, .to = to(QStringLiteral("long"))},
            {.promptCharsAtLeast = 0, .promptCharsAtMost = 10, .callClass = QStringLiteral("chat"), .to = to(QStringLiteral("chat"))},
            {.promptCharsAtLeast = 0, .promptCharsAtMost = 5, .callClass = {}, .to = to(QStringLiteral("short"))}};
        const QList<Endpoint> routes = routesOf(scenario);
        Router router(scenario, prices());
        const auto model = [&](const Ask &ask) { return routes[router.choose(ask)].modelName; };
        QCOMPARE(model(askOf(QString(100, u'x'))), QStringLiteral("long"));
        QCOMPARE(model(askOf(QString(99, u'x'))), QStringLiteral("sim"));
        QCOMPARE(model(askOf(QStringLiteral("hi"), QStringLiteral("chat"))), QStringLiteral("chat"));
        QCOMPARE(model(askOf(QStringLiteral("hi"))), QStringLiteral("short"));
        QCOMPARE(model(askOf(QStringLiteral("hello!"))), QStringLiteral("sim"));
    }

    void the_model_that_a_step_names_comes_before_the_rules()
    {
        Scenario scenario;
        scenario.workload = QStringLiteral("agent");
        Agent agent;
        agent.modelName = QStringLiteral("own");
        scenario.agent = Described<Agent>("{}", agent);
        scenario.traffic.routing.rules = {
            {.promptCharsAtLeast = 1, .promptCharsAtMost = 0, .callClass = {}, .to = to(QStringLiteral("rule"))}};
        scenario.traffic.routing.fallbacks = {to(QStringLiteral("second"))};
        scenario.traffic.routing.cheapestOf = {to(QStringLiteral("dear")), to(QStringLiteral("cheap"))};
        const QList<Endpoint> routes = routesOf(scenario);
        Router router(scenario, prices());
        Ask ask = askOf(QStringLiteral("hello"));
        const auto model = [&] { return routes[router.choose(ask)].modelName; };
        QCOMPARE(model(), QStringLiteral("rule"));
        ask.prompt.modelName = QStringLiteral("own");
        QCOMPARE(model(), QStringLiteral("own"));
        ask.prompt.modelName = QStringLiteral("sim"); // the endpoint's, by its name
        QCOMPARE(model(), QStringLiteral("sim"));
        ask.fallback = 1;
        QCOMPARE(model(), QStringLiteral("second"));
        ask = askOf({});
        for (int call = 0; call < 20; ++call)
            QCOMPARE(model(), QStringLiteral("cheap")); // and is no candidate
    }

    void a_fallback_is_the_one_of_its_number()
    {
        Scenario scenario;
        scenario.traffic.routing.fallbacks = {to(QStringLiteral("second")),
                                              {{}, QStringLiteral("openai"), QStringLiteral("http://127.0.0.1:9/v1"), {}}};
        const QList<Endpoint> routes = routesOf(scenario);
        Router router(scenario, prices());
        QCOMPARE(routes[router.choose(askOf(QStringLiteral("x"), {}, 1))].modelName, QStringLiteral("second"));
        const Endpoint other = routes[router.choose(askOf(QStringLiteral("x"), {}, 2))];
        QCOMPARE(other.provider, QStringLiteral("openai"));
        QVERIFY(!other.isSimulator());
    }

    void the_cheapest_is_left_when_it_misses_the_objectives_and_tried_again_later()
    {
        Scenario scenario;
        scenario.objectives.latencyS = 1;
        scenario.traffic.routing.cheapestOf = {to(QStringLiteral("dear")), to(QStringLiteral("cheap")),
                                               to(QStringLiteral("unknown price"))};
        const QList<Endpoint> routes = routesOf(scenario);
        Router router(scenario, prices());
        QStringList chosen;
        for (int i = 0; i < 60; ++i) {
            const int route = router.choose(askOf(QStringLiteral("x")));
            chosen.append(routes[route].modelName);
            AttemptReport report;
            report.route = route;
            report.wasMade = true;
            report.reply.outcome = Outcome::Ok;
            report.serviceNs = routes[route].modelName == QStringLiteral("cheap") ? 2'000'000'000 : 500'000'000;
            router.learn(report);
        }
        QCOMPARE(chosen.mid(0, 5).count(QStringLiteral("cheap")), 5); // it is given a chance
        QCOMPARE(chosen.mid(5, 40).count(QStringLiteral("dear")), 40);
        QCOMPARE(chosen.count(QStringLiteral("cheap")), 6); // and another one
        QCOMPARE(chosen.count(QStringLiteral("unknown price")), 0);
    }
};

INTERLEAVE_TEST_MAIN(TestRouter)
#include "tst_router.moc"
