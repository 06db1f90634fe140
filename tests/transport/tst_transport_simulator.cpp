// The transport against our own simulator: how much it holds at once.
#include "support/instant_simulator.h"
#include "support/recording_listener.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;

class TransportSimulatorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init() { useTransport(); }
    void cleanup() { QTRY_COMPARE(HttpExchange::liveTransfers(), 0); }

    void theServerSaysHowManyRequestsItHolds_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("1") << 1;
        QTest::newRow("7") << 7;
        QTest::newRow("64") << 64;
        QTest::newRow("1000") << 1000;
    }
    void theServerSaysHowManyRequestsItHolds()
    {
        QFETCH(int, count);
        InProcessSimulator simulator(optionsWith(instantProfile()));
        Client client;
        std::vector<RecordingListener> listeners(static_cast<size_t>(count));
        for (RecordingListener &listener : listeners)
            listener.send(client, simulator.baseUrl() + QStringLiteral("/faults/hang"));
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), count, 60'000);
        QCOMPARE(simulator.simulator().maxInFlight(), count);
        listeners.clear(); // cancels them all
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 0, 60'000);
    }
};

INTERLEAVE_TEST_MAIN(TransportSimulatorTest)
#include "tst_transport_simulator.moc"
