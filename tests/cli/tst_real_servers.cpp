// The program against servers that behave as real ones were seen to: what it sends, refuses to send, and says.
#include "program.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace interleave::test;
using namespace Qt::StringLiterals;

class RealServersTest : public QObject
{
    Q_OBJECT

    /// The server lives in this thread's event loop. Four calls, one after the other.
    static ProgramResult runAgainst(const QString &endpoint, const QStringList &more = {}, const QString &key = {})
    {
        static const QTemporaryDir folder;
        QFile prompts(folder.filePath(u"prompts.jsonl"_s));
        if (prompts.open(QIODevice::WriteOnly))
            prompts.write("{\"text\":\"Hi\",\"max_output_tokens\":7}\n");
        prompts.close();
        qputenv("WIRE_TEST_KEY", key.toUtf8());
        QProcess process;
        startProgram(process,
                     QStringList{u"run"_s, u"article"_s, u"--model"_s, u"sequential"_s, u"--requests"_s, u"4"_s, u"--endpoint"_s, endpoint,
                                 u"--provider"_s, u"openai"_s, u"--model-name"_s, u"m"_s, u"--prompts"_s, prompts.fileName(), u"--json"_s} +
                         more);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
            return {};
        return resultOf(process);
    }
    static QByteArray answer(const QByteArray &usage)
    {
        return ScriptedServer::response(R"({"model":"m-2026","choices":[{"message":{"content":"Hi there"},"finish_reason":"stop"}])" +
                                        usage + '}');
    }
    static QJsonObject runOf(const ProgramResult &result) { return result.json()[u"runs"_s].toArray().at(0).toObject(); }

private Q_SLOTS:
    void theOutputLimitFieldIsTheOneThatTheServerAsksFor_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<int>("requests");
        QTest::addColumn<int>("ok");
        QTest::newRow("learnt by the first call") << QStringList() << 4 << 3;
        QTest::newRow("learnt, and tried again") << QStringList{u"--retries"_s, u"1"_s} << 5 << 4;
        QTest::newRow("set") << QStringList{u"--output-limit-field"_s, u"max_completion_tokens"_s} << 4 << 4;
        QTest::newRow("set, and kept to") << QStringList{u"--output-limit-field"_s, u"max_tokens"_s} << 4 << 0;
    }
    void theOutputLimitFieldIsTheOneThatTheServerAsksFor()
    {
        QFETCH(QStringList, more);
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            if (QJsonDocument::fromJson(request.body).object()[u"max_completion_tokens"_s] == QJsonValue(7))
                server.reply(request, answer({}));
            else
                server.reply(request,
                             ScriptedServer::response(R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported )"
                                                      R"(with this model. Use 'max_completion_tokens' instead."}})",
                                                      "400 Bad Request"));
        });
        const ProgramResult result = runAgainst(server.baseUrl() + u"/v1"_s, more);
        QTEST(server.requests(), "requests");
        QTEST(runOf(result)[u"calls"_s][u"ok"_s].toInt(), "ok");
    }

    void whatIsNotToldIsNull()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            server.reply(request, answer(request.number == 2 ? "" : R"(,"usage":{"prompt_tokens":"1","completion_tokens":2})"));
        });
        const QJsonObject run = runOf(runAgainst(server.baseUrl() + u"/v1"_s));
        QCOMPARE(run[u"calls"_s][u"ok"_s].toInt(), 4);
        QVERIFY(run[u"tokens"_s][u"output"_s].isNull() && run[u"tokens"_s][u"per_s"_s].isNull() && run[u"cost_usd"_s].isNull());
        QCOMPARE(run[u"tokens"_s][u"told_calls"_s].toInt(), 3);
        QCOMPARE(run[u"tokens"_s][u"estimated"_s][u"output"_s].toInt(), 2 + 2 + 2 + 2); // "Hi there" is two times four characters
    }

    void aRequestIsSentWhereItWasMeant()
    {
        QByteArrayList lines;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            lines.append(request.head.split('\r').first());
            server.reply(request, answer({}));
        });
        const QString host = u"127.0.0.1:%1"_s.arg(server.port());
        for (const QString &typed :
             {QString(host + u"/d?api-version=X#top"_s), QString(u" HTTP://"_s + host + u"/d/chat/completions?api-version=X"_s)})
            QCOMPARE(runAgainst(typed).status, 0);
        for (const QByteArray &line : std::as_const(lines))
            QCOMPARE(line, QByteArray("POST /d/chat/completions?api-version=X HTTP/1.1"));
        QCOMPARE(lines.size(), 8);
    }

    void secretsAreNeitherSentNorShown_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("status");
        QTest::newRow("line feed in the key") << QString() << u"sk-hunter2\nX-Evil: 1"_s << 3;
        QTest::newRow("carriage return in the key") << QString() << u"sk-hunter2\rX-Evil: 1"_s << 3;
        QTest::newRow("control character in the key") << QString() << u"sk-\u0001hunter2"_s << 3;
        QTest::newRow("password in the URL") << u"me:hunter2@"_s << u"k"_s << 2;
    }
    void secretsAreNeitherSentNorShown()
    {
        QFETCH(QString, user);
        QFETCH(QString, key);
        ScriptedServer server([&](const ScriptedServer::Request &request) { server.reply(request, answer({})); });
        const ProgramResult result =
            runAgainst(u"http://%1127.0.0.1:%2/v1"_s.arg(user).arg(server.port()), {u"--api-key-env"_s, u"WIRE_TEST_KEY"_s}, key);
        QTEST(result.status, "status");
        QCOMPARE(server.connections(), 0);
        QVERIFY2(!result.err.isEmpty() && !result.err.contains("hunter2") && !result.out.contains("hunter2"), result.err.constData());
        QCOMPARE(result.err.trimmed().count('\n'), 0);
    }
};

INTERLEAVE_TEST_MAIN(RealServersTest)
#include "tst_real_servers.moc"
