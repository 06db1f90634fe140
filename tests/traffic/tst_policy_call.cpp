// The traffic policy at work, in virtual time, the same under every execution model: limits, retries, budget, fallbacks, cache,
// time-outs. Times are milliseconds.
#include "support/policy_run.h"
#include "support/test_main.h"

#include <QTest>

using namespace interleave;
using namespace interleave::test;

class TestPolicyCall : public QObject
{
    Q_OBJECT

    static void eachModel()
    {
        QTest::addColumn<QString>("model");
        for (const ExecutionModel &model : executionModels())
            QTest::newRow(qPrintable(model.id)) << model.id;
    }
    static void verifyInvariants(const PolicyRun &run)
    {
        QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
        int sum = 0;
        for (const int count : run.report.outcomes)
            sum += count;
        QCOMPARE(sum, run.report.planned);
    }

private Q_SLOTS:
    void what_fails_twice_is_served_at_the_third_attempt_data() { eachModel(); }
    void what_fails_twice_is_served_at_the_third_attempt()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(3);
        scenario.traffic.retry.retries = 2;
        scenario.traffic.retry.backoff = Backoff::Exponential;
        const PolicyRun run =
            runPolicy(scenario, model, [](const VirtualRequest &request) { return request.attempt < 2 ? refused(10, 503) : served(100); });
        verifyInvariants(run);
        QCOMPARE(run.report.count(Outcome::Ok), 3);
        QCOMPARE(run.report.attempts, 9);
        QCOMPARE(run.report.retries, 6);
        for (int call = 0; call < 3; ++call)
            QCOMPARE(run.phaseMs(call, Phase::Backoff), 3000); // 1 s, then 2 s
        const std::vector<AttemptEnd> &ends = run.trace.calls()[0].attemptEnds;
        QCOMPARE(ends.size(), size_t(3));
        QCOMPARE(ends[0].outcome, Outcome::HttpError);
        QCOMPARE(ends[2].outcome, Outcome::Ok);
    }

    void retries_end_and_the_last_failure_stands_data() { eachModel(); }
    void retries_end_and_the_last_failure_stands()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(2);
        scenario.traffic.retry.retries = 3;
        scenario.traffic.retry.backoff = Backoff::None;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return refused(10, 429); });
        verifyInvariants(run);
        QCOMPARE(run.report.count(Outcome::RateLimited), 2);
        QCOMPARE(run.report.attempts, 8);
        QVERIFY(run.report.wastedTokens > 0);
        QCOMPARE(run.report.wastedUsd, 0.0); // a refusal costs nothing
    }

    void the_delay_that_the_server_asks_for_is_waited()
    {
        Scenario scenario = scenarioOf(1);
        scenario.traffic.retry.retries = 1;
        scenario.traffic.retry.backoff = Backoff::None;
        const auto service = [](const VirtualRequest &request) { return request.attempt == 0 ? refused(10, 429, 7.5) : served(100); };
        QCOMPARE(runPolicy(scenario, QStringLiteral("concurrent"), service).sentMs(), (QList<qint64>{0, 7510}));
        scenario.traffic.retry.honoursServerDelay = false;
        QCOMPARE(runPolicy(scenario, QStringLiteral("concurrent"), service).sentMs(), (QList<qint64>{0, 10}));
    }

    void jitter_is_the_same_under_every_model()
    {
        Scenario scenario = scenarioOf(4);
        scenario.traffic.retry.retries = 5;
        const auto service = [](const VirtualRequest &request) { return request.attempt < 3 ? refused(10, 503) : served(100); };
        const auto backoffs = [&](const QString &model) {
            const PolicyRun run = runPolicy(scenario, model, service);
            QList<qint64> times;
            for (int call = 0; call < 4; ++call)
                times.append(run.phaseMs(call, Phase::Backoff));
            return times;
        };
        const QList<qint64> expected = backoffs(QStringLiteral("sequential"));
        QVERIFY(expected[0] != expected[1]);
        for (const ExecutionModel &model : executionModels())
            QCOMPARE(backoffs(model.id), expected);
    }

    void the_retry_budget_is_for_the_whole_run_data() { eachModel(); }
    void the_retry_budget_is_for_the_whole_run()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(10);
        scenario.traffic.retry.retries = 5;
        scenario.traffic.retry.backoff = Backoff::None;
        scenario.traffic.retry.budget = 0.3;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return refused(10, 503); });
        verifyInvariants(run);
        QCOMPARE(run.report.attempts, 13);
        QCOMPARE(run.report.count(Outcome::HttpError), 10);
    }

    void the_retry_budget_grows_with_the_calls_of_a_run_without_a_number_data() { eachModel(); }
    void the_retry_budget_grows_with_the_calls_of_a_run_without_a_number()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(1);
        scenario.requests = 0;
        scenario.arrival = *arrivalFromText(QStringLiteral("users:2"));
        scenario.arrival.durationS = 10;
        scenario.concurrency = 2;
        scenario.workers = 2;
        scenario.traffic.retry.retries = 5;
        scenario.traffic.retry.backoff = Backoff::None;
        scenario.traffic.retry.budget = 0.5;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return refused(100, 503); });
        verifyInvariants(run);
        QVERIFY2(run.report.planned > 60, qPrintable(QString::number(run.report.planned)));
        QCOMPARE(run.report.retries, (run.report.planned + 1) / 2);
    }

    void a_fallback_serves_what_failed_for_good()
    {
        Scenario scenario = scenarioOf(2);
        scenario.traffic.retry.retries = 1;
        scenario.traffic.retry.backoff = Backoff::None;
        scenario.traffic.routing.fallbacks = {{QStringLiteral("sim-small"), {}, {}, {}}};
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &request) {
            return request.route == 0 ? refused(10, request.call == 0 ? 503 : 400) : served(100);
        });
        verifyInvariants(run);
        QCOMPARE(run.report.count(Outcome::Ok), 2);
        QCOMPARE(run.trace.calls()[0].attempts, 3); // once more, then the fallback
        QCOMPARE(run.trace.calls()[1].attempts, 2); // 400 is not tried again
        QCOMPARE(run.trace.calls()[1].attemptEnds[1].detail.model, QStringLiteral("sim-small"));
    }

    void the_client_keeps_to_its_rate_data() { eachModel(); }
    void the_client_keeps_to_its_rate()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(14);
        scenario.workers = 20;
        scenario.traffic.limits.requestsPerMinute = 10;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return served(1); });
        verifyInvariants(run);
        // one less than the minute's worth at once, then one every six seconds
        const QList<qint64> sent = run.sentMs();
        for (int i = 9; i < 14; ++i)
            QCOMPARE((sent[i] + 50) / 100, qint64(i - 8) * 60);
        QVERIFY(sent[8] < 1000);
        QVERIFY(run.phaseMs(13, Phase::Limiter) > (model == QStringLiteral("sequential") ? 5'000 : 20'000));
    }

    void every_model_of_the_service_has_its_own_rate()
    {
        Scenario scenario = scenarioOf(14);
        scenario.prompts[0].callClass = QStringLiteral("other");
        for (int i = 1; i < 14; i += 2)
            scenario.prompts[i].callClass = QStringLiteral("other");
        scenario.traffic.limits.requestsPerMinute = 10;
        RoutingRule rule;
        rule.callClass = QStringLiteral("other");
        rule.to.modelName = QStringLiteral("sim-small");
        scenario.traffic.routing.rules = {rule};
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &) { return served(1); });
        verifyInvariants(run);
        QVERIFY(run.sentMs().last() < 100); // 8 and 6: neither is over its nine
    }

    void tokens_are_estimated_before_and_corrected_after()
    {
        Scenario scenario = scenarioOf(3);
        scenario.concurrency = 1;
        for (Prompt &prompt : scenario.prompts)
            prompt.maxOutputTokens = 100;
        scenario.traffic.limits.tokensPerMinute = 1000;
        // 950 are there; the first reply uses 905 of them where about 102 were taken, so the second has to wait for the rest
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &) { return served(0, 900); });
        verifyInvariants(run);
        const qint64 waited = run.phaseMs(1, Phase::Limiter);
        QVERIFY2(waited > 50'000 && waited < 54'000, qPrintable(QString::number(waited)));
    }

    void time_scale_scales_the_policy_too()
    {
        Scenario scenario = scenarioOf(12);
        scenario.timeScale = 0.01;
        scenario.traffic.limits.requestsPerMinute = 10;
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &) { return served(1); });
        QCOMPARE(run.sentMs().last(), 180); // the third after the first nine: 3 · 6 s / 100
    }

    void a_second_call_with_the_same_prompt_is_a_cache_hit_data() { eachModel(); }
    void a_second_call_with_the_same_prompt_is_a_cache_hit()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(2);
        scenario.requests = 6;
        scenario.workers = 2;
        scenario.concurrency = 2;
        scenario.traffic.cache.enabled = true;
        scenario.arrival = *arrivalFromText(QStringLiteral("rate:1"));
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return served(100); });
        verifyInvariants(run);
        QCOMPARE(run.report.count(Outcome::Ok), 2);
        QCOMPARE(run.report.count(Outcome::CacheHit), 4);
        QCOMPARE(run.report.attempts, 2);
        const CallRecord &hit = run.trace.calls()[5];
        QCOMPARE(hit.text, QStringLiteral("reply"));
        QCOMPARE(hit.spans.empty(), false);
        QCOMPARE(run.trace.spans()[static_cast<size_t>(hit.spans.front())].phase, Phase::Cache);
        QCOMPARE(hit.usage, Usage());
    }

    void a_calls_own_time_covers_its_waits_data() { eachModel(); }
    void a_calls_own_time_covers_its_waits()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(3);
        scenario.traffic.callTimeoutS = 5;
        scenario.traffic.limits.requestsPerMinute = 2; // one at once, the next after 30 s
        scenario.workers = 3;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return served(1); });
        verifyInvariants(run);
        QCOMPARE(run.report.count(Outcome::Ok), 1);
        QCOMPARE(run.report.count(Outcome::Timeout), 2);
        QVERIFY(run.phaseMs(1, Phase::Limiter) == 5000);
    }

    void a_back_off_that_outlasts_the_calls_time_is_not_waited()
    {
        Scenario scenario = scenarioOf(1);
        scenario.traffic.callTimeoutS = 5;
        scenario.traffic.retry.retries = 3;
        const PolicyRun run =
            runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &) { return refused(10, 429, 60.0); });
        verifyInvariants(run);
        QCOMPARE(run.report.count(Outcome::RateLimited), 1);
        QCOMPARE(run.doneMs(0), 10);
    }

    void calls_that_cannot_be_sent_in_time_are_dropped_data() { eachModel(); }
    void calls_that_cannot_be_sent_in_time_are_dropped()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(1);
        scenario.requests = 20;
        scenario.concurrency = 1;
        scenario.workers = 1;
        scenario.arrival = *arrivalFromText(QStringLiteral("rate:10"));
        scenario.arrival.patienceS = 1;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return served(600); });
        verifyInvariants(run);
        QCOMPARE(run.report.planned, 20);
        QVERIFY(run.report.count(Outcome::Dropped) >= 14);
        QCOMPARE(run.report.count(Outcome::Ok) + run.report.count(Outcome::Dropped), 20);
    }
};

INTERLEAVE_TEST_MAIN(TestPolicyCall)
#include "tst_policy_call.moc"
