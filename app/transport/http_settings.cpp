#include "transport/http_settings.h"

#include <QFile>
#include <QSslConfiguration>

namespace interleave {

using namespace Qt::StringLiterals;

Result<HttpSettings> httpSettingsOf(const Endpoint &endpoint)
{
    HttpSettings settings{.version = endpoint.http, .trusted = {}};
    if (endpoint.certificateFile.isEmpty())
        return settings;
    QFile file(endpoint.certificateFile);
    if (!file.open(QIODevice::ReadOnly))
        return Error{u"the certificate %1 cannot be read (%2); name the PEM file of the server's certificate"_s.arg(
            endpoint.certificateFile, file.errorString())};
    settings.trusted = QSslCertificate::fromData(file.readAll(), QSsl::Pem);
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
