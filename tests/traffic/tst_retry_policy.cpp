// What is worth another attempt, and when.
#include "support/test_main.h"
#include "traffic/retry_policy.h"

#include <QTest>

using namespace interleave;

class TestRetryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_tried_again_data()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<int>("status");
        QTest::addColumn<RetryHint>("hint");
        QTest::addColumn<bool>("hasContent");
        QTest::addColumn<bool>("again");
        const auto row = [](const char *name, Outcome outcome, int status, bool again, RetryHint hint = RetryHint::ByStatus,
                            bool hasContent = false) { QTest::newRow(name) << outcome << status << hint << hasContent << again; };
        row("ok", Outcome::Ok, 200, false);
        row("429", Outcome::RateLimited, 429, true);
        row("429, daily quota", Outcome::RateLimited, 429, false, RetryHint::Never);
        row("500", Outcome::HttpError, 500, true);
        row("503", Outcome::HttpError, 503, true);
        row("529", Outcome::HttpError, 529, true);
        row("408", Outcome::HttpError, 408, true);
        row("409", Outcome::HttpError, 409, true);
        row("400", Outcome::HttpError, 400, false);
        row("400, the server asks for it", Outcome::HttpError, 400, true, RetryHint::Retry);
        row("500, the server forbids it", Outcome::HttpError, 500, false, RetryHint::Never);
        row("401", Outcome::HttpError, 401, false);
        row("402", Outcome::HttpError, 402, false);
        row("501", Outcome::HttpError, 501, false);
        row("refused connection", Outcome::NetworkError, 0, true);
        row("timeout before the first token", Outcome::Timeout, 0, true);
        row("cut after the first token", Outcome::NetworkError, 200, false, RetryHint::ByStatus, true);
        row("timeout after the first token", Outcome::Timeout, 200, false, RetryHint::ByStatus, true);
        row("asked for, but after the first token", Outcome::HttpError, 503, false, RetryHint::Retry, true);
        row("garbage", Outcome::ProtocolError, 200, false);
        row("stopped", Outcome::Cancelled, 0, false);
    }
    void what_is_tried_again()
    {
        QFETCH(Outcome, outcome);
        QFETCH(int, status);
        QFETCH(RetryHint, hint);
        QFETCH(bool, hasContent);
        Reply reply;
        reply.outcome = outcome;
        reply.httpStatus = status;
        reply.retryHint = hint;
        reply.hasContent = hasContent;
        QTEST(isRetryable(reply), "again");
    }

    void delays_data()
    {
        QTest::addColumn<Backoff>("backoff");
        QTest::addColumn<int>("attempt");
        QTest::addColumn<double>("random");
        QTest::addColumn<double>("serverS");
        QTest::addColumn<double>("expectedS");
        QTest::newRow("none") << Backoff::None << 3 << 0.5 << 0.0 << 0.0;
        QTest::newRow("none, the server asks") << Backoff::None << 3 << 0.5 << 7.0 << 7.0;
        QTest::newRow("exponential, first") << Backoff::Exponential << 0 << 0.5 << 0.0 << 2.0;
        QTest::newRow("exponential, third") << Backoff::Exponential << 2 << 0.5 << 0.0 << 8.0;
        QTest::newRow("exponential, at the cap") << Backoff::Exponential << 9 << 0.5 << 0.0 << 10.0;
        QTest::newRow("exponential, the server asks for more") << Backoff::Exponential << 0 << 0.5 << 7.0 << 7.0;
        QTest::newRow("jitter, nothing") << Backoff::FullJitter << 2 << 0.0 << 0.0 << 0.0;
        QTest::newRow("jitter, half") << Backoff::FullJitter << 2 << 0.5 << 0.0 << 4.0;
        QTest::newRow("jitter after the server's delay") << Backoff::FullJitter << 0 << 0.5 << 7.0 << 8.0;
        QTest::newRow("a thousand attempts") << Backoff::Exponential << 1000 << 0.5 << 0.0 << 10.0;
    }
    void delays()
    {
        QFETCH(Backoff, backoff);
        QFETCH(int, attempt);
        QFETCH(double, random);
        QFETCH(double, serverS);
        QFETCH(double, expectedS);
        RetryPolicy policy;
        policy.backoff = backoff;
        policy.baseS = 2;
        policy.capS = 10;
        Reply reply;
        if (serverS > 0)
            reply.retryAfterS = serverS;
        QVERIFY(qAbs(retryDelayNs(policy, reply, attempt, random) - qRound64(expectedS * 1e9)) <= 1);
        policy.honoursServerDelay = false;
        QVERIFY(retryDelayNs(policy, reply, attempt, random) <= qRound64(10 * 1e9));
    }

    void no_one_sleeps_for_a_day_unasked()
    {
        RetryPolicy policy;
        Reply reply;
        QVERIFY(!asksForTooMuch(policy, reply));
        reply.retryAfterS = 120;
        QVERIFY(!asksForTooMuch(policy, reply));
        reply.retryAfterS = 120.5;
        QVERIFY(asksForTooMuch(policy, reply));
        policy.serverDelayCapS = 86'400;
        QVERIFY(!asksForTooMuch(policy, reply));
        policy.serverDelayCapS = 0;
        QVERIFY(asksForTooMuch(policy, reply));
        policy.honoursServerDelay = false; // it is not waited for at all
        QVERIFY(!asksForTooMuch(policy, reply));
    }
};

INTERLEAVE_TEST_MAIN(TestRetryPolicy)
#include "tst_retry_policy.moc"
