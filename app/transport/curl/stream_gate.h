// Deals requests that may share connections (HTTP/2) to them, for one client. libcurl would open a connection for each request that finds
// the others full, however many have room on the one that is just being opened. So one opens at a time, and the others wait, in phase
// Pool, until it is there; a connection takes a hundred, which every server allows. Where the server turns out to speak HTTP/1.1, nobody
// waits. Thread of its client.
//
// HTTP/2 without TLS below libcurl 8.0: only the first request of a connection may say that the server is known to speak it, a second
// one fails at once (curl #10634). Later ones say HTTP/2 and join; one that finds no connection comes back, nothing being on
// its way yet, and opens one.
#pragma once

#include <curl/curl.h>

#include <deque>
#include <memory>
#include <set>

namespace interleave {

class CurlTransfer;
class CurlLoop;

class StreamGate
{
public:
    /// `opensWith`: the version of HTTP that a request on a new connection asks for.
    StreamGate(CurlLoop &loop, long opensWith);

    /// Hands it to the loop, now or later.
    void enter(CurlTransfer &transfer);
    /// It has its connection. False: it is not HTTP/2.
    void connected(CurlTransfer &transfer, bool isMultiplexed);
    void closed(curl_socket_t connection);
    /// It is over, or comes no more.
    void left(CurlTransfer &transfer);
    /// A request that is to join a connection would open one.
    bool forbidsOpening(const CurlTransfer &transfer) const;
    /// Makes each connection send what libcurl has put off, a reset stream above all.
    void flush();
    bool isHttp1() const { return m_isHttp1; }

private:
    bool isOnceOnly() const;
    void admit(CurlTransfer &transfer, bool opens);
    void pump();

    CurlLoop &m_loop;
    const long m_opensWith;
    std::deque<CurlTransfer *> m_waiting;
    std::set<CurlTransfer *> m_admitted;
    std::set<curl_socket_t> m_connections; // that carry requests
    CurlTransfer *m_opener = nullptr;
    bool m_isHttp1 = false;
};

} // namespace interleave
