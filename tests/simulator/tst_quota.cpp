#include "simulator/service/quota.h"

#include "support/test_main.h"

#include <cmath>

using namespace interleave;

namespace {

constexpr qint64 second = 1'000'000'000;

} // namespace

class QuotaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMinutesWorthMayComeAtOnceAndThenOnePerInterval()
    {
        Quota quota({.requestsPerMinute = 6, .tokensPerMinute = 0}, 1);
        for (int i = 0; i < 6; ++i)
            QVERIFY(!quota.take(second, 1));
        const std::optional<ServiceRefusal> refused = quota.take(second, 1);
        QVERIFY(refused);
        QCOMPARE(refused->kind, ServiceRefusal::Kind::RequestRate);
        QCOMPARE(refused->limit, 6);
        QVERIFY(std::abs(refused->retryAfterS - 10) < 1e-6);
        QVERIFY(quota.take(second + 9 * second, 1));
        QVERIFY(!quota.take(second + 10 * second, 1));
        QVERIFY(quota.take(second + 11 * second, 1));
    }

    void theDelayItNamesIsEnough()
    {
        Quota quota({.requestsPerMinute = 7, .tokensPerMinute = 0}, 0.37);
        qint64 nowNs = second;
        for (int served = 0; served < 30; ++served) {
            while (const auto refused = quota.take(nowNs, 1))
                nowNs += static_cast<qint64>(std::ceil(refused->retryAfterS * 1000)) * 1'000'000;
        }
        QVERIFY(nowNs > second);
    }

    void theTimeScaleSpeedsTheRefillUp()
    {
        Quota quota({.requestsPerMinute = 1, .tokensPerMinute = 0}, 0.1);
        QVERIFY(!quota.take(second, 1));
        QVERIFY(std::abs(quota.take(second, 1)->retryAfterS - 6) < 1e-6);
        Quota without({.requestsPerMinute = 1, .tokensPerMinute = 1}, 0);
        for (int i = 0; i < 100; ++i)
            QVERIFY(!without.take(second, 100));
    }

    void aRefusedRequestCostsNoTokens()
    {
        Quota quota({.requestsPerMinute = 2, .tokensPerMinute = 60}, 1);
        QVERIFY(!quota.take(second, 50));
        const std::optional<ServiceRefusal> refused = quota.take(second, 20);
        QVERIFY(refused);
        QCOMPARE(refused->kind, ServiceRefusal::Kind::TokenRate);
        QVERIFY(std::abs(refused->retryAfterS - 10) < 1e-6);
        QVERIFY(!quota.take(second, 10)); // the other bucket still holds one
        QCOMPARE(quota.take(second, 0)->kind, ServiceRefusal::Kind::RequestRate);
    }

    void aRequestAboveAMinutesWorthIsServedFromAFullBucket()
    {
        Quota quota({.requestsPerMinute = 0, .tokensPerMinute = 60}, 1);
        QVERIFY(!quota.take(second, 120));
        QVERIFY(quota.take(second + 59 * second, 1));
        QVERIFY(!quota.take(second + 62 * second, 1));
    }
};

INTERLEAVE_TEST_MAIN(QuotaTest)
#include "tst_quota.moc"
