// Proxies that the environment names: which server is reached over which, the same for both transports, and whose fault it is when
// nothing comes through.
#include "support/recording_listener.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include "transport/http_settings.h"
#include "transport/proxy.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class ProxyTest : public QObject
{
    Q_OBJECT

    using Server = ScriptedServer;

    static void clearEnvironment()
    {
        for (const char *name :
             {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"})
            qunsetenv(name);
    }

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init()
    {
        useTransport();
        clearEnvironment();
    }
    void cleanup()
    {
        clearEnvironment();
        QTRY_COMPARE(HttpExchange::liveTransfers(), 0);
    }

    void theEnvironmentNamesIt_data()
    {
        QTest::addColumn<QByteArray>("environment"); // "NAME=value ..."
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QString>("variable");
        const auto row = [](const char *name, const char *environment, const char *server, const char *proxy, const char *variable = "") {
            QTest::newRow(name) << QByteArray(environment) << QString::fromLatin1(server) << QString::fromLatin1(proxy)
                                << QString::fromLatin1(variable);
        };
        row("none", "", "http://llm.test", "");
        row("http", "http_proxy=http://p:3128", "http://llm.test/v1", "http://p:3128", "http_proxy");
        row("capitals", "HTTP_PROXY=http://p:3128", "http://llm.test", "http://p:3128", "HTTP_PROXY");
        row("small letters first", "HTTP_PROXY=http://q:1,http_proxy=http://p:3128", "http://llm.test", "http://p:3128", "http_proxy");
        row("https has its own", "http_proxy=http://q:1,https_proxy=http://p:2", "https://llm.test", "http://p:2", "https_proxy");
        row("https has none", "http_proxy=http://q:1", "https://llm.test", "");
        row("all", "all_proxy=socks5h://p:9", "https://llm.test", "socks5h://p:9", "all_proxy");
        row("its own before all", "ALL_PROXY=http://q:9,http_proxy=http://p:8", "http://llm.test", "http://p:8", "http_proxy");
        row("no scheme", "http_proxy=p:8080", "http://llm.test", "http://p:8080", "http_proxy");
        row("no port", "http_proxy=http://p/", "http://llm.test", "http://p:1080", "http_proxy");
        row("the password is not shown", "http_proxy=http://me:secret@p:8080", "http://llm.test", "http://p:8080", "http_proxy");
        row("empty is none", "http_proxy=", "http://llm.test", "");
        row("this machine", "http_proxy=http://p:1", "http://127.0.0.1:8080", "");
        row("this machine, IPv6", "http_proxy=http://p:1", "http://[::1]:8080", "");
        row("this machine by name", "http_proxy=http://p:1", "http://localhost", "");
        row("not for this host", "http_proxy=http://p:1,no_proxy=llm.test", "http://llm.test:8080", "");
        row("not for subdomains", "http_proxy=http://p:1,no_proxy=test", "http://llm.test", "");
        row("a dot in front", "http_proxy=http://p:1,no_proxy=.test", "http://llm.test", "");
        row("capitals in the list", "http_proxy=http://p:1,NO_PROXY=LLM.Test", "http://llm.test", "");
        row("another that ends so", "http_proxy=http://p:1,no_proxy=lm.test", "http://llm.test", "http://p:1", "http_proxy");
        row("for no server", "http_proxy=http://p:1,no_proxy=*", "http://llm.test", "");
        row("not at this port", "http_proxy=http://p:1,no_proxy=llm.test:8080", "http://llm.test:8080", "");
        row("only at another port", "http_proxy=http://p:1,no_proxy=llm.test:8080", "http://llm.test", "http://p:1", "http_proxy");
        row("one of several", "http_proxy=http://p:1,no_proxy=a.test b.test", "http://b.test", "");
        row("an address", "http_proxy=http://p:1,no_proxy=10.1.2.3", "http://10.1.2.3", "");
        row("a range", "http_proxy=http://p:1,no_proxy=10.0.0.0/8", "http://10.1.2.3", "");
        row("outside the range", "http_proxy=http://p:1,no_proxy=10.0.0.0/8", "http://11.1.2.3", "http://p:1", "http_proxy");
    }
    void theEnvironmentNamesIt()
    {
        QFETCH(QByteArray, environment);
        QFETCH(QString, server);
        QFETCH(QString, proxy);
        QFETCH(QString, variable);
        for (const QByteArray &setting : environment.split(',')) {
            if (const qsizetype equals = setting.indexOf('='); equals > 0)
                qputenv(setting.first(equals).constData(), setting.sliced(equals + 1));
        }
        const std::optional<Proxy> found = proxyFor(QUrl(server));
        QCOMPARE(found ? found->shown() : QString(), proxy);
        QCOMPARE(found ? found->variable : QString(), variable);
    }

    void anHttpRequestGoesOverIt_data()
    {
        QTest::addColumn<QByteArray>("variable");
        for (const char *variable : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
            QTest::newRow(variable) << QByteArray(variable);
    }
    void anHttpRequestGoesOverIt()
    {
        QFETCH(QByteArray, variable);
        QByteArray head;
        Server proxy([&](const Server::Request &request) {
            head = request.head;
            proxy.reply(request, Server::response(geminiReply("over it")));
        });
        qputenv(variable.constData(), "http://me:secret@127.0.0.1:" + QByteArray::number(proxy.port()));
        Client client;
        RecordingListener listener;
        listener.send(client, u"http://llm.test:8123"_s);
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->error, QString());
        QCOMPARE(listener.reply->text, u"over it"_s);
        QVERIFY2(head.startsWith("POST http://llm.test:8123/v1beta/models/sim:generateContent HTTP/1.1\r\n"), head.constData());
        QVERIFY2(head.toLower().contains(QByteArray("\r\nproxy-authorization: basic " + QByteArray("me:secret").toBase64().toLower())),
                 head.constData());
    }

    void anHttpsRequestAsksForATunnel()
    {
        QByteArray head;
        Server proxy([&](const Server::Request &request) {
            head = request.head;
            proxy.reply(request, Server::response("no", "403 Forbidden"));
        });
        qputenv("https_proxy", "http://127.0.0.1:" + QByteArray::number(proxy.port()));
        Client client;
        RecordingListener listener;
        listener.send(client, u"https://llm.test"_s);
        QVERIFY(listener.wait());
        QVERIFY2(head.startsWith("CONNECT llm.test:443 HTTP/1.1\r\n"), head.constData());
        QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
        QVERIFY2(listener.reply->error.contains(
                     u"The proxy http://127.0.0.1:%1, which the environment variable https_proxy names"_s.arg(proxy.port())),
                 qPrintable(listener.reply->error));
    }

    void aProxyThatIsNotThereIsNamed()
    {
        QTcpServer closed;
        closed.listen(QHostAddress::LocalHost);
        const int port = closed.serverPort();
        closed.close();
        qputenv("http_proxy", "http://me:secret@127.0.0.1:" + QByteArray::number(port));
        Client client;
        RecordingListener listener;
        listener.send(client, u"http://llm.test"_s);
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
        const QString &error = listener.reply->error;
        QVERIFY2(error.startsWith(
                     u"The proxy http://127.0.0.1:%1, which the environment variable http_proxy names, was not reached"_s.arg(port)) &&
                     error.contains(u"add llm.test to no_proxy"_s) && !error.contains(u"secret"_s),
                 qPrintable(error));
    }

    void aProxyThatWantsAPasswordSaysSo()
    {
        Server proxy([&](const Server::Request &request) {
            proxy.reply(request, Server::response("", "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"p\"\r\n"));
        });
        qputenv("http_proxy", "http://127.0.0.1:" + QByteArray::number(proxy.port()));
        Client client;
        RecordingListener listener;
        listener.send(client, u"http://llm.test"_s);
        QVERIFY(listener.wait());
        QVERIFY(!isSuccess(listener.reply->outcome));
        QVERIFY2(listener.reply->error.contains(u"proxy"_s), qPrintable(listener.reply->error));
        QCOMPARE(proxy.requests(), 1);
    }

    void aKindOfProxyThatTheTransportLacksIsRefusedBeforeTheRun()
    {
        qputenv("http_proxy", "https://p:3128");
        Endpoint endpoint;
        endpoint.baseUrl = u"http://llm.test"_s;
        endpoint.transport = Client::usual;
        const QString refusal = transportRefusal(endpoint);
        QCOMPARE(refusal.isEmpty(), Client::usual == Transport::Curl);
        QVERIFY2(refusal.isEmpty() || refusal.contains(u"http_proxy"_s), qPrintable(refusal));
    }
};

INTERLEAVE_TEST_MAIN(ProxyTest)
#include "tst_proxy.moc"
