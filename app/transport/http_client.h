// Sends requests over QNetworkAccessManager; one per thread that calls (engine thread, worker thread, worker process).
// Lives in the thread that made it, which needs an event loop.
//
// Qt opens at most six HTTP/1.1 connections to a host and lets further requests wait without a word, which would make
// every measurement above six in flight false. So requests are dealt to groups of six, the lowest with a free place
// first, that connections may be reused:
//   http   each group has a peer-verify name of its own. It is part of the key under which Qt caches connections, and
//          verifies nothing where nothing is encrypted: one manager and one thread, whatever the number in flight.
//   https  the name would be verified, so each group has a manager of its own.
// A connection of HTTP/2 carries many requests at once, so a group takes 100 there: every server allows as many. Over http
// that is known from the start (it must be asked for), over https when the first response has told.
// (QHttp1Configuration, since Qt 6.5, could raise the six to at most 255; this way is the same on every Qt we build on.)
#pragma once

#include "transport/connection_groups.h"
#include "transport/http_exchange.h"
#include "transport/http_settings.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>

#include <memory>
#include <vector>

namespace interleave {

class HttpClient
{
public:
    explicit HttpClient(HttpSettings settings = {});
    /// Exchanges that still live are cancelled and never call their listener again.
    ~HttpClient();
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    /// Sends at once. `timeout` is for the whole attempt, the last byte of the body included; 0: none. `listener` must
    /// outlive the exchange.
    std::unique_ptr<HttpExchange> send(const WireRequest &request, std::unique_ptr<ResponseReader> reader, HttpExchange::Listener &listener,
                                       std::chrono::milliseconds timeout);

private:
    friend class HttpExchange;
    struct Origin {
        QString scheme;
        QString host;
        int port = 0;
        bool encrypted = false;
        bool loopback = false;
        bool speaksHttp2 = false; // seen
        ConnectionGroups groups;
    };

    int originOf(const QUrl &url);
    bool isThrifty(const Origin &origin, int group) const;
    QNetworkAccessManager &manager(const Origin &origin, int group);
    /// Qt may send the request again when its connection closes; elsewhere it may not.
    bool isSentAgainByQt(HttpExchange::Place place) const;
    /// `onNewConnection`: not on one that Qt may have yet to find closed (Qt 6.8 does when it is busy). Over https it cannot be asked for.
    QNetworkReply *post(const WireRequest &request, HttpExchange::Place place, bool onNewConnection);
    void learnProtocol(HttpExchange::Place place, bool isHttp2);
    /// It must be HTTP/2, and none came from there so far.
    bool lacksHttp2(HttpExchange::Place place) const;
    /// The first exchange of the same group, from this one on, that waits for a connection; null: none does.
    HttpExchange *firstInPool(const HttpExchange &exchange) const;
    void join(HttpExchange &exchange);
    void leave(HttpExchange &exchange);

    const HttpSettings m_settings;
    QNetworkRequest m_template;
    std::vector<Origin> m_origins; // one or two: looked through in order
    std::vector<HttpExchange *> m_exchanges;
    int m_newConnections = 0; // asked for
    std::unique_ptr<QNetworkAccessManager> m_loopback;
    std::unique_ptr<QNetworkAccessManager> m_thriftyLoopback;       // of the groups beyond the first sixteen
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_managers; // by group; the first one also for http
};

} // namespace interleave
