// HTTP/2 on the simulator's plain port: told by its first bytes, many streams on one connection, each with a fate of its own.
#include "http_client.h"
#include "simulator_fixture.h"

#include "support/http2_frames.h"
#include "support/test_main.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <memory>
#include <vector>

using namespace interleave;
using namespace interleave::test;

namespace {

using ReplyPointer = std::unique_ptr<QNetworkReply>;

ReplyPointer post(QNetworkAccessManager &manager, const QString &baseUrl, const QByteArray &path, const QByteArray &body)
{
    QNetworkRequest networkRequest(QUrl(baseUrl + QString::fromLatin1(path)));
    networkRequest.setAttribute(QNetworkRequest::Http2DirectAttribute, true);
    networkRequest.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    return ReplyPointer(manager.post(networkRequest, body));
}

bool isDone(const ReplyPointer &reply)
{
    return QTest::qWaitFor([&] { return reply->isFinished(); }, patienceMs);
}

/// Frames by hand over one socket.
class FrameClient
{
public:
    explicit FrameClient(const QString &baseUrl)
        : m_http(baseUrl)
    {
    }
    void sendRaw(const QByteArray &bytes) { m_http.sendRaw(bytes); }
    void send(const Http2Frame &frame) { sendRaw(frame.bytes()); }
    void greet() { sendRaw(http2Preface + Http2Frame{.type = Http2Frame::Settings}.bytes()); }
    void post(quint32 stream, const QByteArray &path, const QByteArray &body)
    {
        const QByteArray block = headerBlock({{":method", "POST"}, {":scheme", "http"}, {":authority", "localhost"}, {":path", path}});
        sendRaw(Http2Frame{Http2Frame::Headers, Http2Frame::EndHeaders, stream, block}.bytes() +
                Http2Frame{Http2Frame::Data, Http2Frame::EndStream, stream, body}.bytes());
    }
    /// The next frame; type 255: the server closed.
    Http2Frame next()
    {
        for (;;) {
            if (const auto frame = Http2Frame::take(m_buffer))
                return *frame;
            if (m_http.socket().bytesAvailable() == 0 && !m_http.socket().waitForReadyRead(patienceMs))
                return {.type = 255};
            m_buffer += m_http.socket().readAll();
        }
    }
    Http2Frame nextOf(quint8 type)
    {
        for (;;) {
            Http2Frame frame = next();
            if (frame.type == type || frame.type == 255)
                return frame;
        }
    }
    /// Bytes of body until there are `count` of them or the stream ends.
    qsizetype readBody(qsizetype count)
    {
        qsizetype size = 0;
        while (size < count) {
            const Http2Frame frame = nextOf(Http2Frame::Data);
            size += frame.payload.size();
            if (frame.type == 255 || frame.has(Http2Frame::EndStream))
                break;
        }
        return size;
    }
    QTcpSocket &socket() { return m_http.socket(); }

private:
    HttpClient m_http;
    QByteArray m_buffer;
};

} // namespace

class SimulatorHttp2Test : public QObject
{
    Q_OBJECT

