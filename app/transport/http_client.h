// Sends requests; one per endpoint and thread that calls (engine thread, worker thread, worker process). Lives in the thread
// that made it, which needs an event loop. Two ways to the network, of which the caller picks one for each endpoint:
//   qnam/   QNetworkAccessManager: HTTP/1.1, what a first run uses.
//   curl/   libcurl: HTTP/1.1, HTTP/2, HTTP/3 where the library has it.
// What both promise is here and in http_exchange.h; what is shared is in HttpExchange.
#pragma once

#include "transport/http_exchange.h"
#include "transport/http_settings.h"

#include <chrono>
#include <memory>

namespace interleave {

class HttpClient
{
public:
    HttpClient() = default;
    /// Exchanges that still live are cancelled and never call their listener again.
    virtual ~HttpClient() = default;
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    /// Does beforehand what the first request to this server would otherwise wait for (reading the system's certificates). Optional.
    virtual void prepareFor(const QUrl &url) { Q_UNUSED(url) }

    /// Sends at once, and once: a request that was on its way is never sent again by the transport. `timeout` is for the whole
    /// attempt, the last byte of the body included; 0: none. `listener` must outlive the exchange. `onNewConnection`: not on one
    /// that was kept, which may turn out to be dead.
    virtual std::unique_ptr<HttpExchange> send(const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                                               HttpExchange::Listener &listener, std::chrono::milliseconds timeout,
                                               bool onNewConnection = false) = 0;
};

/// Of the transport that the settings name.
std::unique_ptr<HttpClient> makeHttpClient(const HttpSettings &settings = {});

} // namespace interleave
