// A listener of one HTTP exchange that keeps all it hears, for the transport's tests.
#pragma once

#include "transport/http_client.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace interleave::test {

/// A client of the transport that a test is about (the row of its global data), unless its settings name another.
class Client
{
public:
    static inline Transport usual = Transport::Qnam;

    explicit Client(HttpSettings settings = {})
    {
        if (settings.transport == Transport::Auto)
            settings.transport = usual;
        m_client = makeHttpClient(settings);
    }
    operator HttpClient &() { return *m_client; }

private:
    std::unique_ptr<HttpClient> m_client;
};

/// For initTestCase_data() and init(): every test of a class runs over both transports.
inline void addTransports()
{
    QTest::addColumn<Transport>("transport");
    QTest::newRow("qnam") << Transport::Qnam;
    QTest::newRow("curl") << Transport::Curl;
}
inline void useTransport()
{
    QFETCH_GLOBAL(Transport, transport);
    Client::usual = transport;
}

class RecordingListener : public HttpExchange::Listener
{
public:
    std::unique_ptr<HttpExchange> exchange;
    std::vector<std::pair<Phase, qint64>> phases;
    std::vector<std::pair<WireChunk, qint64>> chunks;
    std::optional<Reply> reply;
    qint64 finishedNs = 0;
    int timesFinished = 0;
    std::function<void(Phase)> onPhase;
    std::function<void()> onChunk;
    std::function<void()> onFinished;

    void send(HttpClient &client, const Provider &provider, const QString &baseUrl, const Prompt &prompt, bool stream = false,
              std::chrono::milliseconds timeout = {}, const QByteArray &key = {}, const QString &model = QStringLiteral("sim"),
              bool onNewConnection = false)
    {
        WireRequest request = provider.request(baseUrl, model, key, prompt, stream);
        request.headers.emplaceBack("x-interleave-stamps", "1");
        exchange = client.send(request, provider.reader(stream), *this, timeout, onNewConnection);
    }
    /// A short Gemini prompt.
    void send(HttpClient &client, const QString &baseUrl, bool stream = false, std::chrono::milliseconds timeout = {},
              const QByteArray &key = {}, bool onNewConnection = false)
    {
        Prompt prompt;
        prompt.text = QStringLiteral("Hi");
        send(client, *findProvider(QStringLiteral("gemini")), baseUrl, prompt, stream, timeout, key, QStringLiteral("sim"),
             onNewConnection);
    }

    /// Runs the event loop until the end, at once when it comes (QTRY_ looks every 50 ms). False: nothing came for a minute.
    bool wait()
    {
        QEventLoop loop;
        onFinished = [&] { loop.quit(); };
        QTimer::singleShot(60'000, &loop, [&] { loop.quit(); });
        if (timesFinished == 0)
            loop.exec();
        onFinished = nullptr;
        return timesFinished == 1;
    }

    QByteArray phaseNames() const
    {
        QByteArray names;
        for (const auto &[phase, ns] : phases)
            names += QByteArray(phaseName(phase).data(), phaseName(phase).size()) + ' ';
        return names.trimmed();
    }

    void phaseBegan(Phase phase, qint64 ns) override
    {
        phases.emplace_back(phase, ns);
        if (onPhase)
            onPhase(phase);
    }
    void chunk(WireChunk chunk, qint64 ns) override
    {
        chunks.emplace_back(std::move(chunk), ns);
        if (onChunk)
            onChunk();
    }
    void finished(Reply finalReply, qint64 ns) override
    {
        reply = std::move(finalReply);
        finishedNs = ns;
        ++timesFinished;
        if (onFinished)
            onFinished();
    }
};

inline QByteArray geminiReply(const QByteArray &text, bool last = true)
{
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}" + (last ? ",\"finishReason\":\"STOP\"" : "") +
           "}],\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":2}}";
}
inline QByteArray geminiEvent(const QByteArray &text, bool last = false) { return "data: " + geminiReply(text, last) + "\r\n\r\n"; }

} // namespace interleave::test