    static Profile slowProfile() // a token every ten minutes: whoever waits for the second one waits for ever
    {
        Profile profile = instantProfile();
        profile.serviceS.reset();
        profile.ttftS = {Distribution::Kind::Constant, {0}};
        profile.tokensPerS = {Distribution::Kind::Constant, {1.0 / 600}};
        return profile;
    }

private Q_SLOTS:
    void theAnswerIsThatOfHttp1_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const QByteArray &path : {plainPath, ssePath, arrayPath, QByteArray("/health"), QByteArray("/nowhere")})
            QTest::newRow(path.constData()) << path;
    }
    void theAnswerIsThatOfHttp1()
    {
        QFETCH(QByteArray, path);
        const QByteArray body = request("Describe Rome in 30 words");
        InProcessSimulator first(optionsWith(instantProfile()));
        const HttpResponse expected = HttpClient(first.baseUrl()).post(path, body);
        InProcessSimulator second(optionsWith(instantProfile())); // a fresh one: ids of responses are counted
        QNetworkAccessManager manager;
        const ReplyPointer reply = post(manager, second.baseUrl(), path, body);
        QVERIFY(isDone(reply));
        QVERIFY(reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool());
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), expected.status);
        QCOMPARE(reply->rawHeader("content-type"), expected.header("content-type"));
        QCOMPARE(reply->readAll(), expected.body);
    }

    void twoHundredStreamsShareOneConnection()
    {
        InProcessSimulator simulator(optionsWith(instantProfile()));
        FrameClient client(simulator.baseUrl());
        client.greet();
        for (quint32 i = 0; i < 200; ++i)
            client.post(2 * i + 1, "/faults/hang" + plainPath, request("Hi"));
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 200, patienceMs);
        const QByteArray metrics = HttpClient(simulator.baseUrl()).get("/metrics").body;
        QVERIFY(metrics.contains("\ninterleave_sim_connections 2\n")); // the one that asks is the other
        client.socket().abort();
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 0, patienceMs);
    }

    void cancellingOneStreamFreesItAndLeavesTheOthers()
    {
        InProcessSimulator simulator(optionsWith(slowProfile()));
        FrameClient client(simulator.baseUrl());
        client.greet();
        for (const quint32 stream : {1U, 3U})
            client.post(stream, ssePath, request("Describe Rome in 30 words"));
        client.nextOf(Http2Frame::Data);
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 2, patienceMs);
        constexpr quint32 cancel = 8;
        client.send({Http2Frame::RstStream, Http2Frame::None, 1, Http2Frame::number(cancel)});
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 1, patienceMs);
        client.post(5, "/health", {});
        while (client.nextOf(Http2Frame::Data).stream != 5)
            QCOMPARE(client.socket().state(), QAbstractSocket::ConnectedState);
        QCOMPARE(simulator.simulator().inFlight(), 1);
    }

    void aFaultBreaksItsOwnStreamOnly_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("cut") << QByteArray("cut");
        QTest::newRow("reset") << QByteArray("reset");
    }
    void aFaultBreaksItsOwnStreamOnly()
    {
        QFETCH(QByteArray, fault);
        InProcessSimulator simulator(optionsWith(instantProfile()));
        FrameClient client(simulator.baseUrl());
        client.greet();
        client.post(1, "/faults/" + fault + ssePath, request("Hi"));
        const Http2Frame reset = client.nextOf(Http2Frame::RstStream);
        QCOMPARE(reset.stream, 1U);
        client.post(3, plainPath, request("Hi"));
        QCOMPARE(client.nextOf(Http2Frame::Data).stream, 3U);
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 0, patienceMs);
    }

    void aReplyWaitsForTheClientsFlowControl()
    {
        constexpr quint32 firstWindow = 65'535, more = 100'000;
        InProcessSimulator simulator(optionsWith(instantProfile()));
        FrameClient client(simulator.baseUrl());
        client.greet();
        client.post(1, "/faults/huge" + plainPath, request("Hi"));
        QCOMPARE(client.readBody(firstWindow), qsizetype(firstWindow));
        // an answer on the next frame shows that nothing of the body lay between: no window was left for it
        client.send({Http2Frame::Ping, Http2Frame::None, 0, QByteArray(8, 'p')});
        Http2Frame frame = client.next();
        while (frame.type == Http2Frame::Settings || frame.type == Http2Frame::WindowUpdate)
            frame = client.next();
        QCOMPARE(int(frame.type), int(Http2Frame::Ping));
        for (const quint32 stream : {0U, 1U})
            client.send({Http2Frame::WindowUpdate, Http2Frame::None, stream, Http2Frame::number(more)});
        QCOMPARE(client.readBody(more), qsizetype(more));
        client.socket().abort();
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 0, patienceMs);
    }

    void aHugeReplyArrivesWhole()
    {
        InProcessSimulator simulator(optionsWith(instantProfile()));
        QNetworkAccessManager manager;
        const ReplyPointer reply = post(manager, simulator.baseUrl(), "/faults/huge" + plainPath, request("Hi"));
        QVERIFY(isDone(reply));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QVERIFY(reply->bytesAvailable() > 64LL * 1024 * 1024);
    }

    void requestsMayComeByteByByte()
    {
        InProcessSimulator simulator(optionsWith(instantProfile()));
        FrameClient client(simulator.baseUrl());
        const QByteArray block = headerBlock({{":method", "GET"}, {":scheme", "http"}, {":authority", "localhost"}, {":path", "/health"}});
        const QByteArray bytes = http2Preface + Http2Frame{.type = Http2Frame::Settings}.bytes() +
                                 Http2Frame{Http2Frame::Headers, Http2Frame::EndHeaders | Http2Frame::EndStream, 1, block}.bytes();
        for (const char byte : bytes) {
            client.sendRaw(QByteArray(1, byte));
            client.socket().flush();
        }
        QCOMPARE(client.nextOf(Http2Frame::Data).payload, QByteArray("ok\n"));
    }

    void whatIsNeitherVersionIsTurnedAway_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("half a preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
        QTest::newRow("no frames") << http2Preface + "GET / HTTP/1.1\r\n\r\n";
        QTest::newRow("nonsense") << QByteArray(200, '\x16') + "\r\n";
    }
    void whatIsNeitherVersionIsTurnedAway()
    {
        QFETCH(QByteArray, bytes);
        InProcessSimulator simulator(optionsWith(instantProfile()));
        HttpClient client(simulator.baseUrl());
        client.sendRaw(bytes);
        client.readAll(); // ends only when the server closes
        client.socket().abort();
        QCOMPARE(HttpClient(simulator.baseUrl()).get("/health").status, 200);
    }
};

INTERLEAVE_TEST_MAIN(SimulatorHttp2Test)
#include "tst_simulator_http2.moc"
