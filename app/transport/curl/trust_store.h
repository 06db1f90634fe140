// Whose certificates a client trusts: the system's and its endpoint's own, parsed once in this process. Left to itself libcurl reads the
// system's hundred and fifty anew for each connection to a server with a certificate of its own, on the loop that everybody else waits
// for. Any thread; what it holds does not change.
#pragma once

#include <QList>
#include <QSslCertificate>

#include <memory>

struct x509_store_st; // X509_STORE of OpenSSL

namespace interleave {

class TrustStore
{
public:
    /// The system's certificates are where OpenSSL looks for them: SSL_CERT_FILE and SSL_CERT_DIR, else the places it was built with.
    /// Takes some 50 ms the first time, for the same certificates nothing later.
    static std::shared_ptr<const TrustStore> of(const QList<QSslCertificate> &trusted);

    explicit TrustStore(const QList<QSslCertificate> &trusted);

    /// `context`: the SSL_CTX of a connection that is about to be made.
    void applyTo(void *context) const;

private:
    std::shared_ptr<x509_store_st> m_store;
};

} // namespace interleave
