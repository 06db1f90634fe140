// What this machine has no more of is named as such, whichever library says it in whichever words.
#include "support/test_main.h"
#include "transport/network_sentence.h"

using namespace interleave;
using namespace Qt::StringLiterals;

class NetworkSentenceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void what_is_used_up_is_named_data()
    {
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("Qt, descriptors") << u"Out of resources"_s << u"ulimit -n"_s;
        QTest::newRow("system, descriptors") << u"socket: Too many open files"_s << u"ulimit -n"_s;
        QTest::newRow("libcurl, ports") << u"Failed to connect: Cannot assign requested address"_s << u"ip_local_port_range"_s;
        QTest::newRow("Qt, ports") << u"The address is not available: Address already in use"_s << u"ip_local_port_range"_s;
    }
    void what_is_used_up_is_named()
    {
        QFETCH(QString, detail);
        QFETCH(QString, remedy);
        for (const NetworkFault fault : {NetworkFault::Other, NetworkFault::NothingListens}) {
            const NetworkFailure failure = describe(fault, QUrl(u"http://127.0.0.1:1"_s), detail);
            QVERIFY2(failure.sentence.contains(remedy), qPrintable(failure.sentence));
        }
    }

    void anything_else_keeps_its_sentence()
    {
        const QString refused = describe(NetworkFault::NothingListens, QUrl(u"http://127.0.0.1:1"_s), u"Connection refused"_s).sentence;
        QVERIFY2(refused.startsWith(u"Nothing listens at 127.0.0.1:1"_s), qPrintable(refused));
    }
};

INTERLEAVE_TEST_MAIN(NetworkSentenceTest)
#include "tst_network_sentence.moc"
