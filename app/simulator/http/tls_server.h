// The simulator's end of TLS: a self-signed certificate, made anew at each start and valid on this machine's loopback
// names, and the context that its connections are made from. Server thread, except that it is made before.
#pragma once

#include "core/result.h"

#include <QByteArray>

#include <memory>

struct ssl_ctx_st;
struct ssl_st;

namespace interleave {

struct TlsDeleter {
    void operator()(ssl_st *connection) const;
};
using TlsPointer = std::unique_ptr<ssl_st, TlsDeleter>;

class TlsServer
{
public:
    /// For 127.0.0.1, ::1, localhost and `address`. ALPN offers h2 and http/1.1.
    static Result<std::unique_ptr<TlsServer>> selfSigned(const QString &address);

    TlsPointer accept(int socket) const;
    /// What a client must trust.
    QByteArray certificatePem() const { return m_pem; }

private:
    struct ContextDeleter {
        void operator()(ssl_ctx_st *context) const;
    };
    std::unique_ptr<ssl_ctx_st, ContextDeleter> m_context;
    QByteArray m_pem;
};

} // namespace interleave
