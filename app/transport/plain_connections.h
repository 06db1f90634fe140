// Connections to one server that speak HTTP/1.1 without encryption: kept when a response is complete, given out again, the
// latest first. As many as there are requests in flight. Used by PlainReply; lives in the thread of its client.
#pragma once

#include <QObject>
#include <QTcpSocket>

#include <vector>

namespace interleave {

class PlainConnections : public QObject
{
public:
    /// A kept connection; null: none, so the caller opens one.
    QTcpSocket *take();
    /// Takes over a connection that can serve another request. It is dropped when the server closes it.
    void keep(QTcpSocket *connection);

private:
    void drop(QTcpSocket *connection);

    std::vector<QTcpSocket *> m_idle; // children
};

} // namespace interleave
