#include "transport/http_settings.h"

#include "core/bounded_file.h"
#include "transport/curl/curl_library.h"

#include <QSslConfiguration>

namespace interleave {

using namespace Qt::StringLiterals;

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
