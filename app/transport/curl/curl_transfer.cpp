#include "transport/curl/curl_transfer.h"

#include "core/clock.h"
#include "transport/curl/curl_exchange.h"
#include "transport/curl/curl_loop.h"
#include "transport/curl/stream_gate.h"
#include "transport/curl/trust_store.h"

#include <QHash>

#include <cerrno>
#include <cstring>

namespace interleave {

CurlTransfer::CurlTransfer(CurlLoop &loop)
    : easy(curl_easy_init())
    , m_loop(loop)
{
}

CurlTransfer::~CurlTransfer() { curl_easy_cleanup(easy); }

void CurlTransfer::setCallbacks()
{
    const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
    set(CURLOPT_PRIVATE, this);
    set(CURLOPT_ERRORBUFFER, m_errorText.data());
    set(CURLOPT_RESOLVER_START_FUNCTION, &CurlTransfer::resolverStarts);
    set(CURLOPT_RESOLVER_START_DATA, this);
    set(CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::openSocket);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_CLOSESOCKETFUNCTION, &CurlLoop::closeSocket);
    set(CURLOPT_CLOSESOCKETDATA, &m_loop); // a connection outlives the transfer that opened it
    set(CURLOPT_SSL_CTX_FUNCTION, &CurlTransfer::tlsStarts);
    set(CURLOPT_SSL_CTX_DATA, this);
    set(CURLOPT_PREREQFUNCTION, &CurlTransfer::requestStarts);
    set(CURLOPT_PREREQDATA, this);
    set(CURLOPT_DEBUGFUNCTION, &CurlTransfer::debug);
    set(CURLOPT_DEBUGDATA, this);
    set(CURLOPT_HEADERFUNCTION, &CurlTransfer::headerLine);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &CurlTransfer::write);
    set(CURLOPT_WRITEDATA, this);
}

/// One block of text and one array of nodes, used again: libcurl copies neither.
void CurlTransfer::setHeaders(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    m_headerText.clear();
    m_headers.clear();
    std::vector<qsizetype> begins;
    const auto add = [&](const QByteArray &name, const QByteArray &value) {
        begins.push_back(m_headerText.size());
        m_headerText += name;
        m_headerText += value.isEmpty() ? QByteArrayView(";") : QByteArrayView(": "); // "name:" would take it out
        m_headerText += value;
        m_headerText += '\0';
    };
    for (const auto &[name, value] : headers)
        add(name, value);
    begins.push_back(m_headerText.size());
    m_headerText += "Expect:"; // a body is sent without asking first
    m_headerText += '\0';
    m_headers.resize(begins.size());
    for (size_t i = 0; i < begins.size(); ++i)
        m_headers[i] = {m_headerText.data() + begins[i], i + 1 < begins.size() ? &m_headers[i + 1] : nullptr};
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, m_headers.data());
}

void CurlTransfer::prepare(const WireRequest &request, const QByteArray &url, bool onNewConnection)
{
    constexpr qsizetype sentAtOnce = 16 * 1024;
    if (url != m_url) {
        m_url = url;
        curl_easy_setopt(easy, CURLOPT_URL, m_url.constData());
    }
    setHeaders(request.headers);
    m_body = request.body;
    if (m_body.isEmpty()) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    } else {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, m_body.constData());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_body.size()));
    }
    // A small body leaves with its head in one go. When the last of a large one does, only the debug function tells, as it does
    // what HTTP/2 refused.
    bodyLeft = m_body.size() > sentAtOnce ? m_body.size() : 0;
    isFresh = onNewConnection || callsPerConnection == 1;
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, isFresh ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, callsPerConnection == 1 ? 1L : 0L);
}

void CurlTransfer::clear()
{
    stopDeadline();
    exchange = nullptr;
    state = State::Idle;
    gate.reset();
    opened.clear();
    opens = isFresh = hasOpened = hasSent = isResendStopped = isRefused = isMultiplexed = wasForbiddenToOpen = false;
    m_openError = 0;
    m_body.clear();
    m_errorText[0] = '\0';
}

void CurlTransfer::drain()
{
    constexpr qint64 longestNs = 1'000'000'000;
    state = State::Draining;
    m_drained = 0;
    startDeadline(Deadlines::ofThread(), monotonicNs() + longestNs);
}

void CurlTransfer::deadlineReached() { m_loop.drop(*this); }

/// What the system said of the connection, where it is this machine that has no more of something: libcurl only says that it could not.
static int usedUpBy(CURL *easy, int openError)
{
    long error = 0;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &error);
    for (const int code : {openError, static_cast<int>(error)}) {
        if (code == EMFILE || code == ENFILE || code == EADDRNOTAVAIL || code == EADDRINUSE)
            return code;
    }
    return 0;
}

QString CurlTransfer::errorText() const
{
    const QString text = QString::fromLocal8Bit(m_errorText.data()).simplified();
    const int error = usedUpBy(easy, m_openError);
    return error == 0 ? text : text + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(error));
}

