// One easy handle of libcurl and what it needs while it works; used for one request after the other. What libcurl calls back is
// told to the exchange it works for, if there still is one. Owned by CurlLoop, in its thread.
//
// libcurl sends a request again by itself when a kept connection dies, or HTTP/2 refuses it. Here it may not: whatever it
// would send a second time is stopped before anything of it leaves, and the exchange ends.
#pragma once

#include "providers/provider.h"
#include "transport/deadlines.h"

#include <array>
#include <curl/curl.h>
#include <memory>
#include <string_view>
#include <vector>

namespace interleave {

class CurlExchange;
class CurlLoop;
class StreamGate;
class TrustStore;

class CurlTransfer final : private Deadline
{
public:
    explicit CurlTransfer(CurlLoop &loop);
    ~CurlTransfer() override;

    enum class State {
        Idle,
        Waiting, ///< to be handed to libcurl
        Running,
        Draining, ///< its reply was whole before its body ended: reads on, for nobody
        Dropped,  ///< to be taken from libcurl
    };

    /// What is new with each request; everything else was set before and stays.
    void prepare(const WireRequest &request, const QByteArray &url, bool onNewConnection);
    void drain();
    /// Ready for the next request.
    void clear();
    QString errorText() const;

    CURL *const easy;
    CurlExchange *exchange = nullptr; ///< null: nobody listens
    State state = State::Idle;
    std::shared_ptr<const TrustStore> trust;
    std::shared_ptr<StreamGate> gate; ///< null: HTTP/1.1
    bool isFresh = false;             ///< wants a connection that was not kept
    bool opens = false;               ///< one, by the gate's leave
    quint64 configuredFor = 0;        ///< the client whose settings the handle has; 0: none
    int callsPerConnection = 0;       ///< of those settings
    std::vector<curl_socket_t> opened;
    bool hasOpened = false; ///< a connection of its own
    bool hasSent = false;
    bool isResendStopped = false;
    bool isMultiplexed = false; ///< its own connection is HTTP/2
    bool wasForbiddenToOpen = false;
    bool isRefused = false; ///< HTTP/2: the server said that it did not process it
    qint64 bodyLeft = 0;    ///< bytes of the body that libcurl has yet to send, where it tells

private:
    void deadlineReached() override;
    void setHeaders(const QList<std::pair<QByteArray, QByteArray>> &headers);
    void setCallbacks();
    void readText(std::string_view text);
    bool takesAnother(const char *address, int port, int localPort);

    static int resolverStarts(void *resolver, void *reserved, void *self);
    static curl_socket_t openSocket(void *self, curlsocktype purpose, curl_sockaddr *address);
    static CURLcode tlsStarts(CURL *easy, void *context, void *self);
    static int requestStarts(void *self, char *address, char *localAddress, int port, int localPort);
    static int debug(CURL *easy, curl_infotype type, char *data, size_t size, void *self);
    static size_t headerLine(char *data, size_t size, size_t count, void *self);
    bool drains(size_t bytes);
    static size_t write(char *data, size_t size, size_t count, void *self);
    friend class CurlClient;

    CurlLoop &m_loop;
    QByteArray m_url;
    QByteArray m_body;
    QByteArray m_headerText;
    std::vector<curl_slist> m_headers; // in m_headerText
    std::array<char, CURL_ERROR_SIZE> m_errorText{};
    int m_openError = 0; // of the last socket that the system refused
    qint64 m_drained = 0;
};

} // namespace interleave
