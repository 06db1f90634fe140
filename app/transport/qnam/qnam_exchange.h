// An exchange over QNetworkAccessManager: what its reply's signals mean. Made by QnamClient, in its thread.
#pragma once

#include "transport/http_exchange.h"

#include <QNetworkReply>
#include <QObject>

namespace interleave {

class QnamClient;

/// Which of a client's connections a request may use.
struct QnamPlace {
    int origin = 0;
    int group = 0;
    int generation = 0; ///< of the group
    bool operator==(const QnamPlace &) const = default;
};

class QnamExchange final : public HttpExchange
{
public:
    ~QnamExchange() override;

private:
    friend class QnamClient;
    QnamExchange(QnamClient &client, QnamPlace place, const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                 Listener &listener, HttpChoice version);

    void start(QNetworkReply *reply);
    void orphan(); // the client is going
    /// On a connection that a reply was read from which was not its own.
    void failForStrayReply();
    /// On what came without being a body.
    void failForFlood();

    void hurry();
    void onConnecting(qint64 ns);
    void onEncrypted(qint64 ns);
    void onSent(qint64 ns);
    bool onHead(); // false: over, or this is gone
    bool readBody(qint64 ns);
    void onFinished(qint64 ns);

    void leaveNetwork(Leaving how) override;
    void announceSoon() override;
    void endAwaited(Leaving how);
    QString timeoutAdvice() const override;

    QnamClient *m_client;
    size_t m_index = 0; // among the client's exchanges
    const QnamPlace m_place;
    QNetworkReply *m_reply = nullptr;
    QObject m_context;        // of the connections to the reply's signals
    bool m_connected = false; // on a connection opened for it
    bool m_sent = false;
    bool m_isHttp2 = false;
    bool m_awaitsEnd = false; // the reply is whole, and is told when its connection is free
};

} // namespace interleave
