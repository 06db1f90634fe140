#include "simulator/http/http1_parser.h"

#include "support/test_main.h"

using namespace interleave;

class Http1ParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreReadFromBytesCutAnywhere()
    {
        const QByteArray bytes = "\r\nPOST /a%20b/c?x=1&y HTTP/1.1\r\nHost: h\r\nX-Two:  words here \r\nContent-Length: 5\r\n\r\nhello"
                                 "GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        for (qsizetype step = 1; step < bytes.size(); ++step) {
            Http1Parser parser;
            QList<HttpRequest> requests;
            for (qsizetype at = 0; at < bytes.size(); at += step) {
                parser.feed(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at)));
                HttpRequest request;
                while (parser.next(request) == Http1Parser::Progress::Request) {
                    QCOMPARE(parser.keepsAlive(), requests.isEmpty());
                    requests += request;
                }
            }
            QCOMPARE(requests.size(), 2);
            QCOMPARE(requests[0].method, "POST");
            QCOMPARE(requests[0].path, "/a b/c");
            QCOMPARE(requests[0].query, "x=1&y");
            QCOMPARE(requests[0].header("x-two"), "words here");
            QCOMPARE(requests[0].body, "hello");
            QCOMPARE(requests[1].path, "/next");
            QVERIFY(requests[1].body.isEmpty());
            QCOMPARE(parser.buffered(), 0);
        }
    }

    void chunkedBodiesAreJoined()
    {
        const QByteArray bytes =
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\nGET";
        for (qsizetype step = 1; step < bytes.size(); ++step) {
            Http1Parser parser;
            HttpRequest request;
            int found = 0;
            for (qsizetype at = 0; at < bytes.size(); at += step) {
                parser.feed(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at)));
                found += parser.next(request) == Http1Parser::Progress::Request;
            }
            QCOMPARE(found, 1);
            QCOMPARE(request.body, "abc0123456789");
        }
    }

    void aWaitingClientIsToldToContinueOnce()
    {
        Http1Parser parser;
        HttpRequest request;
        parser.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(parser.next(request), Http1Parser::Progress::NeedsMore);
        QVERIFY(parser.takeExpectation());
        QVERIFY(!parser.takeExpectation());
        parser.feed("ab");
        QCOMPARE(parser.next(request), Http1Parser::Progress::Request);
    }

    void oldClientsCloseUnlessTheySayOtherwise()
    {
        Http1Parser parser;
        HttpRequest request;
        parser.feed(
            "GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\nGET http://host/x HTTP/1.1\r\nHost: host\r\n\r\n");
        QCOMPARE(parser.next(request), Http1Parser::Progress::Request);
        QVERIFY(parser.isHttp10() && !parser.keepsAlive());
        QCOMPARE(parser.next(request), Http1Parser::Progress::Request);
        QVERIFY(parser.isHttp10() && parser.keepsAlive());
        QCOMPARE(parser.next(request), Http1Parser::Progress::Request);
        QVERIFY(!parser.isHttp10() && parser.keepsAlive());
        QCOMPARE(request.path, "/x");
    }

    void whatIsNoRequestIsBad_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("words") << QByteArray("hello\r\n\r\n") << 400;
        QTest::newRow("version") << QByteArray("GET / HTTP/3.0\r\n\r\n") << 505;
        QTest::newRow("target") << QByteArray("GET x HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("header") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n") << 400;
        QTest::newRow("folded") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n") << 400;
        QTest::newRow("space before colon") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n") << 400;
        QTest::newRow("length") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n") << 400;
        QTest::newRow("negative") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n") << 400;
        QTest::newRow("too long") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n") << 413;
        QTest::newRow("two lengths") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
                                     << 400;
        const QByteArray start = "GET / HTTP/1.1\r\nHost: h\r\n";
        QTest::newRow("differing lengths") << start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab" << 400;
        QTest::newRow("list of lengths") << start + "Content-Length: 1, 1\r\n\r\na" << 400;
        QTest::newRow("signed length") << start + "Content-Length: +1\r\n\r\na" << 400;
        QTest::newRow("two codings") << start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" << 400;
        QTest::newRow("coding of an old version") << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << 400;
        QTest::newRow("NUL in a value") << start + QByteArray("A: b\0c\r\n\r\n", 10) << 400;
        QTest::newRow("NUL in the target") << QByteArray("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", 28) << 400;
        QTest::newRow("carriage return in a value") << start + "A: b\rX: c\r\n\r\n" << 400;
        QTest::newRow("space in a name") << start + "A b: c\r\n\r\n" << 400;
        QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\nA: b\r\n\r\n") << 400;
        QTest::newRow("two hosts") << start + "Host: g\r\n\r\n" << 400;
        QTest::newRow("signed chunk size") << start + "Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n" << 400;
        QTest::newRow("prefixed chunk size") << start + "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n" << 400;
        QTest::newRow("coding") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n") << 501;
        QTest::newRow("chunk size") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") << 400;
        QTest::newRow("chunk end") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n") << 400;
        QTest::newRow("endless line") << QByteArray(70000, 'a') << 431;
        QTest::newRow("endless head") << "GET / HTTP/1.1\r\nHost: h\r\n" + QByteArray("A: b\r\n").repeated(12000) << 431;
    }

    void whatIsNoRequestIsBad()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Http1Parser parser;
        HttpRequest request;
        parser.feed(bytes);
        QCOMPARE(parser.next(request), Http1Parser::Progress::Bad);
        QCOMPARE(parser.badStatus(), status);
    }
};

INTERLEAVE_TEST_MAIN(Http1ParserTest)
#include "tst_http1_parser.moc"
