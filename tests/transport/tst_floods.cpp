// Servers that never stop: what precedes a body, what surrounds it and the body itself are read up to a bound, over both transports,
// and each ends in an outcome with a sentence long before the time-out.
#include "support/recording_listener.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "transport/reply_budget.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class FloodsTest : public QObject
{
    Q_OBJECT

    /// Sends `start`, and then `more` for as long as the client reads.
    static ScriptedServer::Answer endless(const QByteArray &start, const QByteArray &more)
    {
        return [start, more](const ScriptedServer::Request &request) {
            QTcpSocket *socket = request.socket;
            QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [socket, more] {
                while (socket->bytesToWrite() < 1'000'000 && socket->state() == QAbstractSocket::ConnectedState)
                    socket->write(more);
            });
            socket->write(start + more);
        };
    }

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init() { useTransport(); }
    void cleanup() { reply_budget::begin(std::numeric_limits<qint64>::max()); }

    void anEndlessResponseEnds_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("more");
        const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
        const QByteArray piece(64 * 1024, 'a');
        QTest::newRow("headers") << head << QByteArray("X-Field: " + QByteArray(1000, 'a') + "\r\n").repeated(64);
        QTest::newRow("one header") << head + "X-Field: " << piece;
        QTest::newRow("status line") << QByteArray("HTTP/1.1 200 ") << piece;
        QTest::newRow("trailers") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\n")
                                  << QByteArray("x-t: aaaa\r\n").repeated(6000);
        QTest::newRow("event") << head + "\r\ndata: " << piece;
        QTest::newRow("comments") << head + "\r\n" << QByteArray(": still there\n\n").repeated(4000);
        QTest::newRow("blanks") << head + "\r\n" << QByteArray(64 * 1024, ' ');
        QTest::newRow("events") << head + "\r\n" << geminiEvent("a").repeated(500);
    }
    void anEndlessResponseEnds()
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, more);
        ScriptedServer server(endless(start, more));
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true, std::chrono::minutes(10));
        QVERIFY(listener.wait());
        QVERIFY2(listener.reply->outcome == Outcome::ProtocolError || listener.reply->outcome == Outcome::NetworkError,
                 qPrintable(listener.reply->error));
        QVERIFY2(listener.reply->error.endsWith(u'.'), qPrintable(listener.reply->error));
        QVERIFY(listener.chunks.size() <= size_t(HttpExchange::mostChunks));
        QTRY_COMPARE(server.openConnections(), 0);
    }

    // libcurl reads past it without keeping it: there the time-out ends it.
    void anEndlessChunkSizeEnds()
    {
        if (Client::usual != Transport::Qnam)
            QSKIP("libcurl keeps nothing of it");
        ScriptedServer server(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=", QByteArray(64 * 1024, 'a')));
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true, std::chrono::minutes(10));
        QVERIFY(listener.wait());
        QVERIFY2(listener.reply->error.contains(u"headers or chunk sizes"_s), qPrintable(listener.reply->error));
    }

    void aReplyInTooManyPiecesIsCut()
    {
        // 100,000 of the shortest events are less than 8 MB.
        const QByteArray event = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n";
        ScriptedServer server(endless("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", event.repeated(1000)));
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true, std::chrono::minutes(10));
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::ProtocolError);
        QVERIFY2(listener.reply->error.contains(u"100000 pieces"_s), qPrintable(listener.reply->error));
        QVERIFY(listener.chunks.size() <= size_t(HttpExchange::mostChunks));
    }

    void theRepliesOfARunShareItsMemory()
    {
        reply_budget::begin(1'000'000);
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            server.reply(request, ScriptedServer::response(geminiReply(QByteArray(100'000, 'a')))); // kept, four times as much
        });
        Client client;
        int ok = 0;
        for (int i = 0; i < 4; ++i) {
            RecordingListener listener;
            listener.send(client, server.baseUrl());
            QVERIFY(listener.wait());
            if (listener.reply->outcome == Outcome::Ok) {
                ++ok;
                continue;
            }
            QCOMPARE(listener.reply->outcome, Outcome::ProtocolError);
            QVERIFY2(listener.reply->error.contains(u"more memory than it has for them (1 MB)"_s), qPrintable(listener.reply->error));
            QVERIFY(listener.reply->text.isEmpty());
        }
        QCOMPARE(ok, 2);
    }

    void whatIsBeingReadIsBoundedTogether_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("objects") << QByteArray("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"");
        QTest::newRow("an event") << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ");
    }
    /// Each alone would be read up to its own bound.
    void whatIsBeingReadIsBoundedTogether()
    {
        QFETCH(QByteArray, start);
        constexpr int calls = 12;
        ScriptedServer server(endless(start, QByteArray(64 * 1024, 'a')));
        Client client;
        std::vector<RecordingListener> listeners(calls);
        for (RecordingListener &listener : listeners)
            listener.send(client, server.baseUrl(), true, std::chrono::minutes(10));
        int bounded = 0;
        for (RecordingListener &listener : listeners) {
            QVERIFY(listener.wait());
            QVERIFY(listener.reply->outcome != Outcome::Ok);
            bounded += listener.reply->error.contains(u"before they are complete"_s);
        }
        QVERIFY(bounded > 0);
        QVERIFY(HeldBytes().set(1)); // all was given back
    }

    void aLongRunOfShortRepliesHasRoomForThem()
    {
        QVERIFY(reply_budget::usualFor(5) >= 40'000'000);
        QVERIFY(reply_budget::usualFor(1000) >= reply_budget::usualFor(5));
        QVERIFY(reply_budget::usualFor(0) >= reply_budget::usualFor(1'000'000));
    }
};

INTERLEAVE_TEST_MAIN(FloodsTest)
#include "tst_floods.moc"
