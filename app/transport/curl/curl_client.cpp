#include "transport/curl/curl_client.h"

#include "transport/curl/curl_library.h"
#include "transport/proxy.h"

#include <QHostAddress>

#include <atomic>

namespace interleave {

static quint64 nextId()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

CurlClient::CurlClient(HttpSettings settings)
    : m_settings(std::move(settings))
    , m_id(nextId())
{
}

CurlClient::~CurlClient()
{
    for (CurlExchange *exchange : std::exchange(m_exchanges, {}))
        exchange->orphan();
}

void CurlClient::prepareFor(const QUrl &url)
{
    if (url.scheme() == QLatin1StringView("https") && !m_trust)
        m_trust = TrustStore::of(m_settings.trusted);
}

void CurlClient::lookAt(const QUrl &url)
{
    if (url == m_url && !m_encodedUrl.isNull())
        return;
    m_url = url;
    m_encodedUrl = url.toEncoded();
    m_isEncrypted = url.scheme() == QLatin1StringView("https");
    m_isName = QHostAddress(url.host()).isNull();
    const std::optional<Proxy> proxy = m_settings.isDirect ? std::nullopt : proxyFor(url);
    m_proxy = proxy ? proxy->url.toEncoded() : QByteArray("");
    prepareFor(url);
}

void CurlClient::configure(CurlTransfer &transfer) const
{
    CURL *easy = transfer.easy;
    curl_easy_reset(easy);
    transfer.m_url.clear();
    transfer.setCallbacks();
    transfer.configuredFor = m_id;
    transfer.callsPerConnection = m_settings.callsPerConnection;
    const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_BUFFERSIZE, 4096L); // each transfer has one: of the default's size they are half of the memory of ten thousand
    set(CURLOPT_QUICK_EXIT, 1L);    // a slow look-up of a name blocks nobody else
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L); // of a proxy
    set(CURLOPT_USERAGENT, "interleave/" INTERLEAVE_VERSION);
    // Asks for none (a compressed stream is flushed when the compressor likes), and undoes what comes all the same.
    set(CURLOPT_ACCEPT_ENCODING, "identity");
    set(CURLOPT_PROXY, m_proxy.constData()); // empty: none; the environment is read here, and not by libcurl
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_CAINFO, nullptr); // nothing for libcurl to read
    set(CURLOPT_CAPATH, nullptr);
}

long CurlClient::version() const
{
    if (m_settings.version == HttpChoice::Http3)
        return CURL_HTTP_VERSION_3ONLY;
    if (m_settings.version == HttpChoice::Http2 && !m_isEncrypted)
        return CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
    return m_settings.version != HttpChoice::Http1 && m_isEncrypted ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1;
}

void CurlClient::chooseVersion(CurlTransfer &transfer)
{
    const long version = this->version();
    const bool isShared = version != CURL_HTTP_VERSION_1_1 && m_settings.callsPerConnection != 1;
    if (isShared && !m_gate)
        m_gate = std::make_shared<StreamGate>(*m_loop, version);
    if (isShared)
        transfer.gate = m_gate;
    curl_easy_setopt(transfer.easy, CURLOPT_HTTP_VERSION, version);
    transfer.isMultiplexed = version == CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE || version == CURL_HTTP_VERSION_3ONLY;
    // says what HTTP/2 refused, and when the last of a large body is handed over; it costs a tenth of a short call
    curl_easy_setopt(transfer.easy, CURLOPT_VERBOSE, version != CURL_HTTP_VERSION_1_1 || transfer.bodyLeft > 0 ? 1L : 0L);
}

std::unique_ptr<HttpExchange> CurlClient::send(const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                                               HttpExchange::Listener &listener, std::chrono::milliseconds timeout, bool onNewConnection)
{
    lookAt(request.url);
    std::unique_ptr<CurlExchange> exchange(new CurlExchange(*this, m_loop, request, std::move(reader), listener, m_settings.version));
    exchange->m_index = m_exchanges.size();
    m_exchanges.push_back(exchange.get());
    exchange->begin(timeout);
    CurlTransfer &transfer = m_loop->take();
    if (transfer.configuredFor != m_id)
        configure(transfer);
    transfer.trust = m_trust;
    transfer.prepare(request, m_encodedUrl, onNewConnection);
    chooseVersion(transfer);
    exchange->start(transfer, m_isName, m_isEncrypted);
    return exchange;
}

void CurlClient::leave(CurlExchange &exchange)
{
    CurlExchange *last = m_exchanges.back();
    m_exchanges[exchange.m_index] = last;
    last->m_index = exchange.m_index;
    m_exchanges.pop_back();
}

} // namespace interleave
