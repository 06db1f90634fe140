// Which transport carried a run, what was sent again, and what a transport is known to do to the figures.
#include "support/test_main.h"
#include "support/trace_builder.h"

#include "core/endpoint.h"
#include "trace/transport_use.h"

using namespace interleave;
using namespace interleave::test;

class TransportUseTest : public QObject
{
    Q_OBJECT

    static AttemptDetail over(Transport transport, const QString &protocol)
    {
        AttemptDetail detail;
        detail.status = 200;
        detail.transport = transportName(transport);
        detail.protocol = protocol;
        return detail;
    }

private Q_SLOTS:
    void aRunThatRecordedNoneHasNone()
    {
        TraceBuilder run;
        run.plan(0, 0).done(0, 5);
        const TransportUse use = transportUseOf(run.end(9));
        QCOMPARE(use.names, QString());
        QVERIFY(use.doubts.isEmpty());
    }

    void http2OverQNetworkAccessManagerIsDoubtedAndNothingElseIs_data()
    {
        QTest::addColumn<Transport>("transport");
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<bool>("isDoubted");
        for (const Transport transport : {Transport::Qnam, Transport::Curl}) {
            for (const char *protocol : {"1.1", "2"})
                QTest::addRow("%s, %s", transportName(transport).data(), protocol)
                    << transport << QString::fromLatin1(protocol) << (transport == Transport::Qnam && protocol[0] == '2');
        }
    }
    void http2OverQNetworkAccessManagerIsDoubtedAndNothingElseIs()
    {
        QFETCH(Transport, transport);
        QFETCH(QString, protocol);
        QFETCH(bool, isDoubted);
        TraceBuilder run;
        run.plan(0, 0).attemptEnd(0, 5, 0, over(transport, protocol)).done(0, 5);
        const TransportUse use = transportUseOf(run.end(9));
        QCOMPARE(use.names, QString(transportName(transport)));
        QCOMPARE(use.doubts.isEmpty(), !isDoubted);
        QVERIFY(!isDoubted || use.doubts.first().contains(QStringLiteral("--transport curl")));
    }

    void severalTransportsAreNamedAndResendsCounted()
    {
        AttemptDetail lost = over(Transport::Qnam, QStringLiteral("1.1"));
        lost.notTaken = NotTaken::DeadConnection;
        AttemptDetail again = over(Transport::Curl, QStringLiteral("2"));
        again.isResend = true;
        TraceBuilder run;
        run.plan(0, 0).attemptEnd(0, 5, 0, lost, Outcome::NetworkError).attemptEnd(0, 7, 1, again).done(0, 7);
        const TransportUse use = transportUseOf(run.end(9));
        QCOMPARE(use.names, QStringLiteral("curl+qnam"));
        QCOMPARE(use.resends, 1);
    }
};

INTERLEAVE_TEST_MAIN(TransportUseTest)
#include "tst_transport_use.moc"
