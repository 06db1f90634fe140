// HTTP/1.1 responses out of bytes: the ways a body can end, cut anywhere, and what is not a response.
#include "support/test_main.h"
#include "transport/response_parser.h"

using namespace interleave;
using State = ResponseParser::State;

Q_DECLARE_METATYPE(ResponseParser::State)

class ResponseParserTest : public QObject
{
    Q_OBJECT

    static QByteArray value(const ResponseParser &parser, const char *name)
    {
        for (const auto &[header, value] : parser.headers()) {
            if (header.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }

private Q_SLOTS:
    void bodies_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("counted") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << 200 << QByteArray("hello") << true;
        QTest::newRow("empty") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << 200 << QByteArray() << true;
        QTest::newRow("none by its status") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204 << QByteArray() << true;
        QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                               "5\r\nhello\r\n2;name=value\r\n, \r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
                                 << 200 << QByteArray("hello, 0123456789") << true;
        QTest::newRow("chunked counts more than a length")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\ntransfer-encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n") << 200
            << QByteArray("hello") << true;
        QTest::newRow("closes") << QByteArray("HTTP/1.1 503 No\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nno") << 503
                                << QByteArray("no") << false;
        QTest::newRow("1.0 closes") << QByteArray("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok") << 200 << QByteArray("ok") << false;
        QTest::newRow("1.0 keeps") << QByteArray("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok") << 200
                                   << QByteArray("ok") << true;
        QTest::newRow("after an interim response")
            << QByteArray("HTTP/1.1 100 Continue\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") << 200
            << QByteArray("ok") << true;
        QTest::newRow("bare line ends") << QByteArray("HTTP/1.1 200\nContent-Length:2\n\nok") << 200 << QByteArray("ok") << true;
    }
    void bodies()
    {
        QFETCH(QByteArray, bytes);
        for (qsizetype piece : {qsizetype(1), qsizetype(7), bytes.size()}) {
            ResponseParser parser;
            QByteArray body;
            State state = State::Head;
            for (qsizetype at = 0; at < bytes.size(); at += piece) {
                QVERIFY(state == State::Head || state == State::Body);
                state = parser.feed(QByteArrayView(bytes).sliced(at, std::min(piece, bytes.size() - at)), body);
            }
            QCOMPARE(state, State::Done);
            QTEST(parser.status(), "status");
            QTEST(body, "body");
            QTEST(parser.keepsConnection(), "keeps");
        }
    }

    void aBodyMayEndWithItsConnection()
    {
        ResponseParser parser;
        QByteArray body;
        QCOMPARE(parser.feed("HTTP/1.1 200 OK\r\nX-A:  b \r\n\r\nhel", body), State::Body);
        QCOMPARE(parser.feed("lo", body), State::Body);
        QCOMPARE(parser.close(), State::Done);
        QCOMPARE(body, QByteArray("hello"));
        QCOMPARE(value(parser, "x-a"), QByteArray("b"));
        QVERIFY(!parser.keepsConnection());
    }

    void anyOtherBodyIsIncompleteThen_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
        QTest::newRow("counted") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell");
        QTest::newRow("chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell");
        QTest::newRow("last chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n");
    }
    void anyOtherBodyIsIncompleteThen()
    {
        QFETCH(QByteArray, bytes);
        ResponseParser parser;
        QByteArray body;
        parser.feed(bytes, body);
        QVERIFY(parser.close() != State::Done);
    }

    void whatIsNoResponse_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<State>("state");
        const QByteArray head = "HTTP/1.1 200 OK\r\n";
        QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << State::NotHttp;
        QTest::newRow("another version") << QByteArray("HTTP/2.0 200 OK\r\n") << State::NotHttp;
        QTest::newRow("no status") << QByteArray("HTTP/1.1 abc OK\r\n") << State::NotHttp;
        QTest::newRow("no end of line") << QByteArray(100'000, 'a') << State::NotHttp;
        QTest::newRow("no field") << QByteArray(head + "nonsense\r\n") << State::Broken;
        QTest::newRow("endless head") << QByteArray(head + QByteArray("A: b\r\n").repeated(100'000)) << State::Broken;
        QTest::newRow("no length") << QByteArray(head + "Content-Length: x\r\n\r\n") << State::Broken;
        QTest::newRow("negative length") << QByteArray(head + "Content-Length: -1\r\n\r\n") << State::Broken;
        QTest::newRow("no size") << QByteArray(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n") << State::Broken;
        QTest::newRow("longer than its size") << QByteArray(head + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n") << State::Broken;
    }
    void whatIsNoResponse()
    {
        QFETCH(QByteArray, bytes);
        ResponseParser parser;
        QByteArray body;
        QTEST(parser.feed(bytes, body), "state");
    }

    void aConnectionThatSaysMoreIsNotKept()
    {
        ResponseParser parser;
        QByteArray body;
        QCOMPARE(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1", body), State::Done);
        QCOMPARE(body, QByteArray("ok"));
        QVERIFY(!parser.keepsConnection());
    }
};

INTERLEAVE_TEST_MAIN(ResponseParserTest)
#include "tst_response_parser.moc"
