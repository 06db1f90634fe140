#include "transport/plain_connections.h"

#include <algorithm>

namespace interleave {

QTcpSocket *PlainConnections::take()
{
    if (m_idle.empty())
        return nullptr;
    QTcpSocket *connection = m_idle.back();
    m_idle.pop_back();
    connection->disconnect(this);
    return connection;
}

void PlainConnections::keep(QTcpSocket *connection)
{
    connection->setParent(this);
    m_idle.push_back(connection);
    // Nothing is asked on it, so whatever comes is its end.
    connect(connection, &QTcpSocket::readyRead, this, [this, connection] { drop(connection); });
    connect(connection, &QTcpSocket::errorOccurred, this, [this, connection] { drop(connection); });
}

void PlainConnections::drop(QTcpSocket *connection)
{
    std::erase(m_idle, connection);
    connection->disconnect(this);
    connection->deleteLater(); // this is its own signal
}

} // namespace interleave
