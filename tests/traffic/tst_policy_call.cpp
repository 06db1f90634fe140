// The traffic policy at work, in virtual time, the same under every execution model: limits, retries, budget, fallbacks, cache,
// time-outs. Times are milliseconds.
#include "support/policy_run.h"
#include "support/test_main.h"

#include <QTest>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

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
        QCOMPARE(run.report.wastedTokens, 0);               // nobody has read a refused request
        QCOMPARE(run.report.wastedUsd, std::optional(0.0)); // a refusal costs nothing
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
            return request.route == 0 ? refused(10, request.call.job == 0 ? 503 : 400) : served(100);
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
        // one every six seconds, and the margin of two per cent
        const QList<qint64> sent = run.sentMs();
        for (int i = 0; i < 14; ++i)
            QCOMPARE((sent[i] + 50) / 100, (qint64(i) * 6120 + 50) / 100);
        QVERIFY(run.phaseMs(13, Phase::Limiter) > (model == QStringLiteral("sequential") ? 5'000 : 60'000));
    }

    /// Counts as a service with a sliding window does: at each arrival, those of the 60 s that end there.
    static int mostInAMinute(const QList<qint64> &sentMs)
    {
        int most = 0;
        qsizetype first = 0;
        for (qsizetype i = 0; i < sentMs.size(); ++i) {
            while (sentMs[i] - sentMs[first] > 60'000)
                ++first;
            most = std::max(most, static_cast<int>(i - first + 1));
        }
        return most;
    }

    void no_minute_holds_more_than_the_limit_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<Pacing>("pacing");
        QTest::addColumn<int>("limit");
        for (const ExecutionModel &model : executionModels()) {
            for (const int limit : {1, 7, 60}) {
                const QString name = model.id + u", "_s + QString::number(limit);
                QTest::newRow(qPrintable(name + u" even"_s)) << model.id << Pacing::Even << limit;
                QTest::newRow(qPrintable(name + u" burst"_s)) << model.id << Pacing::Burst << limit;
            }
        }
    }
    void no_minute_holds_more_than_the_limit()
    {
        QFETCH(QString, model);
        QFETCH(Pacing, pacing);
        QFETCH(int, limit);
        Scenario scenario = scenarioOf(limit * 3 + 5);
        scenario.workers = 20;
        scenario.traffic.limits.requestsPerMinute = limit;
        scenario.traffic.limits.pacing = pacing;
        scenario.traffic.retry.retries = 1;
        scenario.traffic.retry.baseS = 0.01;
        const auto service = [](const VirtualRequest &request) { // retries count too
            return request.call.job % 3 == 0 && request.attempt == 0 ? refused(2, 503) : served(1 + request.call.job % 50);
        };
        const PolicyRun run = runPolicy(scenario, model, service);
        verifyInvariants(run);
        const QList<qint64> sent = run.sentMs();
        QCOMPARE(run.report.count(Outcome::Ok), scenario.prompts.size());
        QVERIFY(mostInAMinute(sent) <= limit && mostInAMinute(sent) >= limit * 97 / 100);
        // and it does not lose more than its margin: one more minute than the limit needs is too many
        QVERIFY(sent.last() <= (sent.size() - 1) / limit * 61'200 + 62'000);
        for (qsizetype i = 1; i < sent.size() && pacing == Pacing::Even; ++i)
            QVERIFY2(sent[i] - sent[i - 1] >= 60'000 / limit, qPrintable(QString::number(sent[i] - sent[i - 1])));
    }

    void a_call_to_another_route_does_not_wait_for_this_ones_rate_data() { eachModel(); }
    void a_call_to_another_route_does_not_wait_for_this_ones_rate()
    {
        QFETCH(QString, model);
        if (model == u"sequential"_s)
            QSKIP("one call at a time");
        Scenario scenario = scenarioOf(40);
        scenario.concurrency = 2;
        scenario.workers = 40; // who waits in a worker holds that worker
        RoutingRule rule;
        rule.callClass = u"other"_s;
        rule.to.modelName = u"sim-small"_s;
        scenario.traffic.routing.rules = {rule};
        for (int i = 20; i < 40; ++i) // the last to ask
            scenario.prompts[i].callClass = u"other"_s;
        scenario.traffic.limits.requestsPerMinute = 20;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return served(100); });
        verifyInvariants(run);
        // twenty of each, one every 3.06 s: both routes go on side by side, and neither waits for the other
        for (const int call : {0, 20})
            QVERIFY(run.doneMs(call) < 1000);
        QVERIFY(run.doneMs(19) < 59'000 && run.doneMs(39) < 59'000);
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
        QVERIFY(run.sentMs().last() < 8 * 6120); // 8 and 6, not 14
    }

    void tokens_are_estimated_before_and_corrected_after()
    {
        Scenario scenario = scenarioOf(3);
        scenario.concurrency = 1;
        for (Prompt &prompt : scenario.prompts)
            prompt.maxOutputTokens = 100;
        scenario.traffic.limits.tokensPerMinute = 1000;
        // the first is thought to use about 102 tokens and uses 905: the second comes when a minute's worth has room for it
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &) { return served(0, 900); });
        verifyInvariants(run);
        const qint64 waited = run.phaseMs(1, Phase::Limiter);
        QVERIFY2(waited > 54'000 && waited < 62'000, qPrintable(QString::number(waited)));
    }

    void no_minute_holds_more_tokens_than_the_limit_data()
    {
        QTest::addColumn<Pacing>("pacing");
        QTest::newRow("even") << Pacing::Even;
        QTest::newRow("burst") << Pacing::Burst;
    }
    void no_minute_holds_more_tokens_than_the_limit()
    {
        QFETCH(Pacing, pacing);
        Scenario scenario = scenarioOf(60);
        scenario.concurrency = 1; // what a call uses is known before the next begins
        scenario.traffic.limits.tokensPerMinute = 1000;
        scenario.traffic.limits.pacing = pacing;
        const auto used = [](int call) { return 20 + call * 37 % 150; };
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"),
                                        [&](const VirtualRequest &request) { return served(5, used(request.call.job)); });
        verifyInvariants(run);
        const std::vector<CallRecord> &calls = run.trace.calls();
        for (size_t last = 0; last < calls.size(); ++last) {
            int tokens = 0; // of the 60 s that end there, without the last: when it was let in, its own were a guess
            for (size_t call = 0; call < last; ++call)
                tokens += calls[last].sent - calls[call].sent < 60'000'000'000 ? *calls[call].usage.input + *calls[call].usage.output : 0;
            QVERIFY2(tokens <= 1000, qPrintable(QString::number(tokens)));
        }
        QVERIFY(run.report.makespanS < 1.3 * 60 * double(*run.report.tokens.input + *run.report.tokens.output) / 1000);
    }

    void the_time_scale_is_the_servers_alone()
    {
        Scenario scenario = scenarioOf(12);
        scenario.timeScale = 0.01;
        scenario.traffic.limits.requestsPerMinute = 10;
        const auto service = [](const VirtualRequest &) { return served(1); };
        QCOMPARE(runPolicy(scenario, QStringLiteral("concurrent"), service).sentMs().last(), 11 * 6120);
        scenario = scenarioOf(3);
        scenario.timeScale = 0.01;
        scenario.traffic.retry.retries = 2;
        scenario.traffic.retry.backoff = Backoff::Exponential;
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"),
                                        [](const VirtualRequest &request) { return request.attempt < 2 ? refused(10, 503) : served(100); });
        QCOMPARE(run.phaseMs(0, Phase::Backoff), 3000);
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
        scenario.traffic.limits.requestsPerMinute = 2; // one at once, the next after half a minute
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

    void a_server_that_asks_for_too_much_is_not_waited_for_data() { eachModel(); }
    void a_server_that_asks_for_too_much_is_not_waited_for()
    {
        QFETCH(QString, model);
        Scenario scenario = scenarioOf(2);
        scenario.traffic.retry.retries = 3;
        const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return refused(10, 429, 86'400); });
        verifyInvariants(run);
        QCOMPARE(run.report.attempts, 2);
        QCOMPARE(run.report.count(Outcome::RateLimited), 2);
        QVERIFY(run.report.makespanS < 1);
        QCOMPARE(
            run.trace.calls()[0].message,
            u"HTTP 429 The server asked for 86400 s before a retry, and no more than 120 s are waited for (server_delay_cap_s); try later."_s);
    }

    void a_back_off_says_why_and_until_when()
    {
        Scenario scenario = scenarioOf(1);
        scenario.traffic.retry.retries = 2;
        scenario.traffic.retry.backoff = Backoff::Exponential;
        const PolicyRun run = runPolicy(scenario, QStringLiteral("concurrent"), [](const VirtualRequest &request) {
            return request.attempt == 0 ? refused(10, 429, 30) : request.attempt == 1 ? refused(10, 503) : served(1);
        });
        QList<Wait> waits;
        for (const qint32 index : run.trace.calls()[0].spans) {
            if (const std::optional<Wait> wait = run.trace.waitOf(index)) {
                QCOMPARE(wait->untilNs, run.trace.spans()[static_cast<size_t>(index)].end);
                waits.append(*wait);
            }
        }
        QCOMPARE(waits.size(), 2);
        QCOMPARE(waits[0].serverS, 30.0);
        QCOMPARE(waits[1].serverS, 0.0);
    }

    void a_run_of_a_duration_ends_although_the_server_hangs_data() { eachModel(); }
    void a_run_of_a_duration_ends_although_the_server_hangs()
    {
        QFETCH(QString, model);
        for (const QString &schedule : {u"rate:5"_s, u"poisson:5"_s, u"users:7"_s, u"ramp:1-9"_s}) {
            Scenario scenario = scenarioOf(1);
            scenario.requests = 0;
            scenario.workers = 3;
            scenario.concurrency = 3;
            scenario.timeoutS = 0;
            scenario.arrival = *arrivalFromText(schedule);
            scenario.arrival.durationS = 3;
            scenario.arrival.drainS = 4;
            const PolicyRun run = runPolicy(scenario, model, [](const VirtualRequest &) { return served(2'000'000'000); });
            verifyInvariants(run);
            QVERIFY(run.report.planned > 0);
            QCOMPARE(run.report.count(Outcome::Timeout) + run.report.count(Outcome::Dropped), run.report.planned);
            QVERIFY(run.report.count(Outcome::Timeout) >= 1);
            QVERIFY2(run.report.makespanS < 7.1, qPrintable(QString::number(run.report.makespanS)));
            for (const CallRecord &call : run.trace.calls())
                QVERIFY2(call.message.contains(u"4 s after the run's duration was over"_s), qPrintable(call.message));
        }
    }

    void a_drain_is_as_long_as_the_time_out_of_an_attempt()
    {
        Scenario scenario = scenarioOf(1);
        QCOMPARE(scenario.drainS(), 120.0);
        scenario.timeoutS = 0;
        QCOMPARE(scenario.drainS(), 60.0);
        scenario.arrival.drainS = 5;
        QCOMPARE(scenario.drainS(), 5.0);
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