int CurlTransfer::resolverStarts(void *, void *, void *self)
{
    auto &transfer = *static_cast<CurlTransfer *>(self);
    if (transfer.exchange)
        transfer.exchange->onResolving(monotonicNs());
    return 0;
}

curl_socket_t CurlTransfer::openSocket(void *self, curlsocktype, curl_sockaddr *address)
{
    auto &transfer = *static_cast<CurlTransfer *>(self);
    if (transfer.hasSent) { // libcurl would send it again
        transfer.isResendStopped = true;
        return CURL_SOCKET_BAD;
    }
    if (transfer.gate && transfer.gate->forbidsOpening(transfer)) {
        transfer.wasForbiddenToOpen = true;
        return CURL_SOCKET_BAD;
    }
    transfer.hasOpened = true;
    if (transfer.exchange)
        transfer.exchange->onConnecting(monotonicNs());
    const curl_socket_t opened = transfer.m_loop.open(transfer, *address);
    transfer.m_openError = opened == CURL_SOCKET_BAD ? errno : 0;
    return opened;
}

CURLcode CurlTransfer::tlsStarts(CURL *, void *context, void *self)
{
    auto &transfer = *static_cast<CurlTransfer *>(self);
    transfer.trust->applyTo(context);
    if (transfer.exchange)
        transfer.exchange->onSecuring(monotonicNs());
    return CURLE_OK;
}

bool CurlTransfer::takesAnother(const char *address, int port, int localPort)
{
    const quint64 connection = (quint64(qHashBits(address, qstrlen(address))) << 32) ^ (quint64(port) << 16) ^ quint64(localPort);
    return m_loop.countUse(connection, hasOpened) < callsPerConnection;
}

int CurlTransfer::requestStarts(void *self, char *address, char *, int port, int localPort)
{
    auto &transfer = *static_cast<CurlTransfer *>(self);
    transfer.m_loop.settleSending();
    if (transfer.hasSent) {
        transfer.isResendStopped = true;
        return CURL_PREREQFUNC_ABORT;
    }
    if (!transfer.exchange)
        return CURL_PREREQFUNC_ABORT;
    const bool isHttp2 = transfer.isMultiplexed;
    if (transfer.gate)
        transfer.gate->connected(transfer, isHttp2);
    if (transfer.hasOpened && !transfer.exchange->takesConnection(isHttp2))
        return CURL_PREREQFUNC_ABORT;
    transfer.hasSent = true;
    if (transfer.callsPerConnection > 1 && !transfer.takesAnother(address, port, localPort))
        curl_easy_setopt(transfer.easy, CURLOPT_FORBID_REUSE, 1L);
    transfer.exchange->onSending(monotonicNs());
    if (transfer.bodyLeft == 0)
        transfer.m_loop.sending(transfer);
    return transfer.exchange ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

int CurlTransfer::debug(CURL *, curl_infotype type, char *data, size_t size, void *self)
{
    auto &transfer = *static_cast<CurlTransfer *>(self);
    if (type == CURLINFO_DATA_OUT && transfer.bodyLeft > 0) {
        transfer.bodyLeft -= static_cast<qint64>(size);
        if (transfer.bodyLeft <= 0 && transfer.exchange)
            transfer.exchange->onSent(monotonicNs());
    } else if (type == CURLINFO_TEXT) {
        transfer.readText({data, size});
    }
    return 0;
}

/// What libcurl tells in no other way.
void CurlTransfer::readText(std::string_view text)
{
    const auto has = [text](std::string_view words) { return text.find(words) != std::string_view::npos; };
    if (has("REFUSED_STREAM"))
        isRefused = true;
    else if (has("ALPN: server accepted h2"))
        isMultiplexed = true;
}

/// What nobody wants any more is read on up to a bound, so that its connection can be used again.
bool CurlTransfer::drains(size_t bytes)
{
    constexpr qint64 most = 64 * 1024;
    m_drained += static_cast<qint64>(bytes);
    return state == State::Draining && m_drained <= most;
}

size_t CurlTransfer::headerLine(char *data, size_t size, size_t count, void *self)
{
    auto &transfer = *static_cast<CurlTransfer *>(self);
    transfer.m_loop.settleSending();
    const size_t bytes = size * count;
    if (transfer.exchange)
        transfer.exchange->onHeaderLine(QByteArrayView(data, static_cast<qsizetype>(bytes)));
    return transfer.exchange || transfer.drains(bytes) ? bytes : 0; // 0: it need not go on
}

size_t CurlTransfer::write(char *data, size_t size, size_t count, void *self)
{
    auto &transfer = *static_cast<CurlTransfer *>(self);
    const size_t bytes = size * count;
    if (transfer.exchange)
        transfer.exchange->onBytes(QByteArray(data, static_cast<qsizetype>(bytes)), monotonicNs());
    return transfer.exchange || transfer.drains(bytes) ? bytes : 0;
}

} // namespace interleave
