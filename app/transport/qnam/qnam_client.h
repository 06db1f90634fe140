// HttpClient over QNetworkAccessManager.
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
//
// A group can be renewed: what is sent from then on uses none of its connections. Qt takes an informational response (1xx) for the
// final one, and would give the answer that follows to the next request on that connection.
//
// Qt sends a request again by itself unless its body can be read only once, so every body here is such a one. That and its
// buffers cost about 40 kB for each call in flight: ten thousand at once are libcurl's job.
#pragma once

#include "transport/http_client.h"
#include "transport/qnam/connection_groups.h"
#include "transport/qnam/flood_guard.h"
#include "transport/qnam/qnam_exchange.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace interleave {

class QnamClient final : public HttpClient
{
public:
    explicit QnamClient(HttpSettings settings = {});
    ~QnamClient() override;

    std::unique_ptr<HttpExchange> send(const WireRequest &request, std::unique_ptr<ResponseReader> reader, HttpExchange::Listener &listener,
                                       std::chrono::milliseconds timeout, bool onNewConnection) override;

private:
    friend class QnamExchange;
    struct Origin {
        QString scheme;
        QString host;
        int port = 0;
        bool isEncrypted = false;
        bool isLoopback = false;
        int peerPort = 0;
        bool speaksHttp2 = false; // seen
        ConnectionGroups groups;
        std::vector<int> generations;         // of each group: how often it was renewed
        std::set<std::pair<int, int>> served; // groups and generations that had a response: connections may be kept
    };

    Origin &originOf(QnamPlace place) { return m_origins[static_cast<size_t>(place.origin)]; }
    const Origin &originOf(QnamPlace place) const { return m_origins[static_cast<size_t>(place.origin)]; }
    int findOrigin(const QUrl &url);
    QnamPlace takePlace(const QUrl &url, bool onNewConnection);
    QNetworkAccessManager &manager(QnamPlace place);
    QNetworkReply *post(const WireRequest &request, QnamPlace place);
    /// Of the other end of its sockets: the server's, or that of the proxy before it.
    int peerPort(QnamPlace place) const { return originOf(place).peerPort; }
    void learnProtocol(QnamPlace place, bool isHttp2);
    /// A connection of an earlier request may be there. Which of those that wait gets it, Qt does not tell reliably.
    bool mayHaveKept(QnamPlace place) const { return originOf(place).served.contains({place.group, place.generation}); }
    /// It must be HTTP/2, and none came from there so far.
    bool lacksHttp2(QnamPlace place) const;
    /// The first exchange of the same group, from this one on, that waits for a connection; null: none does.
    QnamExchange *firstInPool(const QnamExchange &exchange) const;
    /// None that has no answer yet can still get its own: they fail, and their connections are used no more.
    void abandon(QnamPlace place);
    void renew(QnamPlace place);
    std::vector<int> portsInUse() const;
    void endFlood(int port);
    /// The server did not say that it closes the connection, though it may have been asked to: no other request goes there.
    void keptOpen(QnamPlace place);
    void join(QnamExchange &exchange);
    void leave(QnamExchange &exchange, bool keepsPlace);
    void release(QnamPlace place);
    /// Reads what still follows a reply that is over, for a while, so that its connection may be used again; then releases its
    /// place, if it has one.
    void drain(QNetworkReply *reply, QnamPlace place, bool hasPlace);

    const HttpSettings m_settings;
    QNetworkRequest m_template;
    std::vector<Origin> m_origins; // one or two: looked through in order
    std::vector<QnamExchange *> m_exchanges;
    std::unique_ptr<QNetworkAccessManager> m_loopback;
    std::map<std::pair<int, int>, std::unique_ptr<QNetworkAccessManager>>
        m_managers; // by group and generation; the first one also for http
    FloodGuard m_guard;
    QObject m_drains; // context of what drains; last: goes first
};

} // namespace interleave
