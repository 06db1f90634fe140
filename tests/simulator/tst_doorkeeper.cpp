// Who may ask the simulator, how long a client may take, and how much all of them may send before they are answered.
#include "http_client.h"
#include "simulator_fixture.h"
#include "support/test_main.h"

#include <QSignalSpy>

#include <memory>
#include <vector>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class DoorkeeperTest : public QObject
{
    Q_OBJECT

    static QByteArray bodyOf(const QByteArray &text) { return "{\"contents\":[{\"parts\":[{\"text\":\"" + text + "\"}]}]}"; }

private Q_SLOTS:
    void onLoopbackOnlyThisMachineIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const auto row = [](const char *headers, int status) { QTest::newRow(headers) << QByteArray(headers) << status; };
        row("Host: 127.0.0.1:8080\r\n", 200);
        row("Host: localhost\r\n", 200);
        row("Host: LOCALHOST:1\r\n", 200);
        row("Host: [::1]:1\r\n", 200);
        row("Host: 127.1.2.3\r\n", 200);
        row("Host: evil.example\r\n", 403);
        row("Host: evil.example:8080\r\n", 403);
        row("Host: localhost.evil.example\r\n", 403);
        row("Host: 127.0.0.1.evil.example\r\n", 403);
        row("Host: 127.0.0.1@evil.example\r\n", 403);
        row("Host: 192.168.1.7\r\n", 403);
        row("Host: \r\n", 403);
        row("Host: localhost\r\nOrigin: http://localhost:3000\r\n", 200);
        row("Host: localhost\r\nOrigin: https://evil.example\r\n", 403);
        row("Host: localhost\r\nOrigin: null\r\n", 403);
        row("Host: localhost\r\nOrigin: http://localhost.evil.example\r\n", 403);
        row("Host: localhost\r\nSec-Fetch-Site: cross-site\r\n", 403);
        row("Host: localhost\r\nSec-Fetch-Site: same-origin\r\n", 200);
    }
    void onLoopbackOnlyThisMachineIsAnswered()
    {
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        InProcessSimulator simulator(optionsWith(instantProfile()));
        for (const QByteArray &target : {QByteArray("POST /reset"), QByteArray("GET /metrics"), QByteArray("GET /v1/models")}) {
            HttpClient client(simulator.baseUrl());
            client.sendRaw(target + " HTTP/1.1\r\n" + headers + "Content-Length: 0\r\n\r\n");
            QCOMPARE(client.read().status, status);
        }
    }

    void whereOthersCanConnectTheTokenDecides_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const char *target, const char *headers, int status) {
            QTest::newRow(name) << QByteArray(target) << QByteArray(headers) << status;
        };
        row("none", "/v1/models", "", 401);
        row("none, for metrics", "/metrics", "", 401);
        row("none, behind a fault", "/faults/slow/v1/models", "", 401);
        row("bearer", "/v1/models", "Authorization: Bearer open-sesame\r\n", 200);
        row("bearer in small letters", "/v1/models", "authorization: bearer open-sesame\r\n", 200);
        row("x-api-key", "/v1/models", "anthropic-version: 2023-06-01\r\nx-api-key: open-sesame\r\n", 200);
        row("x-goog-api-key", "/v1beta/models", "x-goog-api-key: open-sesame\r\n", 200);
        row("query", "/v1beta/models?key=open-sesame", "", 200);
        row("wrong", "/v1/models", "Authorization: Bearer open-sesamf\r\n", 401);
        row("shorter", "/v1/models", "Authorization: Bearer open-sesam\r\n", 401);
        row("longer", "/v1/models", "Authorization: Bearer open-sesame1\r\n", 401);
        row("empty", "/v1/models", "Authorization: Bearer \r\n", 401);
        row("another scheme", "/v1/models", "Authorization: Basic open-sesame\r\n", 401);
    }
    void whereOthersCanConnectTheTokenDecides()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        SimulatorOptions options = optionsWith(instantProfile());
        options.bindAddress = u"0.0.0.0"_s;
        options.token = "open-sesame";
        InProcessSimulator simulator(options);
        HttpClient client(simulator.baseUrl());
        client.sendRaw("GET " + target + " HTTP/1.1\r\nHost: simulator.example\r\n" + headers + "\r\n");
        QCOMPARE(client.read().status, status);
    }

    void aClientThatTakesTooLongIsLeft_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("says nothing") << QByteArray();
        QTest::newRow("half a head") << QByteArray("POST / HTTP/1.1\r\nHost: loc");
        QTest::newRow("half a body") << QByteArray("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
        QTest::newRow("half a chunk") << QByteArray("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");
        QTest::newRow("half a preface") << QByteArray("PRI * HTTP/2.0\r\n");
        QTest::newRow("asks for nothing more") << QByteArray("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    void aClientThatTakesTooLongIsLeft()
    {
        QFETCH(QByteArray, sent);
        SimulatorOptions options = optionsWith(instantProfile());
        options.patience = {40'000'000, 40'000'000};
        InProcessSimulator simulator(options);
        HttpClient client(simulator.baseUrl());
        client.sendRaw(sent);
        client.readAll(); // until the server closes; otherwise for as long as the test's patience
        QTRY_COMPARE_WITH_TIMEOUT(client.socket().state(), QAbstractSocket::UnconnectedState, patienceMs);
    }
    void aRequestThatIsAnsweredSlowlyIsNot()
    {
        SimulatorOptions options = optionsWith(instantProfile());
        options.timeScale = 0.1; // the fault "slow" takes half a second
        options.patience = {40'000'000, 40'000'000};
        InProcessSimulator simulator(options);
        HttpClient client(simulator.baseUrl());
        QCOMPARE(client.get("/faults/slow/v1/models").status, 200);
    }

    void halfSentRequestsShareOneBudget()
    {
        InProcessSimulator simulator(optionsWith(instantProfile()));
        const QByteArray head = "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000000\r\n\r\n";
        const QByteArray part(10'000'000, 'x');
        std::vector<std::unique_ptr<HttpClient>> clients;
        int open = 0;
        for (int i = 0; i < 20; ++i) {
            clients.push_back(std::make_unique<HttpClient>(simulator.baseUrl()));
            clients.back()->sendRaw(head + part);
        }
        // Each has sent 10 MB of its 60: what is more than the budget was turned away.
        const auto countOpen = [&] {
            QCoreApplication::processEvents();
            open = 0;
            for (const auto &client : clients)
                open += client->socket().state() == QAbstractSocket::ConnectedState;
            return open;
        };
        QTRY_VERIFY_WITH_TIMEOUT(countOpen() <= 10, patienceMs);
        QVERIFY(countOpen() >= 5);
        clients.clear();
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().connections(), 0, patienceMs);
        HttpClient client(simulator.baseUrl());
        QCOMPARE(client.post("/v1beta/models/sim:generateContent", bodyOf("Hi")).status, 200); // and there is room again
    }
};

INTERLEAVE_TEST_MAIN(DoorkeeperTest)
#include "tst_doorkeeper.moc"
