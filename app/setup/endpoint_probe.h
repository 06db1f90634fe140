// Asks an endpoint for its models, and tests it with one tiny call. Used by the window's endpoint manager; main thread,
// asynchronous. One question at a time: the next one ends the one before, whose answer never comes.
#pragma once

#include "core/endpoint.h"
#include "core/reply.h"
#include "core/result.h"
#include "transport/qnam/flood_guard.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace interleave {

struct EndpointTest {
    QString modelName;
    std::optional<int> outputTokens; ///< as the server counted them; unset: it did not tell
    qint64 ms = 0;                   ///< from the request to the whole reply, opening the connection included

    /// "One call, 12 tokens, 340 ms, from gpt-6-luna."
    QString sentence() const;
};

class EndpointProbe : public QObject
{
    Q_OBJECT
public:
    explicit EndpointProbe(QObject *parent = nullptr);
    ~EndpointProbe() override;

    /// For a whole answer; 20 s unless told.
    void setTimeout(std::chrono::milliseconds timeout) { m_timer.setInterval(timeout); }
    /// Where the built-in simulator answers, for endpoints that mean it (RunController::simulatorReady); empty: nowhere.
    void setSimulatorAddress(const QString &root) { m_simulatorRoot = root; }

    /// modelsListed() or failed() follows, never from inside.
    void listModels(const Endpoint &endpoint);
    /// tested() or failed() follows, never from inside. Costs what a call of a few tokens costs.
    void test(const Endpoint &endpoint);
    void cancel();
    bool isBusy() const { return m_question != nullptr; }

Q_SIGNALS:
    void modelsListed(const QStringList &models);
    void tested(const interleave::EndpointTest &test);
    /// One sentence, with what to do; the key is never in it.
    void failed(const QString &sentence);

private:
    struct Question;
    void ask(const Endpoint &endpoint, bool isCall);
    Result<Question> questionOf(const Endpoint &endpoint, bool isCall) const;
    void send();
    std::vector<int> portInUse() const;
    void finish();
    void answerModels(const QByteArray &body);
    void answerTest(const Reply &reply);
    void fail(const QString &sentence);

    QNetworkAccessManager m_manager;
    FloodGuard m_guard;
    QTimer m_timer;
    QString m_simulatorRoot;
    std::unique_ptr<Question> m_question; // null: nothing is asked
    int m_asked = 0;                      // questions so far
};

} // namespace interleave
