#include "simulator/http/tls_server.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <csignal>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr long validForS = 397L * 24 * 3600; // what browsers accept at most

struct Deleter {
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509_EXTENSION *extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO *bio) const { BIO_free(bio); }
};
using Certificate = std::unique_ptr<X509, Deleter>;
using Key = std::unique_ptr<EVP_PKEY, Deleter>;

bool addExtension(X509 *certificate, int kind, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Deleter> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

QByteArray names(const QString &address)
{
    QByteArray list = "IP:127.0.0.1,IP:::1,DNS:localhost";
    in6_addr parsed{};
    const QByteArray text = address.toLatin1();
    if (inet_pton(AF_INET, text.constData(), &parsed) == 1 || inet_pton(AF_INET6, text.constData(), &parsed) == 1)
        list += ",IP:" + text;
    return list;
}

Certificate makeCertificate(EVP_PKEY *key, const QString &address)
{
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    quint64 serial = 0; // two starts must not look like one certificate that changed
    RAND_bytes(reinterpret_cast<unsigned char *>(&serial), sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validForS);
    X509_NAME *name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>("Interleave simulator"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    const bool complete = addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE") &&
                          addExtension(certificate.get(), NID_subject_key_identifier, "hash") &&
                          addExtension(certificate.get(), NID_subject_alt_name, names(address)) &&
                          X509_sign(certificate.get(), key, EVP_sha256()) > 0;
    return complete ? std::move(certificate) : nullptr;
}

QByteArray toPem(X509 *certificate)
{
    const std::unique_ptr<BIO, Deleter> memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    const char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, size};
}

/// The server's preference decides; a client that offers neither gets no ALPN, and is expected to speak HTTP/1.1.
int chooseProtocol(SSL *, const unsigned char **chosen, unsigned char *size, const unsigned char *offered, unsigned int offeredSize, void *)
{
    static const unsigned char known[] = "\x02h2\x08http/1.1";
    unsigned char *choice = nullptr;
    if (SSL_select_next_proto(&choice, size, known, sizeof known - 1, offered, offeredSize) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = choice;
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

void TlsDeleter::operator()(ssl_st *connection) const { SSL_free(connection); }

void TlsServer::ContextDeleter::operator()(ssl_ctx_st *context) const { SSL_CTX_free(context); }

Result<std::unique_ptr<TlsServer>> TlsServer::selfSigned(const QString &address)
{
    auto server = std::make_unique<TlsServer>();
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = key ? makeCertificate(key.get(), address) : nullptr;
    server->m_context.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX *context = server->m_context.get();
    if (!certificate || !context || SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        return Error{u"No certificate could be made for %1: this OpenSSL has no P-256; serve without TLS."_s.arg(address)};
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    server->m_pem = toPem(certificate.get());
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets without MSG_NOSIGNAL
    return server;
}

TlsPointer TlsServer::accept(int socket) const
{
    TlsPointer connection(SSL_new(m_context.get()));
    SSL_set_fd(connection.get(), socket);
    SSL_set_accept_state(connection.get());
    return connection;
}

} // namespace interleave
