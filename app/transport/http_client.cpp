#include "transport/http_client.h"

#include "core/clock.h"
#include "transport/one_shot_body.h"

#include <QHostAddress>
#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QUrl>
#include <sys/resource.h>

namespace interleave {

/// Each request in flight is a socket, and the usual soft limit of open files (1024) is below what people measure.
static void raiseFileLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/// What goes wrong with a stream is an outcome with a sentence; Qt's own word on standard error would be a second one.
static void quietenHttp2()
{
    static QLoggingCategory::CategoryFilter previous = QLoggingCategory::installFilter(nullptr);
    QLoggingCategory::installFilter([](QLoggingCategory *category) {
        previous(category);
        constexpr QByteArrayView http2("qt.network.http2");
        if (QByteArrayView(category->categoryName()).startsWith(http2)) {
            category->setEnabled(QtWarningMsg, false);
            category->setEnabled(QtCriticalMsg, false);
        }
    });
}

static constexpr int streamsOfConnection = 100;

HttpClient::HttpClient(HttpSettings settings)
    : m_settings(std::move(settings))
{
    [[maybe_unused]] static const bool quietOnce = (quietenHttp2(), true);
    [[maybe_unused]] static const bool raisedOnce = (raiseFileLimit(), true);
    // What the manager would do besides for each request costs time and is of no use here.
    m_template.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    m_template.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    m_template.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    m_template.setRawHeader("User-Agent", "interleave/" INTERLEAVE_VERSION);
    // A compressed stream is flushed when the compressor likes: the chunks' times would be its times.
    m_template.setRawHeader("Accept-Encoding", "identity");
    apply(m_settings, m_template); // once: reading certificates for each request would cost
}

HttpClient::~HttpClient()
{
    for (HttpExchange *exchange : m_exchanges)
        exchange->orphan();
}

/// No proxy, said in a way that makes Qt read its sockets through a buffer. Told "NoProxy", it reads a response's head byte
/// by byte, with a system call for each (Qt 6.4: 78 of them for a short response, a third of the CPU time of a request).
/// "DefaultProxy" at a socket means the application's proxy, which Qt never takes for a loopback address.
class DirectFactory : public QNetworkProxyFactory
{
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &) override { return m_direct; }

    const QList<QNetworkProxy> m_direct{QNetworkProxy(QNetworkProxy::DefaultProxy)};
};

/// With more than 96 requests in flight (groups of six), what counts is memory: from here on a request does without its 12 kB
/// of buffers beside the socket, and without the 16 kB that Qt takes for a body that it can read only once. Such a body may be
/// sent again by Qt itself; the exchange sees that and records it. Not with HTTP/2, which shares connections: there is nothing to
/// save, and without a buffer Qt does not notice that one was closed.
bool HttpClient::isThrifty(const Origin &origin, int group) const
{
    constexpr int fromGroup = 16;
    return !origin.encrypted && group >= fromGroup && m_settings.version != HttpChoice::Http2;
}

static bool isLoopback(const QString &host) { return host == QLatin1StringView("localhost") || QHostAddress(host).isLoopback(); }

int HttpClient::originOf(const QUrl &url)
{
    const QString scheme = url.scheme();
    const QString host = url.host();
    const int port = url.port();
    for (size_t i = 0; i < m_origins.size(); ++i) {
        const Origin &origin = m_origins[i];
        if (origin.port == port && origin.host == host && origin.scheme == scheme)
            return static_cast<int>(i);
    }
    Origin &origin = m_origins.emplace_back();
    origin.scheme = scheme;
    origin.host = host;
    origin.port = port;
    origin.encrypted = scheme == QLatin1StringView("https");
    origin.loopback = isLoopback(host);
    if (m_settings.version == HttpChoice::Http2)
        origin.groups.setCapacity(streamsOfConnection);
    return static_cast<int>(m_origins.size() - 1);
}

