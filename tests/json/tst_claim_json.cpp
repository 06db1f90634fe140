// The published claim of a scenario comes back as it was written, and what is wrong in it is told with its place.
#include "json/claim_json.h"

#include "support/test_main.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

static OrderedJson figure(const char *variant) { return {{"figure", "makespan_s"}, {"variant", variant}, {"models", {"concurrent"}}}; }

static OrderedJson scenarioWithClaim()
{
    const OrderedJson test{{"what", "slow against fast"}, {"of", figure("slow")}, {"over", figure("fast")}, {"claimed", 2}};
    const OrderedJson knob{{"name", "the limit"}, {"fields", {"concurrency"}}, {"from", 1}, {"to", 9}, {"whole", true}};
    const OrderedJson claim{{"text", "Fast is faster."}, {"number", "twice"}, {"source", "a book"}, {"tests", {test}}, {"knob", knob}};
    OrderedJson json{{"schema", "interleave.scenario/1"}, {"name", "two"}, {"prompts", {"Hello"}}, {"claim", claim}};
    json["variants"] = {OrderedJson{{"name", "slow"}, {"changes", {{"concurrency", 1}}}},
                        OrderedJson{{"name", "fast"}, {"changes", {{"concurrency", 9}}}}};
    return json;
}

static QString refusalOf(const OrderedJson &json)
{
    const Result<Scenario> scenario = scenarioFromValue(json, u"file"_s);
    return scenario ? QString() : scenario.error();
}

class ClaimJsonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void a_claim_is_read_with_its_tests_and_its_knob_and_written_as_it_was()
    {
        const Result<Scenario> scenario = scenarioFromValue(scenarioWithClaim(), u"file"_s);
        QVERIFY2(bool(scenario), scenario ? "" : qPrintable(scenario.error()));
        const Claim &claim = *scenario->claim;
        QCOMPARE(claim.source, u"a book"_s);
        QCOMPARE(claim.tests.size(), 1U);
        QCOMPARE(claim.tests[0].over->variant, u"fast"_s);
        QCOMPARE(claim.tests[0].bound, 2.0);
        QVERIFY(claim.knob->isWhole && claim.knob->to == 9);
        QCOMPARE(compact(toJson(*scenario)["claim"]), compact(scenarioWithClaim()["claim"]));
    }

    void a_variant_is_without_the_claim_which_is_about_all_of_them()
    {
        const Result<Scenario> scenario = scenarioFromValue(scenarioWithClaim(), u"file"_s);
        const Result<Scenario> variant = variantOf(*scenario, scenario->variants.front());
        QVERIFY(bool(variant));
        QVERIFY(!variant->claim.isThere());
    }

    void a_claimed_factor_is_met_by_95_per_cent_of_it_and_other_bounds_by_themselves()
    {
        ClaimTest test;
        test.bound = 2;
        QVERIFY(test.isMetBy(1.9) && !test.isMetBy(1.89));
        test.kind = ClaimTest::Bound::AtLeast;
        QVERIFY(test.isMetBy(2) && !test.isMetBy(1.99));
        test.kind = ClaimTest::Bound::AtMost;
        QVERIFY(test.isMetBy(2) && !test.isMetBy(2.01));
    }

    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        QTest::newRow("figure") << u"/claim/tests/0/of/figure"_s << u"\"speed\""_s << u"it must be makespan_s, job_latency_mean_s"_s;
        QTest::newRow("variant") << u"/claim/tests/0/of/variant"_s << u"\"slwo\""_s << u"names the variant \"slwo\""_s;
        QTest::newRow("knob's variant") << u"/claim/knob/variants"_s << u"[\"none\"]"_s << u"names the variant \"none\""_s;
        QTest::newRow("two bounds") << u"/claim/tests/0/at_least"_s << u"1"_s << u"one of claimed, at_least and at_most"_s;
        QTest::newRow("range") << u"/claim/knob/to"_s << u"1"_s << u"must be more than \"from\""_s;
        QTest::newRow("no test") << u"/claim/tests"_s << u"[]"_s << u"a claim has at least one test"_s;
        QTest::newRow("nobody's key") << u"/claim/verdict"_s << u"\"reproduced\""_s << u"verdict"_s;
    }

    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QString, said);
        OrderedJson json = scenarioWithClaim();
        json[OrderedJson::json_pointer(path.toStdString())] = parseOrderedJson(value.toUtf8());
        const QString refusal = refusalOf(json);
        QVERIFY2(refusal.startsWith(u"file"_s) && refusal.contains(said), qPrintable(refusal));
    }
};

INTERLEAVE_TEST_MAIN(ClaimJsonTest)
#include "tst_claim_json.moc"
