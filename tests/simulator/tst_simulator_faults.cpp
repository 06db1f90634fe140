#include "http_client.h"
#include "simulator/service/fault.h"
#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QJsonArray>

#include <memory>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class SimulatorFaultsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<InProcessSimulator> m_simulator;

    HttpResponse post(const QByteArray &fault, const QByteArray &path)
    {
        HttpClient client(m_simulator->baseUrl());
        return client.post("/faults/" + fault + path, request("Describe Rome in 20 words"));
    }

private Q_SLOTS:
    void init() { m_simulator = std::make_unique<InProcessSimulator>(optionsWith(instantProfile())); }
    void cleanup() { m_simulator.reset(); }

    void everyFaultHasAName()
    {
        QCOMPARE(faultNames().size(), 13);
        QCOMPARE(faultFromName("rate-limit-once"), Fault::RateLimitOnce);
        QCOMPARE(faultFromName("wrong-type"), Fault::WrongType);
        QVERIFY(!faultFromName("fire"));
    }

    void refusalsHaveTheirStatus_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("status");
        QTest::newRow("rate-limit") << QByteArray("rate-limit") << 429 << u"RESOURCE_EXHAUSTED"_s;
        QTest::newRow("overloaded") << QByteArray("overloaded") << 503 << u"UNAVAILABLE"_s;
        QTest::newRow("server-error") << QByteArray("server-error") << 500 << u"INTERNAL"_s;
    }

    void refusalsHaveTheirStatus()
    {
        QFETCH(QByteArray, fault);
        QFETCH(int, code);
        QFETCH(QString, status);
        for (const QByteArray &path : {plainPath, ssePath, QByteArray("/v1beta/models")}) {
            const HttpResponse response = post(fault, path);
            QCOMPARE(response.status, code);
            QCOMPARE(response.json()["error"_L1].toObject()["status"_L1].toString(), status);
        }
    }

    void rateLimitOnceRefusesEachRequestTheFirstTime()
    {
        HttpClient client(m_simulator->baseUrl());
        const auto status = [&](const QByteArray &sample) {
            return client.post("/faults/rate-limit-once" + plainPath, request("Hi"), "x-interleave-sample: " + sample + "\r\n").status;
        };
        QCOMPARE(status("1/0/0"), 429);
        QCOMPARE(status("1/0/1"), 429);
        QCOMPARE(status("1/0/0"), 200);
        QCOMPARE(status("1/0/1"), 200);
    }

    void aRateLimitSaysWhenToComeBack()
    {
        const QJsonArray details = post("rate-limit", plainPath).json()["error"_L1].toObject()["details"_L1].toArray();
        QCOMPARE(details[0].toObject()["@type"_L1].toString(), u"type.googleapis.com/google.rpc.QuotaFailure"_s);
        QCOMPARE(details[1].toObject()["@type"_L1].toString(), u"type.googleapis.com/google.rpc.RetryInfo"_s);
        QCOMPARE(details[1].toObject()["retryDelay"_L1].toString(), u"1s"_s);
    }

    void aStreamErrorIsAnEventInMidStream()
    {
        const HttpResponse stream = post("stream-error", ssePath);
        QCOMPARE(stream.status, 200);
        QVERIFY(stream.complete);
        QVERIFY(stream.chunks.size() > 3);
        QVERIFY(stream.chunks.last().startsWith("data: {\"error\":{\"code\":503"));
        QVERIFY(!stream.body.contains("finishReason"));
        QCOMPARE(post("stream-error", plainPath).status, 503);
    }

    void aCutEndsTheConnectionInMidBody()
    {
        for (const QByteArray &path : {plainPath, ssePath, arrayPath}) {
            const HttpResponse response = post("cut", path);
            QCOMPARE(response.status, 200);
            QVERIFY(!response.complete);
            QVERIFY(response.body.startsWith(path == ssePath ? "data: {" : path == arrayPath ? "[{" : "{"));
        }
    }

    void aSilentCutEndsCleanlyWithoutAFinishReason()
    {
        for (const QByteArray &path : {plainPath, ssePath}) {
            const HttpResponse response = post("silent-cut", path);
            QVERIFY(response.complete);
            QVERIFY(response.body.contains("candidates"));
            QVERIFY(!response.body.contains("finishReason"));
        }
    }

    void malformedJsonDoesNotParse()
    {
        const HttpResponse plain = post("malformed", plainPath);
        QVERIFY(plain.complete);
        QVERIFY(QJsonDocument::fromJson(plain.body).isNull());
        int broken = 0;
        for (const QByteArray &chunk : post("malformed", ssePath).chunks)
            broken += QJsonDocument::fromJson(chunk.mid(6)).isNull();
        QCOMPARE(broken, 1);
    }

    void wrongTypesParseButAreNotWhatTheyShouldBe()
    {
        const HttpResponse plain = post("wrong-type", plainPath);
        QVERIFY(!QJsonDocument::fromJson(plain.body).isNull());
        const auto textOf = [](const QJsonObject &reply) { return reply["candidates"_L1][0]["content"_L1]["parts"_L1][0]["text"_L1]; };
        QVERIFY(textOf(plain.json()).isDouble());
        int wrong = 0;
        for (const QByteArray &chunk : post("wrong-type", ssePath).chunks) {
            QVERIFY(!QJsonDocument::fromJson(chunk.mid(6)).isNull());
            wrong += textOf(QJsonDocument::fromJson(chunk.mid(6)).object()).isDouble();
        }
        QCOMPARE(wrong, 1);
    }

    void slowServesTheSameReplyLater()
    {
        const HttpResponse slow = post("slow", plainPath);
        QCOMPARE(slow.status, 200);
        QVERIFY(slow.body.contains("\"STOP\""));
    }

    void hangNeverAnswersAndLeavingFreesIt()
    {
        {
            HttpClient client(m_simulator->baseUrl());
            client.send("POST", "/faults/hang" + plainPath, request("Hi"));
            QTRY_COMPARE_WITH_TIMEOUT(m_simulator->simulator().inFlight(), 1, patienceMs);
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_simulator->simulator().inFlight(), 0, patienceMs);
    }

    void resetSendsNothing()
    {
        for (const QByteArray &path : {plainPath, ssePath, QByteArray("/v1beta/models")}) {
            HttpClient client(m_simulator->baseUrl());
            QCOMPARE(client.post("/faults/reset" + path, request("Hi")).status, 0);
            QCOMPARE(client.socket().error(), QAbstractSocket::RemoteHostClosedError);
        }
    }

    void hugeIsAValidReplyOf64Megabytes()
    {
        HttpResponse plain = post("huge", plainPath);
        QVERIFY(plain.complete);
        QVERIFY(plain.body.size() > 64 * 1024 * 1024);
        QVERIFY(plain.body.startsWith("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"All work"));
        QVERIFY(plain.body.endsWith("}") && plain.body.right(600).contains("\"finishReason\":\"STOP\""));
        const HttpResponse stream = post("huge", ssePath);
        QVERIFY(stream.complete);
        QVERIFY(stream.body.size() > 64 * 1024 * 1024);
        QVERIFY(stream.body.endsWith("}\r\n\r\n"));
    }

    void faultsBeforeOtherPathsWorkToo()
    {
        const QByteArray models = "/v1beta/models";
        HttpClient client(m_simulator->baseUrl());
        QVERIFY(QJsonDocument::fromJson(client.get("/faults/malformed" + models).body).isNull());
        QCOMPARE(client.get("/faults/wrong-type" + models).body, "[7]");
        QVERIFY(!client.get("/faults/cut" + models).complete);
        HttpClient another(m_simulator->baseUrl());
        const HttpResponse huge = another.get("/faults/huge" + models);
        QVERIFY(huge.complete && huge.body.size() > 64 * 1024 * 1024);
    }
};

INTERLEAVE_TEST_MAIN(SimulatorFaultsTest)
#include "tst_simulator_faults.moc"
