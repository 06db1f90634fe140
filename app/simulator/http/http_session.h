// One connection's version of HTTP: what reads the requests of a client and writes their responses. Made by Connection, which
// keeps it and carries its bytes. Server thread only.
#pragma once

#include <QByteArrayView>

namespace interleave {

class HttpSession
{
public:
    virtual ~HttpSession() = default;
    /// Notes what arrived and asks to be advanced; answers nothing yet. False: nothing good will come from this client.
    virtual bool feed(QByteArrayView bytes, qint64 nowNs) = 0;
    /// Answers some of what was read.
    virtual void advance() = 0;
    /// The client took all that was pending.
    virtual void drained() = 0;
    /// Bytes of requests that are not complete, or wait for their turn.
    virtual qsizetype held() const = 0;
    /// A request is being answered: the client waits for us, not we for it.
    virtual bool isAnswering() const = 0;
};

} // namespace interleave
