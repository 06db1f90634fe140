#include "transport/curl/curl_library.h"

#include <QFile>

#include <csignal>
#include <curl/curl.h>

namespace interleave {

static const curl_version_info_data &info() { return *curl_version_info(CURLVERSION_NOW); }

void initialiseCurl()
{
    [[maybe_unused]] static const bool once = [] {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        // A server that closes while it is written to is an error of a call (Qt's own sockets do the same).
        struct sigaction before{};
        if (sigaction(SIGPIPE, nullptr, &before) == 0 && before.sa_handler == SIG_DFL)
            std::signal(SIGPIPE, SIG_IGN);
        return true;
    }();
}

QString curlVersion() { return QString::fromLatin1(info().version); }
bool curlOffersHttp2() { return (info().features & CURL_VERSION_HTTP2) != 0; }
bool curlOffersHttp3() { return (info().features & CURL_VERSION_HTTP3) != 0; }
bool curlReusesPriorKnowledge() { return info().version_num >= 0x080000; }

QByteArray trustedPem(const QList<QSslCertificate> &trusted)
{
    if (trusted.isEmpty())
        return {};
    QByteArray pem;
    // Named by the library itself; where it looks into a folder instead, it goes on doing so.
    if (const char *bundle = info().cainfo) {
        QFile file(QString::fromLocal8Bit(bundle));
        if (file.open(QIODevice::ReadOnly))
            pem = file.readAll() + '\n';
    }
    for (const QSslCertificate &certificate : trusted)
        pem += certificate.toPem();
    return pem;
}

} // namespace interleave
