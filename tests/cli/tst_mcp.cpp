// The Model Context Protocol by hand: what a client that is wrong, hasty or gone meets. What a client that is right meets is in
// tests/sdk/mcp.test.mjs, with the protocol's official SDK.
#include "program.h"
#include "support/test_main.h"

using namespace interleave::test;
using namespace Qt::StringLiterals;

/// Its answers to these lines, after which the client closes its side.
static QList<QJsonObject> answersTo(const QByteArray &lines, int *status = nullptr)
{
    const ProgramResult result = runProgram({u"mcp"_s}, lines);
    if (status)
        *status = result.status;
    QList<QJsonObject> answers;
    for (const QByteArray &line : result.out.split('\n')) {
        if (!line.isEmpty())
            answers.append(QJsonDocument::fromJson(line).object());
    }
    return answers;
}

class McpTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void what_is_no_message_is_an_error_of_the_protocol_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("code");
        QTest::newRow("no JSON") << QByteArray("{\"jsonrpc\":") << -32700;
        QTest::newRow("no method") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1}") << -32600;
        QTest::newRow("a list") << QByteArray("[1,2]") << -32600;
        QTest::newRow("unknown method") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}") << -32601;
        QTest::newRow("arguments that are none")
            << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"list\",\"arguments\":7}}")
            << -32602;
    }
    void what_is_no_message_is_an_error_of_the_protocol()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, code);
        const QList<QJsonObject> answers = answersTo(line + '\n');
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers[0][u"error"_s][u"code"_s].toInt(), code);
        QVERIFY(answers[0].contains(u"id"_s) && answers[0][u"jsonrpc"_s] == u"2.0"_s);
    }

    void a_notification_is_not_answered()
    {
        QCOMPARE(answersTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n\n"
                           "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}\n")
                     .size(),
                 0);
    }

    void the_version_is_the_clients_where_it_is_known()
    {
        const auto agreed = [](const char *asked) {
            return answersTo(QByteArray("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"") +
                             asked + "\"}}\n")
                .value(0)[u"result"_s][u"protocolVersion"_s]
                .toString();
        };
        QCOMPARE(agreed("2024-11-05"), u"2024-11-05"_s);
        QCOMPARE(agreed("1999-01-01"), u"2025-06-18"_s);
    }

    void a_client_that_has_gone_ends_it_and_what_it_began()
    {
        int status = -1;
        answersTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/"
                  "call\",\"params\":{\"name\":\"predict\",\"arguments\":{\"scenario\":\"thousand-users\"}}}\n",
                  &status);
        QCOMPARE(status, 0);
    }

    void a_message_without_an_end_is_refused()
    {
        const ProgramResult result = runProgram({u"mcp"_s}, QByteArray(1'500'000, 'x'));
        QCOMPARE(result.status, 2);
        QVERIFY(result.complainsInOneLine());
    }
};

INTERLEAVE_TEST_MAIN(McpTest)
#include "tst_mcp.moc"
