#include "transport/qnam/qnam_client.h"

#include "transport/proxy.h"
#include "transport/qnam/environment_proxy.h"
#include "transport/qnam/one_shot_body.h"

#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QTimer>
#include <QUrl>

#include <atomic>

namespace interleave {

/// What goes wrong with a stream is an outcome with a sentence; Qt's own word on standard error would be a second one.
static void quietenHttp2()
{
    // Made in one thread and called in others: Qt's own lock is between, which nobody but Qt can see.
    static std::atomic<QLoggingCategory::CategoryFilter> previous = QLoggingCategory::installFilter(nullptr);
    QLoggingCategory::installFilter([](QLoggingCategory *category) {
        previous.load()(category);
        constexpr QByteArrayView http2("qt.network.http2");
        if (QByteArrayView(category->categoryName()).startsWith(http2)) {
            category->setEnabled(QtWarningMsg, false);
            category->setEnabled(QtCriticalMsg, false);
        }
    });
}

static constexpr int streamsOfConnection = 100;

QnamClient::QnamClient(HttpSettings settings)
    : m_settings(std::move(settings))
    , m_guard([this] { return portsInUse(); }, [this](int port) { endFlood(port); })
{
    [[maybe_unused]] static const bool quietOnce = (quietenHttp2(), true);
    // What the manager would do besides for each request costs time and is of no use here.
    m_template.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    m_template.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    m_template.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    // Else it would answer a challenge (NTLM, Negotiate) by sending the request again, and lose the server's words.
    m_template.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    m_template.setRawHeader("User-Agent", "interleave/" INTERLEAVE_VERSION);
    // A compressed stream is flushed when the compressor likes: the chunks' times would be its times.
    m_template.setRawHeader("Accept-Encoding", "identity");
    if (m_settings.callsPerConnection == 1)
        m_template.setRawHeader("Connection", "close");
    apply(m_settings, m_template); // once: reading certificates for each request would cost
}

QnamClient::~QnamClient()
{
    for (QnamExchange *exchange : m_exchanges)
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

int QnamClient::findOrigin(const QUrl &url)
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
    origin.isEncrypted = scheme == QLatin1StringView("https");
    origin.isLoopback = isLoopbackHost(host);
    origin.peerPort = peerPortOf(url);
    if (m_settings.callsPerConnection == 1)
        origin.groups.setCapacity(1);
    else if (m_settings.version == HttpChoice::Http2)
        origin.groups.setCapacity(streamsOfConnection);
    return static_cast<int>(m_origins.size() - 1);
}

QnamPlace QnamClient::takePlace(const QUrl &url, bool onNewConnection)
{
    QnamPlace place{.origin = findOrigin(url)};
    Origin &origin = originOf(place);
    place.group = origin.groups.take();
    if (origin.generations.size() <= static_cast<size_t>(place.group))
        origin.generations.resize(static_cast<size_t>(place.group) + 1);
    if (onNewConnection)
        renew(place);
    place.generation = origin.generations[static_cast<size_t>(place.group)];
    return place;
}

QNetworkAccessManager &QnamClient::manager(QnamPlace place)
{
    const Origin &origin = originOf(place);
    if (origin.isLoopback && !origin.isEncrypted) {
        if (!m_loopback) {
            m_loopback = std::make_unique<QNetworkAccessManager>();
            m_loopback->setProxyFactory(new DirectFactory); // the manager's from now on
        }
        return *m_loopback;
    }
    std::unique_ptr<QNetworkAccessManager> &own =
        m_managers[origin.isEncrypted ? std::pair(place.group, place.generation) : std::pair(0, 0)];
    if (!own) {
        own = std::make_unique<QNetworkAccessManager>();
        own->setProxyFactory(new EnvironmentProxy); // the manager's from now on
    }
    return *own;
}

QNetworkReply *QnamClient::post(const WireRequest &request, QnamPlace place)
{
    const Origin &origin = originOf(place);
    QNetworkRequest networkRequest(m_template);
    networkRequest.setUrl(request.url);
    for (const auto &[name, value] : request.headers)
        networkRequest.setRawHeader(name, value);
    // over https it would skip the agreement with the server
    if (!origin.isEncrypted && m_settings.version == HttpChoice::Http2)
        networkRequest.setAttribute(QNetworkRequest::Http2DirectAttribute, true);
    if (!origin.isEncrypted && (place.group > 0 || place.generation > 0))
        networkRequest.setPeerVerifyName(QStringLiteral("%1.%2").arg(place.group).arg(place.generation));
    // Qt would send it only when it was refused once. In a tunnel it goes to the proxy alone.
    if (const std::optional<Proxy> proxy = m_settings.isDirect ? std::nullopt : proxyFor(request.url);
        proxy && !origin.isEncrypted && proxy->url.scheme() == QLatin1StringView("http") && !proxy->url.userName().isEmpty())
        networkRequest.setRawHeader(
            "Proxy-Authorization",
            "Basic " +
                QString(proxy->url.userName(QUrl::FullyDecoded) + u':' + proxy->url.password(QUrl::FullyDecoded)).toUtf8().toBase64());
    if (request.body.isEmpty())
        return manager(place).get(networkRequest);
    auto body = std::make_unique<OneShotBody>(request.body);
    QNetworkReply *reply = manager(place).post(networkRequest, body.get());
    body.release()->setParent(reply);
    return reply;
}

std::unique_ptr<HttpExchange> QnamClient::send(const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                                               HttpExchange::Listener &listener, std::chrono::milliseconds timeout, bool onNewConnection)
{
    const QnamPlace place = takePlace(request.url, onNewConnection);
    std::unique_ptr<QnamExchange> exchange(new QnamExchange(*this, place, request, std::move(reader), listener, m_settings.version));
    join(*exchange);
    exchange->begin(timeout);
    m_guard.watch();
    exchange->start(post(request, place));
    return exchange;
}

void QnamClient::learnProtocol(QnamPlace place, bool isHttp2)
{
    Origin &origin = originOf(place);
    if (isHttp2 && !origin.speaksHttp2 && m_settings.callsPerConnection != 1)
        origin.groups.setCapacity(streamsOfConnection);
    origin.speaksHttp2 = origin.speaksHttp2 || isHttp2;
    origin.served.insert({place.group, place.generation});
}

void QnamClient::keptOpen(QnamPlace place)
{
    if (m_settings.callsPerConnection == 1 && originOf(place).generations[static_cast<size_t>(place.group)] == place.generation)
        renew(place);
}

bool QnamClient::lacksHttp2(QnamPlace place) const { return m_settings.version == HttpChoice::Http2 && !originOf(place).speaksHttp2; }

QnamExchange *QnamClient::firstInPool(const QnamExchange &exchange) const
{
    const size_t count = m_exchanges.size();
    for (size_t i = 0; i < count; ++i) { // a group's requests are neighbours, mostly
        QnamExchange *candidate = m_exchanges[(exchange.m_index + i) % count];
        if (candidate->phase() == Phase::Pool && candidate->m_place == exchange.m_place)
            return candidate;
    }
    return nullptr;
}

void QnamClient::renew(QnamPlace place) { ++originOf(place).generations[static_cast<size_t>(place.group)]; }

void QnamClient::abandon(QnamPlace place)
{
    renew(place);
    const auto isLost = [&](const QnamExchange *each) { return each->m_place == place && each->status() == 0; };
    // one after the other, from the start: a listener may end others
    for (auto lost = m_exchanges.begin(); (lost = std::find_if(m_exchanges.begin(), m_exchanges.end(), isLost)) != m_exchanges.end();)
        (*lost)->failForStrayReply();
}

std::vector<int> QnamClient::portsInUse() const
{
    std::vector<int> ports;
    for (const Origin &origin : m_origins) {
        if (!m_exchanges.empty())
            ports.push_back(origin.peerPort);
    }
    return ports;
}

void QnamClient::endFlood(int port)
{
    const auto isMeant = [&](const QnamExchange *each) { return originOf(each->m_place).peerPort == port && each->phase() != Phase::Pool; };
    for (auto meant = m_exchanges.begin(); (meant = std::find_if(m_exchanges.begin(), m_exchanges.end(), isMeant)) != m_exchanges.end();)
        (*meant)->failForFlood();
}

void QnamClient::join(QnamExchange &exchange)
{
    exchange.m_index = m_exchanges.size();
    m_exchanges.push_back(&exchange);
}

void QnamClient::leave(QnamExchange &exchange, bool keepsPlace)
{
    QnamExchange *last = m_exchanges.back();
    m_exchanges[exchange.m_index] = last;
    last->m_index = exchange.m_index;
    m_exchanges.pop_back();
    if (!keepsPlace)
        release(exchange.m_place);
}

void QnamClient::release(QnamPlace place)
{
    Origin &origin = originOf(place);
    origin.groups.release(place.group);
    if (!origin.isEncrypted || origin.generations[static_cast<size_t>(place.group)] == place.generation)
        return;
    const auto isThere = [&](const QnamExchange *each) { return each->m_place == place; };
    const auto renewed = m_managers.find({place.group, place.generation});
    if (renewed == m_managers.end() || std::any_of(m_exchanges.begin(), m_exchanges.end(), isThere))
        return;
    renewed->second.release()->deleteLater(); // a signal of one of its replies may be what led here
    m_managers.erase(renewed);
}

void QnamClient::drain(QNetworkReply *reply, QnamPlace place, bool hasPlace)
{
    constexpr std::chrono::milliseconds longest(1000);
    constexpr qint64 most = 64 * 1024;
    QObject::connect(reply, &QNetworkReply::readyRead, &m_drains, [reply, read = qint64(0)]() mutable {
        read += reply->readAll().size();
        if (read > most)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, &m_drains, [this, reply, place, hasPlace] {
        reply->disconnect(&m_drains);
        reply->deleteLater();
        if (hasPlace)
            release(place);
    });
    QTimer::singleShot(longest, reply, [reply] { reply->abort(); }); // finished() follows
}

} // namespace interleave
