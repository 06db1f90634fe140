#include "transport/http_settings.h"

#include "core/bounded_file.h"
#include "transport/curl/curl_library.h"
#include "transport/proxy.h"

#include <QSslConfiguration>

namespace interleave {

using namespace Qt::StringLiterals;

static QStringList proxySchemes(Transport transport)
{
    QStringList schemes{u"http"_s, u"socks5"_s, u"socks5h"_s};
    if (transport != Transport::Qnam)
        schemes += {u"https"_s, u"socks4"_s, u"socks4a"_s};
    return schemes;
}

QString transportRefusal(const Endpoint &endpoint)
{
    const Transport transport = transportOf(endpoint);
    if (endpoint.http == HttpChoice::Http3 && transport == Transport::Qnam)
        return u"QNetworkAccessManager has no HTTP/3; choose the transport curl (--transport), or HTTP version 2 (--http)"_s;
    if (endpoint.http == HttpChoice::Http3 && !curlOffersHttp3())
        return u"the libcurl that is installed (%1) has no HTTP/3; choose HTTP version 2 or 1.1 (--http)"_s.arg(curlVersion());
    if (endpoint.callsPerConnection > 1 && transport == Transport::Qnam)
        return u"QNetworkAccessManager cannot count the calls of a connection (--reuse %1); choose the transport curl, or --reuse never or always"_s
            .arg(endpoint.callsPerConnection);
    const std::optional<Proxy> proxy = endpoint.isSimulator() ? std::nullopt : proxyFor(QUrl(endpoint.baseUrl));
    const QString scheme = proxy ? proxy->url.scheme() : QString();
    if (proxy && !proxySchemes(transport).contains(scheme))
        return u"the proxy %1, which the environment variable %2 names, is of a kind that %3 cannot use (%4); correct %2, or add %5 to no_proxy"_s
            .arg(proxy->shown(), proxy->variable, transport == Transport::Qnam ? u"QNetworkAccessManager"_s : u"libcurl"_s, scheme,
                 QUrl(endpoint.baseUrl).host());
    return {};
}

Result<HttpSettings> httpSettingsOf(const Endpoint &endpoint)
{
    HttpSettings settings{.version = endpoint.http,
                          .transport = transportOf(endpoint),
                          .callsPerConnection = endpoint.callsPerConnection,
                          .isDirect = endpoint.isSimulator()};
    if (const QString refusal = transportRefusal(endpoint); !refusal.isEmpty())
        return Error{refusal};
    if (endpoint.certificateFile.isEmpty())
        return settings;
    const Result<QByteArray> pem = readBounded(endpoint.certificateFile, mostProfileBytes);
    if (!pem)
        return Error{u"the certificate %1 %2; name the PEM file of the server's certificate"_s.arg(endpoint.certificateFile, pem.error())};
    settings.trusted = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (settings.trusted.isEmpty())
        return Error{u"the certificate %1 holds none; a PEM file has a part that begins with -----BEGIN CERTIFICATE-----"_s.arg(
            endpoint.certificateFile)};
    return settings;
}

void apply(const HttpSettings &settings, QNetworkRequest &request)
{
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, settings.version != HttpChoice::Http1);
    // over https it would skip the agreement with the server
    if (settings.version == HttpChoice::Http2 && request.url().scheme() == "http"_L1)
        request.setAttribute(QNetworkRequest::Http2DirectAttribute, true);
    if (settings.trusted.isEmpty())
        return;
    QSslConfiguration configuration = request.sslConfiguration();
    configuration.addCaCertificates(settings.trusted);
    request.setSslConfiguration(configuration);
}

} // namespace interleave
