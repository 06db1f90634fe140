// What the tool http_get may ask and what it gives: pages of this machine and of listed hosts, through redirects to such hosts alone, and
// bounded in size and in time.
#include "run/page_fetch.h"

#include "async/qt_loop.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "tools/page_rule.h"
#include "json/json.h"

#include <QTimer>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class PageFetchTest : public QObject
{
    Q_OBJECT

    /// What a fetch gives; the event loop runs until then.
    static WorkResult fetched(PageFetch &pages, const QString &url)
    {
        QtLoop loop;
        std::optional<WorkResult> result;
        const auto keep = [](Task<WorkResult> task, std::optional<WorkResult> &kept) -> Task<void> { kept = co_await std::move(task); };
        Task<void> task = keep(pages.fetch(compact(Json{{"url", utf8(url)}})), result);
        loop.enter([&] { task.start(); });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), 60'000); }();
        return result.value_or(WorkResult{Outcome::Cancelled, {}, u"nothing came"_s});
    }

private Q_SLOTS:
    void which_pages_may_be_asked_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("words"); // of the refusal; empty: it may
        QTest::newRow("this machine") << u"http://127.0.0.1:8080/a"_s << QString();
        QTest::newRow("another name of it") << u"http://LOCALHOST/a"_s << QString();
        QTest::newRow("version 6") << u"http://[::1]:80/"_s << QString();
        QTest::newRow("listed") << u"https://Example.org/a?b"_s << QString();
        QTest::newRow("not listed") << u"https://www.example.org/"_s << u"may not ask www.example.org"_s;
        QTest::newRow("in disguise") << u"http://127.0.0.1.example.com/"_s << u"may not ask"_s;
        QTest::newRow("neighbour") << u"http://192.168.1.1/"_s << u"may not ask 192.168.1.1"_s;
        QTest::newRow("password") << u"http://me:secret@localhost/"_s << u"no user and no password"_s;
        QTest::newRow("file") << u"file:///etc/passwd"_s << u"no address of a page"_s;
        QTest::newRow("nothing") << QString() << u"no address of a page"_s;
    }
    void which_pages_may_be_asked()
    {
        QFETCH(QString, url);
        QFETCH(QString, words);
        const QString refusal = pageRefusal(QUrl(url), {u"example.org"_s});
        QVERIFY2(words.isEmpty() ? refusal.isEmpty() : refusal.contains(words), qPrintable(refusal));
        QVERIFY(!refusal.contains(u"secret"_s));
    }

    void a_page_is_given_as_text()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            QVERIFY(request.head.startsWith("GET /a?b=c "));
            QVERIFY(!request.head.toLower().contains("cookie") && !request.head.toLower().contains("authorization"));
            server.reply(request, ScriptedServer::response("\"Grüße\"", "200 OK", "Set-Cookie: a=b\r\n"));
        });
        PageFetch pages({});
        for (int i = 0; i < 2; ++i) {
            const WorkResult result = fetched(pages, server.baseUrl() + u"/a?b=c"_s);
            QCOMPARE(result.error, QString());
            QCOMPARE(textOf(at(parseJson(result.value.json), "text")), u"\"Grüße\""_s);
            QCOMPARE(at(parseJson(result.value.json), "status").get<int>(), 200);
        }
    }

    void a_redirect_is_followed_to_allowed_hosts_alone_and_not_for_ever()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            const QByteArray to = request.head.startsWith("GET /near ")  ? "/here"
                                  : request.head.startsWith("GET /far ") ? "http://example.com/"
                                                                         : "/round";
            if (request.head.startsWith("GET /here "))
                server.reply(request, ScriptedServer::response("here"));
            else
                server.reply(request, ScriptedServer::response("", "302 Found", "Location: " + to + "\r\n"));
        });
        PageFetch pages({});
        QCOMPARE(fetched(pages, server.baseUrl() + u"/near"_s).error, QString());
        QVERIFY(
            fetched(pages, server.baseUrl() + u"/far"_s).error.startsWith(u"the page has moved, and http_get may not ask example.com"_s));
        QVERIFY(fetched(pages, server.baseUrl() + u"/round"_s).error.contains(u"moved more than 5 times"_s));
    }

    void errors_are_told()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            if (!request.head.startsWith("GET /hang "))
                server.reply(request, ScriptedServer::response("", "404 Not Found"));
        });
        PageFetch pages({}, std::chrono::milliseconds(200));
        const WorkResult missing = fetched(pages, server.baseUrl() + u"/nothing"_s);
        QCOMPARE(missing.outcome, Outcome::HttpError);
        QVERIFY(missing.error.endsWith(u"/nothing answered with HTTP 404"_s));
        QCOMPARE(fetched(pages, server.baseUrl() + u"/hang"_s).outcome, Outcome::Timeout);
        QCOMPARE(fetched(pages, u"http://example.com/"_s).outcome, Outcome::ProtocolError);
    }

    void half_a_page_is_no_page_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("cut in mid-page") << QByteArray("cut") << Outcome::NetworkError;
        QTest::newRow("cut in a frame") << QByteArray("cut-frame") << Outcome::NetworkError;
        QTest::newRow("silent after half of it") << QByteArray("half") << Outcome::Timeout;
        QTest::newRow("closed before anything") << QByteArray("closed") << Outcome::NetworkError;
        QTest::newRow("a little at a time, for ever") << QByteArray("drip") << Outcome::Timeout;
        QTest::newRow("no HTTP") << QByteArray("noise") << Outcome::NetworkError;
    }
    void half_a_page_is_no_page()
    {
        QFETCH(QByteArray, path);
        QFETCH(Outcome, outcome);
        QTimer drip;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            if (path == "cut" || path == "half")
                server.reply(request, ScriptedServer::response(QByteArray(1000, 'a')).chopped(500));
            else if (path == "cut-frame")
                server.reply(request, ScriptedServer::streamHead() + ScriptedServer::frame(QByteArray(1000, 'a')).chopped(500));
            else if (path == "noise")
                server.reply(request, QByteArray(1000, '\xff'));
            else if (path == "drip") {
                server.reply(request, ScriptedServer::streamHead());
                connect(&drip, &QTimer::timeout, request.socket, [&server, request] { server.reply(request, ScriptedServer::frame("a")); });
                drip.start(10);
            }
            if (path.startsWith("cut") || path == "closed" || path == "noise")
                request.socket->disconnectFromHost();
        });
        PageFetch pages({}, outcome == Outcome::Timeout ? std::chrono::milliseconds(200) : std::chrono::seconds(30));
        const WorkResult result = fetched(pages, server.baseUrl() + u"/page"_s);
        QVERIFY2(result.outcome == outcome, qPrintable(u"%1: %2"_s.arg(outcomeName(result.outcome), textOf(result))));
        QVERIFY2(result.error.contains(u"/page "_s), qPrintable(result.error));
        QVERIFY(result.value.json.isEmpty());
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void a_page_is_cut_where_it_is_too_long()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) { // the rest never comes
            server.reply(request, "HTTP/1.1 200 OK\r\nContent-Length: 3000000000\r\n\r\n" + QByteArray(3'000'000, 'a'));
        });
        PageFetch pages({});
        const WorkResult result = fetched(pages, server.baseUrl());
        QCOMPARE(result.error, QString());
        QCOMPARE(textOf(at(parseJson(result.value.json), "text")).size(), PageFetch::mostBytes);
        QVERIFY(at(parseJson(result.value.json), "cut").get<bool>());
        QTRY_COMPARE(server.openConnections(), 0); // nobody reads on
    }
};

INTERLEAVE_TEST_MAIN(PageFetchTest)
#include "tst_page_fetch.moc"
