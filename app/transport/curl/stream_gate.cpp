#include "transport/curl/stream_gate.h"

#include "transport/curl/curl_library.h"
#include "transport/curl/curl_loop.h"

#include <algorithm>

namespace interleave {

static constexpr size_t streamsOfConnection = 100;

StreamGate::StreamGate(CurlLoop &loop, long opensWith)
    : m_loop(loop)
    , m_opensWith(opensWith)
{
}

bool StreamGate::isOnceOnly() const { return m_opensWith == CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE && !curlReusesPriorKnowledge(); }

bool StreamGate::forbidsOpening(const CurlTransfer &transfer) const { return isOnceOnly() && !transfer.opens; }

void StreamGate::enter(CurlTransfer &transfer)
{
    transfer.state = CurlTransfer::State::Waiting;
    m_waiting.push_back(&transfer);
    pump();
}

void StreamGate::admit(CurlTransfer &transfer, bool opens)
{
    m_admitted.insert(&transfer);
    transfer.opens = opens;
    const bool joins = !opens && isOnceOnly();
    curl_easy_setopt(transfer.easy, CURLOPT_HTTP_VERSION, joins ? long(CURL_HTTP_VERSION_2_0) : m_opensWith);
    curl_easy_setopt(transfer.easy, CURLOPT_PIPEWAIT, m_isHttp1 || opens ? 0L : 1L);
    if (opens && !m_isHttp1)
        curl_easy_setopt(transfer.easy, CURLOPT_FRESH_CONNECT, 1L);
    m_loop.start(transfer);
}

void StreamGate::pump()
{
    while (!m_waiting.empty()) {
        CurlTransfer &next = *m_waiting.front();
        const bool hasRoom = m_isHttp1 || (!next.isFresh && m_admitted.size() < streamsOfConnection * m_connections.size());
        const bool isFree = next.isFresh && !isOnceOnly(); // opens one anyway, for itself
        if (!hasRoom && !isFree && m_opener)
            return;
        m_waiting.pop_front();
        if (!hasRoom && !isFree)
            m_opener = &next;
        admit(next, !hasRoom);
    }
}

void StreamGate::connected(CurlTransfer &transfer, bool isMultiplexed)
{
    if (transfer.hasOpened) {
        m_isHttp1 = !isMultiplexed;
        for (const curl_socket_t socket : m_loop.openOf(transfer))
            m_connections.insert(socket);
    }
    if (m_opener == &transfer)
        m_opener = nullptr;
    pump();
}

void StreamGate::closed(curl_socket_t connection) { m_connections.erase(connection); }

void StreamGate::left(CurlTransfer &transfer)
{
    m_admitted.erase(&transfer);
    std::erase(m_waiting, &transfer);
    if (m_opener == &transfer)
        m_opener = nullptr;
    pump();
}

/// A pause and its end, before anything is read, do nothing else.
void StreamGate::flush()
{
    for (const CurlTransfer *transfer : m_admitted) {
        if (!transfer->hasSent || transfer->state != CurlTransfer::State::Running)
            continue;
        curl_easy_pause(transfer->easy, CURLPAUSE_RECV);
        curl_easy_pause(transfer->easy, CURLPAUSE_CONT);
    }
}

} // namespace interleave
