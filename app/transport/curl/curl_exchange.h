// An exchange over libcurl: what its callbacks mean. Made by CurlClient, in its thread. Phases are stamped as libcurl calls:
// a name is looked up, a socket opened, TLS begun, a connection had (the request starts), the last of it handed over.
#pragma once

#include "transport/http_exchange.h"

#include <QByteArrayView>

#include <curl/curl.h>

namespace interleave {

class CurlClient;
class CurlLoop;
class CurlTransfer;

class CurlExchange final : public HttpExchange
{
public:
    ~CurlExchange() override;

    // Called by the transfer and the loop. Each may lose the transfer, none but tellEnd() destroys this before libcurl returns,
    // unless a listener does.
    void onResolving(qint64 ns);
    void onConnecting(qint64 ns);
    void onSecuring(qint64 ns);
    /// On the connection that was opened for it; false: not on this one.
    bool takesConnection(bool isHttp2);
    void onSending(qint64 ns);
    void onSent(qint64 ns);
    void onHeaderLine(QByteArrayView line);
    void onBytes(const QByteArray &bytes, qint64 ns);
    void onDone(CURLcode result);
    void tellEnd();

private:
    friend class CurlClient;
    CurlExchange(CurlClient &client, std::shared_ptr<CurlLoop> loop, const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                 Listener &listener, HttpChoice version);
    void start(CurlTransfer &transfer, bool isNameLookedUp, bool isEncrypted);
    void orphan(); // the client is going

    void readHeaderLine(QByteArrayView line);
    void readStatusLine(QByteArrayView line);
    void failBy(CURLcode result);
    NotTaken notTakenBy(CURLcode result) const;
    void leaveNetwork(Leaving how) override;
    void announceSoon() override;
    QString timeoutAdvice() const override;

    CurlClient *m_client;
    size_t m_index = 0; // among the client's exchanges
    std::shared_ptr<CurlLoop> m_loop;
    CurlTransfer *m_transfer = nullptr; // null: not any more
    enum class HeadState { Before, Informational, Final, Done } m_head = HeadState::Before;
    bool m_isNameLookedUp = false;
    bool m_isEncrypted = false;
    bool m_isAnnounced = true; // false: it is over, and finished() is still to come
};

} // namespace interleave
