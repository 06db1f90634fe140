#include "transport/curl/trust_store.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <mutex>
#include <utility>
#include <vector>

namespace interleave {

TrustStore::TrustStore(const QList<QSslCertificate> &trusted)
    : m_store(X509_STORE_new(), X509_STORE_free)
{
    X509_STORE_set_default_paths(m_store.get());
    X509_STORE_set_flags(m_store.get(), X509_V_FLAG_PARTIAL_CHAIN); // a trusted certificate need not be a root, as libcurl has it
    for (const QSslCertificate &certificate : trusted) {
        const QByteArray der = certificate.toDer();
        auto bytes = reinterpret_cast<const unsigned char *>(der.constData());
        if (X509 *parsed = d2i_X509(nullptr, &bytes, der.size())) {
            X509_STORE_add_cert(m_store.get(), parsed);
            X509_free(parsed);
        }
    }
}

std::shared_ptr<const TrustStore> TrustStore::of(const QList<QSslCertificate> &trusted)
{
    static std::mutex mutex;
    static std::vector<std::pair<QList<QSslCertificate>, std::shared_ptr<const TrustStore>>> stores;
    const std::lock_guard lock(mutex);
    for (const auto &[certificates, store] : stores) {
        if (certificates == trusted)
            return store;
    }
    return stores.emplace_back(trusted, std::make_shared<TrustStore>(trusted)).second;
}

void TrustStore::applyTo(void *context) const { SSL_CTX_set1_cert_store(static_cast<SSL_CTX *>(context), m_store.get()); }

} // namespace interleave