QNetworkAccessManager &HttpClient::manager(const Origin &origin, int group)
{
    if (origin.loopback && !origin.encrypted) {
        const bool thrifty = isThrifty(origin, group);
        std::unique_ptr<QNetworkAccessManager> &loopback = thrifty ? m_thriftyLoopback : m_loopback;
        if (!loopback) {
            loopback = std::make_unique<QNetworkAccessManager>();
            if (!thrifty)
                loopback->setProxyFactory(new DirectFactory); // the manager's from now on
        }
        return *loopback;
    }
    const auto index = static_cast<size_t>(origin.encrypted ? group : 0);
    while (m_managers.size() <= index)
        m_managers.push_back(std::make_unique<QNetworkAccessManager>());
    return *m_managers[index];
}

bool HttpClient::isSentAgainByQt(HttpExchange::Place place) const
{
    return isThrifty(m_origins[static_cast<size_t>(place.origin)], place.group);
}

QNetworkReply *HttpClient::post(const WireRequest &request, HttpExchange::Place place, bool onNewConnection)
{
    const Origin &origin = m_origins[static_cast<size_t>(place.origin)];
    QNetworkRequest networkRequest(m_template);
    networkRequest.setUrl(request.url);
    for (const auto &[name, value] : request.headers)
        networkRequest.setRawHeader(name, value);
    // over https it would skip the agreement with the server
    if (!origin.encrypted && m_settings.version == HttpChoice::Http2)
        networkRequest.setAttribute(QNetworkRequest::Http2DirectAttribute, true);
    if (!origin.encrypted && onNewConnection)
        networkRequest.setPeerVerifyName(QStringLiteral("new %1").arg(++m_newConnections));
    else if (!origin.encrypted && place.group > 0)
        networkRequest.setPeerVerifyName(QString::number(place.group));
    if (isSentAgainByQt(place))
        return manager(origin, place.group).post(networkRequest, request.body);
    auto body = std::make_unique<OneShotBody>(request.body);
    QNetworkReply *reply = manager(origin, place.group).post(networkRequest, body.get());
    body.release()->setParent(reply);
    return reply;
}

std::unique_ptr<HttpExchange> HttpClient::send(const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                                               HttpExchange::Listener &listener, std::chrono::milliseconds timeout)
{
    const qint64 ns = monotonicNs();
    HttpExchange::Place place{.origin = originOf(request.url)};
    place.group = m_origins[static_cast<size_t>(place.origin)].groups.take();
    std::unique_ptr<HttpExchange> exchange(new HttpExchange(*this, place, request, std::move(reader), listener));
    join(*exchange);
    listener.phaseBegan(Phase::Pool, ns);
    exchange->start(timeout);
    return exchange;
}

void HttpClient::learnProtocol(HttpExchange::Place place, bool isHttp2)
{
    Origin &origin = m_origins[static_cast<size_t>(place.origin)];
    if (isHttp2 && !origin.speaksHttp2)
        origin.groups.setCapacity(streamsOfConnection);
    origin.speaksHttp2 = origin.speaksHttp2 || isHttp2;
}

bool HttpClient::lacksHttp2(HttpExchange::Place place) const
{
    return m_settings.version == HttpChoice::Http2 && !m_origins[static_cast<size_t>(place.origin)].speaksHttp2;
}

HttpExchange *HttpClient::firstInPool(const HttpExchange &exchange) const
{
    const size_t count = m_exchanges.size();
    for (size_t i = 0; i < count; ++i) { // a group's requests are neighbours, mostly
        HttpExchange *candidate = m_exchanges[(exchange.m_index + i) % count];
        if (candidate->m_phase == Phase::Pool && candidate->m_place == exchange.m_place)
            return candidate;
    }
    return nullptr;
}

void HttpClient::join(HttpExchange &exchange)
{
    exchange.m_index = m_exchanges.size();
    m_exchanges.push_back(&exchange);
}

void HttpClient::leave(HttpExchange &exchange)
{
    m_origins[static_cast<size_t>(exchange.m_place.origin)].groups.release(exchange.m_place.group);
    HttpExchange *last = m_exchanges.back();
    m_exchanges[exchange.m_index] = last;
    last->m_index = exchange.m_index;
    m_exchanges.pop_back();
}

} // namespace interleave
