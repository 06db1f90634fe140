#include "http_client.h"
#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QJsonArray>

#include <memory>
#include <vector>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray sample(int call) { return "x-interleave-stamps: 1\r\nx-interleave-sample: 1/0/" + QByteArray::number(call) + "\r\n"; }

qint64 metric(HttpClient &client, const QByteArray &name)
{
    const QByteArray start = "interleave_sim_" + name + ' ';
    for (const QByteArray &line : client.get("/metrics").body.split('\n')) {
        if (line.startsWith(start))
            return line.mid(line.indexOf(' ')).trimmed().toLongLong();
    }
    return -1;
}

} // namespace

class SimulatorLoadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCallMeetsTheSameServiceWhateverTheOrder()
    {
        const auto replies = [](const QList<int> &order) {
            InProcessSimulator simulator(optionsWith(instantProfile()));
            HttpClient client(simulator.baseUrl());
            QMap<int, QJsonValue> result;
            for (const int call : order)
                result[call] = client.post(plainPath, request("Describe Rome in 30 words"), sample(call)).json()["candidates"_L1];
            return result;
        };
        QCOMPARE(replies({0, 1, 2, 3, 4}), replies({3, 1, 4, 0, 2}));
    }

    void aClientWithoutKeysGetsTheFixedListByPrompt()
    {
        Profile article = loadProfile(u"article"_s).value();
        SimulatorOptions options = optionsWith(article);
        options.timeScale = 0;
        InProcessSimulator simulator(options);
        HttpClient client(simulator.baseUrl());
        const ServicePlan plan = planService(article, {.seed = 1, .repeat = 0, .call = 3}, promptOf(u"Describe neural networks"_s), 0);
        const QJsonObject json = client.post(plainPath, request("Describe neural networks")).json();
        QCOMPARE(json["usageMetadata"_L1].toObject()["candidatesTokenCount"_L1].toInt(), plan.outputTokens);
    }

    void aFullServerServesInOrderOfArrivalAndALeavingClientFreesItsSlot()
    {
        Profile profile = instantProfile();
        profile.capacity = 1;
        InProcessSimulator simulator(optionsWith(profile));
        auto holder = std::make_unique<HttpClient>(simulator.baseUrl());
        holder->send("POST", "/faults/hang" + plainPath, request("Hi"));
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 1, patienceMs);

        std::vector<std::unique_ptr<HttpClient>> line;
        for (int i = 0; i < 4; ++i) {
            line.push_back(std::make_unique<HttpClient>(simulator.baseUrl()));
            line.back()->send("POST", plainPath, request("Hi"), sample(i));
            QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 2 + i, patienceMs);
        }
        line[1].reset(); // leaves the line
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 4, patienceMs);
        holder.reset();
        qint64 lastNs = 0;
        for (const size_t i : {0, 2, 3}) {
            const HttpResponse response = line[i]->read();
            QCOMPARE(response.status, 200);
            QVERIFY(response.header("x-mono-ns").toLongLong() > lastNs);
            lastNs = response.header("x-mono-ns").toLongLong();
        }
        QCOMPARE(simulator.simulator().maxInFlight(), 5);
    }

    void everyRequestIsCountedOnceInFlightAndInTheEnd()
    {
        InProcessSimulator simulator(optionsWith(instantProfile()));
        HttpClient observer(simulator.baseUrl());
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 50; ++i) {
            clients.push_back(std::make_unique<HttpClient>(simulator.baseUrl()));
            clients.back()->send("POST", "/faults/hang" + ssePath, request("Hi"));
        }
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 50, patienceMs);
        QCOMPARE(metric(observer, "in_flight"), 50);
        clients.clear();
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 0, patienceMs);
        observer.post(plainPath, request("Hi"));
        observer.post(plainPath, "{}");
        QCOMPARE(metric(observer, "in_flight_max"), 50);
        QCOMPARE(metric(observer, "requests_total"), 52);
        QCOMPARE(metric(observer, "served_total"), 1);
        QCOMPARE(metric(observer, "rejected_total"), 1);
        QCOMPARE(metric(observer, "cancelled_total"), 50);
        observer.post("/metrics/reset-max", {});
        QCOMPARE(metric(observer, "in_flight_max"), 0);
    }

    void aPrompterThanAllowedClientIsRefusedWithItsQuotaAndADelay()
    {
        Profile profile = instantProfile();
        profile.limit = {.requestsPerMinute = 3, .tokensPerMinute = 0};
        InProcessSimulator simulator(optionsWith(profile));
        HttpClient client(simulator.baseUrl());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.post(plainPath, request("Hi")).status, 200);
        const HttpResponse refused = client.post(ssePath, request("Hi"));
        QCOMPARE(refused.status, 429);
        const QJsonObject error = refused.json()["error"_L1].toObject();
        QCOMPARE(error["status"_L1].toString(), u"RESOURCE_EXHAUSTED"_s);
        const QJsonObject violation = error["details"_L1].toArray()[0].toObject()["violations"_L1].toArray()[0].toObject();
        QCOMPARE(violation["quotaId"_L1].toString(), u"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"_s);
        QCOMPARE(violation["quotaValue"_L1].toString(), u"3"_s);
        QString delay = error["details"_L1].toArray()[1].toObject()["retryDelay"_L1].toString();
        QVERIFY(delay.endsWith(u's'));
        delay.chop(1);
        QVERIFY(delay.toDouble() > 0 && delay.toDouble() <= 20);
        QCOMPARE(metric(client, "rejected_total"), 1);
    }

    void inputTokensAreLimitedToo()
    {
        Profile profile = instantProfile();
        profile.limit = {.requestsPerMinute = 0, .tokensPerMinute = 5};
        InProcessSimulator simulator(optionsWith(profile));
        HttpClient client(simulator.baseUrl());
        QCOMPARE(client.post(plainPath, request("one two 3")).status, 200);
        const HttpResponse refused = client.post(plainPath, request("one two 3"));
        QCOMPARE(refused.status, 429);
        QVERIFY(refused.body.contains("GenerateContentInputTokensPerModelPerMinute-FreeTier"));
    }

    void faultsOfTheProfileAreMetByItself()
    {
        Profile profile = instantProfile();
        profile.faults = {{.fault = Fault::Overloaded, .probability = 0.5, .fromS = 0, .toS = {}},
                          {.fault = Fault::SilentCut, .probability = 1, .fromS = 0, .toS = {}}};
        InProcessSimulator simulator(optionsWith(profile));
        HttpClient client(simulator.baseUrl());
        const auto statusOf = [&](int call, int attempt) {
            const QByteArray key = "x-interleave-sample: 1/0/" + QByteArray::number(call) + '/' + QByteArray::number(attempt) + "\r\n";
            const HttpResponse response = client.post(plainPath, request("Hi"), key);
            return response.status == 200 && response.body.contains("finishReason") ? 0 : response.status;
        };
        for (int call = 0; call < 20; ++call) {
            for (const int attempt : {0, 1, 0}) {
                const Fault fault = faultMet(profile, {.seed = 1, .repeat = 0, .call = call}, attempt, 0);
                QCOMPARE(statusOf(call, attempt), fault == Fault::Overloaded ? 503 : 200);
            }
        }
        // a client that does not count its attempts is counted
        const auto uncounted = [&] { return client.post(plainPath, request("Hi"), "x-interleave-sample: 1/0/5\r\n").status; };
        QList<int> first;
        QList<int> again;
        for (int attempt = 0; attempt < 6; ++attempt)
            first += uncounted();
        client.post("/reset", {});
        for (int attempt = 0; attempt < 6; ++attempt)
            again += uncounted();
        QCOMPARE(again, first);
        QVERIFY(first.contains(503) && first.contains(200));
        QCOMPARE(client.get("/v1beta/models").status, 200); // not asked for text
    }

    void aResetFillsTheLimits()
    {
        Profile profile = instantProfile();
        profile.limit = {.requestsPerMinute = 1, .tokensPerMinute = 0};
        InProcessSimulator simulator(optionsWith(profile));
        HttpClient client(simulator.baseUrl());
        QCOMPARE(client.post(plainPath, request("Hi")).status, 200);
        QCOMPARE(client.post(plainPath, request("Hi")).status, 429);
        QCOMPARE(client.post("/reset", {}).status, 200);
        QCOMPARE(client.post(plainPath, request("Hi")).status, 200);
    }

    void aTakenPortIsNamedInOneSentence()
    {
        InProcessSimulator first(optionsWith(instantProfile()));
        SimulatorOptions options = optionsWith(instantProfile());
        options.port = QUrl(first.baseUrl()).port();
        InProcessSimulator second(options);
        QCOMPARE(second.baseUrl(), QString());
        QCOMPARE(second.error(),
                 u"Port %1 of 127.0.0.1 is already in use: choose another one, or 0 for any free port."_s.arg(options.port));
    }

    void anAddressThatCannotBeBoundIsNamed()
    {
        SimulatorOptions options = optionsWith(instantProfile());
        options.bindAddress = u"8.8.8.8"_s;
        QVERIFY(InProcessSimulator(options).error().startsWith(u"8.8.8.8 is not an address of this machine"_s));
        options.bindAddress = u"localhorst"_s;
        QVERIFY(InProcessSimulator(options).error().startsWith(u"“localhorst”, port 0 is not an address"_s));
    }

    void baseUrlsAreOnesThatClientsCanReach()
    {
        QCOMPARE(simulatorBaseUrl(u"127.0.0.1"_s, 80), u"http://127.0.0.1:80"_s);
        QCOMPARE(simulatorBaseUrl(u"0.0.0.0"_s, 80), u"http://127.0.0.1:80"_s);
        QCOMPARE(simulatorBaseUrl(u"::"_s, 80), u"http://[::1]:80"_s);
    }

    void stoppingBreaksOffWhatIsInFlight()
    {
        auto simulator = std::make_unique<InProcessSimulator>(optionsWith(instantProfile()));
        HttpClient client(simulator->baseUrl());
        client.send("POST", "/faults/hang" + plainPath, request("Hi"));
        QTRY_COMPARE_WITH_TIMEOUT(simulator->simulator().inFlight(), 1, patienceMs);
        simulator.reset();
        QCOMPARE(client.read().status, 0);
    }
};

INTERLEAVE_TEST_MAIN(SimulatorLoadTest)
#include "tst_simulator_load.moc"
