// How an endpoint wants to be spoken to: over which transport and version of HTTP, how long a connection is kept, and whose
// certificate is trusted besides the system's. Read once before a run; a value, any thread. There is no way to trust everybody.
#pragma once

#include "core/endpoint.h"
#include "core/result.h"

#include <QList>
#include <QNetworkRequest>
#include <QSslCertificate>

namespace interleave {

struct HttpSettings {
    HttpChoice version = HttpChoice::Auto;
    QList<QSslCertificate> trusted = {};
    Transport transport = Transport::Auto; ///< left so: QNetworkAccessManager
    int callsPerConnection = 0;            ///< 0: as many as it can
    bool isDirect = false;                 ///< no proxy: the built-in simulator
};

/// What the endpoint asks of its transport and it cannot do, and which one can; empty: nothing.
QString transportRefusal(const Endpoint &endpoint);

/// Reads the endpoint's certificate file; the error says what is wrong with it, or what the transport cannot do.
Result<HttpSettings> httpSettingsOf(const Endpoint &endpoint);

/// Whom a request of QNetworkAccessManager trusts, and which versions it may agree on; HTTP/2 without agreement (http) also
/// where its URL is known.
void apply(const HttpSettings &settings, QNetworkRequest &request);

} // namespace interleave
