#include "simulator/llm/profile.h"

#include "simulator_fixture.h"

#include "support/test_main.h"

#include <algorithm>
#include <cmath>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

Profile builtIn(const QString &name) { return loadProfile(name).value(); }

QString printed(const ServicePlan &plan)
{
    QString text = u"%1 %2 %3 %4\n"_s.arg(plan.ttftNs).arg(plan.totalNs).arg(plan.inputTokens).arg(plan.outputTokens);
    for (const ServicePlan::Chunk &chunk : plan.chunks)
        text += u"%1 %2 %3\n"_s.arg(chunk.atNs).arg(chunk.tokens).arg(chunk.text);
    return text;
}

} // namespace

class ServicePlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theArticlesFivePromptsTakeItsTimesIn15100Milliseconds()
    {
        const Profile article = builtIn(u"article"_s);
        QCOMPARE(article.promptsInOrder.size(), 5);
        QList<qint64> totals;
        for (int call = 0; call < 5; ++call)
            totals += planService(article, {.seed = 9, .repeat = 3, .call = call}, promptOf(article.promptsInOrder[call]), 1).totalNs;
        QCOMPARE(totals, (QList<qint64>{7'300'000'000, 2'400'000'000, 1'600'000'000, 2'100'000'000, 1'700'000'000}));
        QCOMPARE(totals[0] + totals[1] + totals[2] + totals[3] + totals[4], 15'100'000'000);
    }

    void aPlanDependsOnItsKeyAndNotOnTheOrderOfRequests()
    {
        for (const QString &name : profileNames()) {
            const Profile profile = builtIn(name);
            QStringList forward;
            QStringList backward;
            for (int call = 0; call < 20; ++call)
                forward += printed(planService(profile, {.seed = 5, .repeat = 0, .call = call}, promptOf(u"Describe Rome"_s), 1));
            for (int call = 19; call >= 0; --call)
                backward.prepend(printed(planService(profile, {.seed = 5, .repeat = 0, .call = call}, promptOf(u"Describe Rome"_s), 1)));
            QCOMPARE(forward, backward);
        }
    }

    void anotherSeedRepeatOrCallMeetsAnotherService()
    {
        const Profile hosted = builtIn(u"hosted"_s);
        const auto total = [&](SampleKey key) { return planService(hosted, key, promptOf(u"Describe Rome"_s), 1).totalNs; };
        const qint64 one = total({.seed = 1, .repeat = 0, .call = 0});
        QVERIFY(one != total({.seed = 2, .repeat = 0, .call = 0}));
        QVERIFY(one != total({.seed = 1, .repeat = 1, .call = 0}));
        QVERIFY(one != total({.seed = 1, .repeat = 0, .call = 1}));
    }

    void drawsAreRecordedSoThatNoVersionChangesThemUnnoticed()
    {
        const ServicePlan plan = planService(builtIn(u"hosted"_s), {.seed = 1, .repeat = 0, .call = 0}, promptOf(u"Describe Rome"_s), 1);
        QCOMPARE(plan.ttftNs, 471019302);
        QCOMPARE(plan.totalNs, 1627166011);
        QCOMPARE(plan.outputTokens, 120);
    }

    void chunksJoinToTheReplyRiseInTimeAndEndAtTheTotal()
    {
        for (const QString &name : profileNames()) {
            const ServicePlan plan =
                planService(builtIn(name), {.seed = 1, .repeat = 0, .call = 2}, promptOf(u"Explain 木漏れ日 🌲🌲🌲🌲🌲 to me"_s), 1);
            QVERIFY(!plan.chunks.empty());
            QCOMPARE(plan.chunks.front().atNs, plan.ttftNs);
            QCOMPARE(plan.chunks.back().atNs, plan.totalNs);
            QCOMPARE(plan.chunks.back().tokens, plan.outputTokens);
            QCOMPARE(estimateTokens(plan.text()), plan.outputTokens);
            QVERIFY(std::is_sorted(plan.chunks.begin(), plan.chunks.end(), [](const auto &a, const auto &b) { return a.atNs < b.atNs; }));
            for (const ServicePlan::Chunk &chunk : plan.chunks) {
                QVERIFY(!chunk.text.isEmpty());
                QCOMPARE(QString::fromUtf8(chunk.text.toUtf8()), chunk.text); // no half characters
            }
        }
    }

    void theFirstTokenOfTheArticleComesBetween30And50PercentOfTheService()
    {
        const Profile article = builtIn(u"article"_s);
        for (int repeat = 0; repeat < 50; ++repeat) {
            const ServicePlan plan = planService(article, {.seed = 1, .repeat = repeat, .call = repeat}, promptOf(u"Describe Rome"_s), 1);
            const double share = static_cast<double>(plan.ttftNs) / static_cast<double>(plan.totalNs);
            QVERIFY(share >= 0.3 && share <= 0.5);
        }
    }

    void theTimeScaleMultipliesEveryDelay()
    {
        const Profile article = builtIn(u"article"_s);
        const ServicePlan plain = planService(article, {}, promptOf(u"Describe Rome"_s), 1);
        const ServicePlan scaled = planService(article, {}, promptOf(u"Describe Rome"_s), 0.1);
        QCOMPARE(scaled.totalNs, 730'000'000);
        QCOMPARE(scaled.text(), plain.text());
        QVERIFY(std::abs(scaled.ttftNs * 10 - plain.ttftNs) <= 10);
    }

    void maxOutputTokensCutTheReplyAndShortenAStreamWithARate()
    {
        const Profile hosted = builtIn(u"hosted"_s);
        Prompt limited = promptOf(u"Explain Rome in 200 words"_s);
        const ServicePlan whole = planService(hosted, {}, limited, 1);
        limited.maxOutputTokens = 16;
        const ServicePlan cut = planService(hosted, {}, limited, 1);
        QVERIFY(!whole.cutByMaxTokens);
        QVERIFY(cut.cutByMaxTokens);
        QCOMPARE(cut.outputTokens, 16);
        QVERIFY(whole.text().startsWith(cut.text()));
        QVERIFY(cut.totalNs < whole.totalNs);
    }

    void tokensAreFourCharactersAndAtLeastOnePerWord()
    {
        QCOMPARE(estimateTokens(QString()), 0);
        QCOMPARE(estimateTokens(u"   "_s), 0);
        QCOMPARE(estimateTokens(u"a b c"_s), 3);
        QCOMPARE(estimateTokens(u"abcd"_s), 1);
        QCOMPARE(estimateTokens(u"abcde fg  "_s), 3);
    }

    void distributionsHaveTheMomentsTheySay()
    {
        Profile profile = builtIn(u"constant"_s);
        const auto totals = [&](Distribution distribution) {
            profile.serviceS = std::move(distribution);
            std::vector<double> seconds;
            for (int call = 0; call < 2000; ++call)
                seconds.push_back(
                    static_cast<double>(planService(profile, {.seed = 1, .repeat = 0, .call = call}, promptOf(u"two words"_s), 1).totalNs) /
                    1e9);
            std::sort(seconds.begin(), seconds.end());
            return seconds;
        };
        using enum Distribution::Kind;
        const std::vector<double> logNormal = totals({LogNormal, {2, 0.5}});
        QVERIFY(std::abs(logNormal[1000] - 2) < 0.1);                  // median
        QVERIFY(std::abs(logNormal[1683] - 2 * std::exp(0.5)) < 0.25); // one sigma above: 84.1 %
        const std::vector<double> uniform = totals({Uniform, {1, 3}});
        QVERIFY(uniform.front() >= 1 && uniform.back() < 3 && std::abs(uniform[1000] - 2) < 0.1);
        const std::vector<double> empirical = totals({Empirical, {1, 5}});
        QCOMPARE(empirical.front(), 1.0);
        QCOMPARE(empirical.back(), 5.0);
        const std::vector<double> fixed = totals({FixedList, {4, 6}});
        QCOMPARE(std::count(fixed.begin(), fixed.end(), 4.0), 1000);
    }

    void aPromptWithoutKeyIsFoundInTheFixedListElseKeyedByItsText()
    {
        const Profile article = builtIn(u"article"_s);
        QCOMPARE(keyOfPrompt(article, 7, u"Write a haiku about robots"_s, 4), (SampleKey{.seed = 7, .repeat = 4, .call = 2}));
        const SampleKey other = keyOfPrompt(article, 7, u"Something else"_s, 0);
        QCOMPARE(other, keyOfPrompt(article, 7, u"Something else"_s, 0));
        QVERIFY(other.call >= 0 && other.call != keyOfPrompt(article, 7, u"Something other"_s, 0).call);
    }
};

INTERLEAVE_TEST_MAIN(ServicePlanTest)
#include "tst_service_plan.moc"
