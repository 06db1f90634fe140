// Endpoints are listed and tested with one sentence for whatever goes wrong, and the key is in none of them.
#include "setup/endpoint_probe.h"
#include "setup/keys/endpoint_secrets.h"

#include "setup/catalog.h"
#include "simulator/service/simulator.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include <QFile>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTemporaryDir>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class EndpointProbeTest : public QObject
{
    Q_OBJECT

    static constexpr const char *key = "sk-a-long-and-very-secret-key-0123456789";
    static constexpr const char *variable = "INTERLEAVE_TEST_PROBE_KEY";

    static Endpoint endpointAt(const QString &baseUrl, const QString &provider = u"openai"_s)
    {
        Endpoint endpoint;
        endpoint.provider = provider;
        endpoint.baseUrl = baseUrl;
        endpoint.modelName = u"m"_s;
        endpoint.apiKeyEnv = QString::fromLatin1(variable);
        return endpoint;
    }

    /// Waits for the one answer; what it was.
    struct Answer {
        QStringList models;
        std::optional<EndpointTest> test;
        QString error;
    };
    static Answer ask(EndpointProbe &probe, void (EndpointProbe::*question)(const Endpoint &), const Endpoint &endpoint)
    {
        Answer answer;
        int answers = 0;
        QEventLoop loop;
        QObject context;
        const auto end = [&] {
            ++answers;
            loop.quit();
        };
        connect(&probe, &EndpointProbe::modelsListed, &context, [&](const QStringList &models) { answer.models = models, end(); });
        connect(&probe, &EndpointProbe::tested, &context, [&](const EndpointTest &test) { answer.test = test, end(); });
        connect(&probe, &EndpointProbe::failed, &context, [&](const QString &sentence) { answer.error = sentence, end(); });
        allowTyped(endpoint);
        (probe.*question)(endpoint);
        if (answers == 0) // nothing is emitted inside the call
            loop.exec();
        QCoreApplication::sendPostedEvents();
        if (answers != 1 || probe.isBusy())
            answer.error = u"%1 answers"_s.arg(answers);
        return answer;
    }

private Q_SLOTS:
    void init() { qputenv(variable, key); }

    void listsModels_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("gemini") << u"GET /v1beta/models?pageSize=1000 "_s
                                << QByteArray("{\"models\":[{\"name\":\"models/a\"},{\"name\":\"models/b\"}]}");
        QTest::newRow("openai") << u"GET /models "_s << QByteArray("{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
        QTest::newRow("anthropic") << u"GET /v1/models?limit=1000 "_s << QByteArray("{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
    }
    void listsModels()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        QByteArray head;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            head = request.head;
            server.reply(request, ScriptedServer::response(body));
        });
        EndpointProbe probe;
        const Answer answer =
            ask(probe, &EndpointProbe::listModels, endpointAt(server.baseUrl(), QString::fromLatin1(QTest::currentDataTag())));
        QCOMPARE(answer.error, QString());
        QCOMPARE(answer.models, (QStringList{u"a"_s, u"b"_s}));
        QVERIFY2(head.startsWith(path.toLatin1()) && head.contains(key), head.constData());
    }
    void testsWithOneCall()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            server.reply(request, ScriptedServer::response("{\"choices\":[{\"message\":{\"content\":\"OK\"},\"finish_reason\":\"stop\"}],"
                                                           "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":12}}"));
        });
        EndpointProbe probe;
        const Answer answer = ask(probe, &EndpointProbe::test, endpointAt(server.baseUrl()));
        QCOMPARE(answer.error, QString());
        QVERIFY(answer.test);
        QCOMPARE(answer.test->modelName, u"m"_s);
        QCOMPARE(answer.test->outputTokens, 12);
        QVERIFY(answer.test->ms >= 0);
        QCOMPARE(server.requests(), 1);
        QCOMPARE((EndpointTest{u"x"_s, 12, 340}.sentence()), u"One call, 12 tokens, 340 ms, from x."_s);
    }
    void theSimulatorIsAskedWhereItAnswers()
    {
        QByteArray head;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            head = request.head;
            server.reply(request, ScriptedServer::response("{\"data\":[]}"));
        });
        EndpointProbe probe;
        Endpoint simulator;
        simulator.provider = u"openai"_s;
        QVERIFY(ask(probe, &EndpointProbe::listModels, simulator).error.contains(u"simulator"_s));
        probe.setSimulatorAddress(server.baseUrl());
        QCOMPARE(ask(probe, &EndpointProbe::listModels, simulator).error, QString());
        QVERIFY2(head.startsWith("GET /v1/models "), head.constData());
    }

    void theSimulatorAnswersUnderEveryProvider_data()
    {
        QTest::addColumn<bool>("unused");
        for (const CatalogEntry &provider : catalogOfProviders())
            QTest::newRow(qPrintable(provider.id)) << true;
    }
    void theSimulatorAnswersUnderEveryProvider()
    {
        SimulatorOptions options;
        options.profile = loadProfile(u"instant"_s).value();
        InProcessSimulator simulator(options);
        EndpointProbe probe;
        probe.setSimulatorAddress(simulator.baseUrl());
        Endpoint endpoint;
        endpoint.provider = QString::fromLatin1(QTest::currentDataTag());
        const Answer models = ask(probe, &EndpointProbe::listModels, endpoint);
        QCOMPARE(models.error, QString());
        QVERIFY2(models.models.contains(u"sim"_s), qPrintable(models.models.join(u' ')));
        const Answer test = ask(probe, &EndpointProbe::test, endpoint);
        QCOMPARE(test.error, QString());
        QVERIFY(test.test && test.test->outputTokens > 0 && test.test->outputTokens <= 16);
    }

    void aServerWithItsOwnCertificateIsTrustedByItsFile()
    {
        QVERIFY2(QSslSocket::supportsSsl(), "Qt has no TLS here; install OpenSSL, which its plugin for TLS loads");
        SimulatorOptions options;
        options.profile = loadProfile(u"instant"_s).value();
        options.tls = true;
        InProcessSimulator simulator(options);
        QTemporaryDir folder;
        QFile file(folder.filePath(u"server.pem"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(simulator.simulator().certificatePem());
        file.close();
        EndpointProbe probe;
        Endpoint endpoint = endpointAt(simulator.baseUrl(), u"gemini"_s);
        const Answer refused = ask(probe, &EndpointProbe::listModels, endpoint);
        QVERIFY2(refused.error.contains(u"No secure connection"_s), qPrintable(refused.error));
        endpoint.certificateFile = file.fileName();
        for (const HttpChoice version : {HttpChoice::Http1, HttpChoice::Http2}) {
            endpoint.http = version;
            const Answer answer = ask(probe, &EndpointProbe::listModels, endpoint);
            QCOMPARE(answer.error, QString());
            QVERIFY(answer.models.contains(u"sim"_s));
        }
        endpoint.certificateFile = u"/nowhere.pem"_s;
        QVERIFY(ask(probe, &EndpointProbe::listModels, endpoint).error.contains(u"/nowhere.pem"_s));
    }

    void everythingElseIsOneSentenceWithoutTheKey_data()
    {
        QTest::addColumn<QByteArray>("response"); // empty: the connection is closed
        QTest::addColumn<QString>("words");
        const QByteArray echo = "{\"error\":{\"message\":\"No such key: " + QByteArray(key) + ".\",\"code\":\"invalid_api_key\"}}";
        // the excerpt of a long message ends within the key
        const QByteArray cutEcho = "{\"error\":{\"message\":\"" + QByteArray(180, 'x') + QByteArray(key) + "\"}}";
        QTest::newRow("wrong key") << ScriptedServer::response(echo, "401 Unauthorized") << u"HTTP 401 invalid_api_key"_s;
        QTest::newRow("wrong key, cut") << ScriptedServer::response(cutEcho, "401 Unauthorized") << u"HTTP 401: xxx"_s;
        QTest::newRow("gateway") << ScriptedServer::response("<html>" + QByteArray(key), "502 Bad Gateway") << u"HTTP 502"_s;
        QTest::newRow("limit") << ScriptedServer::response("{}", "429 Too Many Requests", "Retry-After: 7\r\n") << u"wait 7 s"_s;
        QTest::newRow("redirect") << ScriptedServer::response({}, "302 Found", "Location: http://127.0.0.1:1/\r\n")
                                  << u"redirects are not followed"_s;
        QTest::newRow("no JSON") << ScriptedServer::response(key) << u"cannot be read"_s;
        QTest::newRow("closed") << QByteArray() << u"closed the connection"_s;
        QTest::newRow("cut") << ScriptedServer::response("{}").replace("Content-Length: 2", "Content-Length: 9")
                             << u"closed the connection"_s;
    }
    void everythingElseIsOneSentenceWithoutTheKey()
    {
        QFETCH(QByteArray, response);
        QFETCH(QString, words);
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            server.reply(request, response);
            request.socket->disconnectFromHost();
        });
        EndpointProbe probe;
        for (const auto question : {&EndpointProbe::listModels, &EndpointProbe::test}) {
            const Answer answer = ask(probe, question, endpointAt(server.baseUrl()));
            QVERIFY2(answer.error.contains(words), qPrintable(answer.error));
            QVERIFY2(answer.error.endsWith(u'.') && !answer.error.contains(u'\n'), qPrintable(answer.error));
            QVERIFY2(!answer.error.contains(QString::fromLatin1(key).left(6)), qPrintable(answer.error));
        }
    }
    void problemsBeforeTheRequest()
    {
        EndpointProbe probe;
        QVERIFY(ask(probe, &EndpointProbe::test, endpointAt(u"http://127.0.0.1:1"_s)).error.contains(u"Nothing listens at 127.0.0.1:1"_s));
        QVERIFY(ask(probe, &EndpointProbe::test, endpointAt(u"http://127.0.0.1:1"_s, u"acme"_s)).error.contains(u"acme"_s));
        Endpoint nameless = endpointAt(u"http://127.0.0.1:1"_s);
        nameless.modelName.clear();
        QVERIFY(ask(probe, &EndpointProbe::test, nameless).error.contains(u"model"_s));
        qunsetenv(variable);
        QVERIFY(ask(probe, &EndpointProbe::listModels, endpointAt(u"http://127.0.0.1:1"_s)).error.contains(QString::fromLatin1(variable)));
    }
    void silenceEndsWithTheTimeout()
    {
        ScriptedServer server([](const ScriptedServer::Request &) {});
        EndpointProbe probe;
        probe.setTimeout(std::chrono::milliseconds(50));
        const Answer answer = ask(probe, &EndpointProbe::listModels, endpointAt(server.baseUrl()));
        QVERIFY2(answer.error.contains(u"within 0.05 s"_s), qPrintable(answer.error));
    }
    void theNextQuestionEndsTheOneBefore()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            if (request.head.startsWith("GET"))
                server.reply(request, ScriptedServer::response("{\"data\":[{\"id\":\"a\"}]}"));
        });
        EndpointProbe probe;
        QSignalSpy tested(&probe, &EndpointProbe::tested);
        QSignalSpy failed(&probe, &EndpointProbe::failed);
        allowTyped(endpointAt(server.baseUrl()));
        probe.test(endpointAt(server.baseUrl()));
        QTRY_COMPARE(server.held(), 1); // it hangs
        probe.test(endpointAt(server.baseUrl()));
        probe.cancel();
        QVERIFY(!probe.isBusy());
        QCOMPARE(ask(probe, &EndpointProbe::listModels, endpointAt(server.baseUrl())).models, QStringList{u"a"_s});
        QVERIFY(tested.isEmpty() && failed.isEmpty());
        QTRY_COMPARE(server.held(), 0); // the connection of the first was closed
    }
};

INTERLEAVE_TEST_MAIN(EndpointProbeTest)
#include "tst_endpoint_probe.moc"
