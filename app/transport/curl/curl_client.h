// HttpClient over libcurl. Its handles are the loop's, which all clients of a thread share; the settings are its own.
// All its requests go to one server.
#pragma once

#include "transport/curl/curl_exchange.h"
#include "transport/curl/curl_loop.h"
#include "transport/curl/stream_gate.h"
#include "transport/curl/trust_store.h"
#include "transport/http_client.h"

#include <memory>
#include <vector>

namespace interleave {

class CurlClient final : public HttpClient
{
public:
    explicit CurlClient(HttpSettings settings = {});
    ~CurlClient() override;
    void prepareFor(const QUrl &url) override;

    std::unique_ptr<HttpExchange> send(const WireRequest &request, std::unique_ptr<ResponseReader> reader, HttpExchange::Listener &listener,
                                       std::chrono::milliseconds timeout, bool onNewConnection) override;

private:
    friend class CurlExchange;
    void configure(CurlTransfer &transfer) const;
    long version() const;
    void chooseVersion(CurlTransfer &transfer);
    void leave(CurlExchange &exchange);
    void lookAt(const QUrl &url);
    bool hasSeenHttp2() const { return m_hasSeenHttp2; }
    void sawHttp2() { m_hasSeenHttp2 = true; }

    const HttpSettings m_settings;
    std::shared_ptr<const TrustStore> m_trust; // null until something encrypted is sent
    const quint64 m_id;
    std::shared_ptr<CurlLoop> m_loop = CurlLoop::ofThread();
    std::shared_ptr<StreamGate> m_gate; // null: HTTP/1.1
    std::vector<CurlExchange *> m_exchanges;
    QUrl m_url; // the last one, as nearly always the next
    QByteArray m_encodedUrl;
    QByteArray m_proxy; // empty: none
    bool m_isEncrypted = false;
    bool m_isName = false; // its host is to be looked up
    bool m_hasSeenHttp2 = false;
};

} // namespace interleave
