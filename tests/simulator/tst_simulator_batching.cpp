// A server with continuous batching, and what /metrics says about it.
#include "exposition.h"
#include "http_client.h"
#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QProcess>
#include <QStandardPaths>

#include <memory>
#include <vector>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class SimulatorBatchingTest : public QObject
{
    Q_OBJECT

    static SimulatorOptions twoSlots(double timeScale = 0.001)
    {
        Profile profile = loadProfile(u"batching"_s).value();
        profile.batching->slots = profile.capacity = 2;
        SimulatorOptions options = optionsWith(profile);
        options.timeScale = timeScale;
        return options;
    }

    static Exposition metricsOf(const InProcessSimulator &simulator)
    {
        return Exposition(HttpClient(simulator.baseUrl()).get("/metrics").body);
    }

private Q_SLOTS:
    void repliesAreThoseThatWerePlanned_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("plain") << plainPath;
        QTest::newRow("stream") << ssePath;
    }
    void repliesAreThoseThatWerePlanned()
    {
        QFETCH(QByteArray, path);
        SimulatorOptions options = twoSlots();
        InProcessSimulator batching(options);
        options.profile.batching.reset(); // the same reply, without any delay
        options.timeScale = 0;
        options.profile.serviceS = options.profile.ttftShare = {Distribution::Kind::Constant, {0}};
        InProcessSimulator planned(options);
        QCOMPARE(HttpClient(batching.baseUrl()).post(path, request("Describe Rome")).body,
                 HttpClient(planned.baseUrl()).post(path, request("Describe Rome")).body);
    }

    void moreThanTheSlotsWaitInLineAndAllAreServed()
    {
        InProcessSimulator simulator(twoSlots(0.05)); // replies last longer than it takes a slow client to ask twelve times
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 12; ++i) {
            clients.push_back(std::make_unique<HttpClient>(simulator.baseUrl()));
            clients.back()->send("POST", i % 2 ? ssePath : plainPath, request("Describe Rome in 40 words"));
        }
        for (const auto &client : clients) {
            const HttpResponse response = client->read();
            QCOMPARE(response.status, 200);
            QVERIFY(response.complete);
        }
        const Exposition metrics = metricsOf(simulator);
        QCOMPARE(metrics.samples[u"interleave_sim_queue_seconds_count"_s], 12.0);
        QVERIFY(metrics.samples[u"interleave_sim_queue_seconds_sum"_s] > 0);
        QCOMPARE(metrics.samples[u"interleave_sim_running"_s], 0.0);
    }

    void aClientThatLeavesMakesRoom()
    {
        InProcessSimulator simulator(twoSlots(1000)); // nobody is ever done
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::make_unique<HttpClient>(simulator.baseUrl()));
            clients.back()->send("POST", ssePath, request("Describe Rome"));
            QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), i + 1, patienceMs);
        }
        Exposition metrics = metricsOf(simulator);
        QCOMPARE(metrics.samples[u"interleave_sim_running"_s], 2.0);
        QCOMPARE(metrics.samples[u"interleave_sim_queue_length"_s], 1.0);
        clients[0].reset();
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 2, patienceMs);
        metrics = metricsOf(simulator);
        QCOMPARE(metrics.samples[u"interleave_sim_running"_s], 2.0);
        QCOMPARE(metrics.samples[u"interleave_sim_queue_length"_s], 0.0);
    }

    void metricsAreWellFormedAndCountEverything()
    {
        InProcessSimulator simulator(twoSlots());
        HttpClient client(simulator.baseUrl());
        int output = 0;
        for (const QByteArray &path : {plainPath, plainPath}) {
            const QJsonObject usage = client.post(path, request("Describe Rome in 40 words")).json()["usageMetadata"_L1].toObject();
            output += usage["candidatesTokenCount"_L1].toInt();
        }
        client.post(ssePath, request("Describe Rome in 40 words"));
        client.post(plainPath, "{}");
        client.post("/faults/overloaded" + plainPath, request("Hi"));
        client.post("/faults/stream-error" + plainPath, request("Hi"));
        const QByteArray text = client.get("/metrics").body;
        const Exposition metrics(text);
        QCOMPARE(metrics.error, QString());
        QCOMPARE(metrics.samples[u"interleave_sim_responses_total{status=\"200\"}"_s], 3.0);
        QCOMPARE(metrics.samples[u"interleave_sim_responses_total{status=\"400\"}"_s], 1.0);
        QCOMPARE(metrics.samples[u"interleave_sim_responses_total{status=\"503\"}"_s], 2.0);
        QVERIFY(metrics.samples[u"interleave_sim_tokens_total{kind=\"output\"}"_s] > output);
        QVERIFY(metrics.samples[u"interleave_sim_tokens_total{kind=\"input\"}"_s] > 0);

        const QString promtool = QStandardPaths::findExecutable(u"promtool"_s);
        if (promtool.isEmpty())
            return; // a second opinion where it is installed
        QProcess check;
        check.start(promtool, {u"check"_s, u"metrics"_s});
        check.write(text);
        check.closeWriteChannel();
        QVERIFY(check.waitForFinished(patienceMs));
        QCOMPARE(check.readAllStandardError() + check.readAllStandardOutput(), QByteArray());
        QCOMPARE(check.exitCode(), 0);
    }

    void theCheckOfTheFormatFindsFaults_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QByteArray head = "# HELP a_total A.\n# TYPE a_total counter\n";
        QTest::newRow("no line feed") << head + "a_total 1";
        QTest::newRow("no type") << QByteArray("a_total 1\n");
        QTest::newRow("twice") << head + "a_total 1\na_total 2\n";
        QTest::newRow("no number") << head + "a_total x\n";
        QTest::newRow("buckets fall") << QByteArray("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\n"
                                                    "h_sum 1\nh_count 1\n");
        QTest::newRow("count differs") << QByteArray("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n");
    }
    void theCheckOfTheFormatFindsFaults()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!Exposition(text).error.isEmpty());
    }
};

INTERLEAVE_TEST_MAIN(SimulatorBatchingTest)
#include "tst_simulator_batching.moc"
