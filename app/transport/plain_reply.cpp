#include "transport/plain_reply.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace interleave {

PlainReply::PlainReply(PlainConnections &connections, const QUrl &url, QByteArray bytes)
    : QNetworkReply(&connections)
    , m_connections(connections)
    , m_request(std::move(bytes))
{
    setUrl(url);
    open(ReadOnly | Unbuffered);
    QMetaObject::invokeMethod(this, &PlainReply::start, Qt::QueuedConnection);
}

void PlainReply::start()
{
    if (isFinished())
        return; // aborted before
    m_socket = m_connections.take();
    const bool isKept = m_socket;
    if (!isKept)
        m_socket = new QTcpSocket;
    m_socket->setParent(this);
    connect(m_socket, &QTcpSocket::readyRead, this, &PlainReply::readSocket);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &PlainReply::failAs);
    if (isKept)
        send();
    else
        openConnection();
}

void PlainReply::openConnection()
{
    connect(m_socket, &QTcpSocket::connected, this, &PlainReply::send);
    Q_EMIT socketStartedConnecting();
    if (m_socket) // unbuffered: the socket keeps no memory of what passed
        m_socket->connectToHost(url().host(), static_cast<quint16>(url().port(80)), ReadWrite | Unbuffered);
}

void PlainReply::send()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (m_socket->write(std::exchange(m_request, {})) < 0)
        return failAs(m_socket->error());
    if (m_socket->bytesToWrite() > 0)
        connect(m_socket, &QTcpSocket::bytesWritten, this, &PlainReply::sentAll);
    else
        sentAll();
}

void PlainReply::sentAll()
{
    if (m_socket->bytesToWrite() == 0)
        Q_EMIT requestSent();
}

void PlainReply::readSocket()
{
    std::array<char, 16 * 1024> buffer;
    for (qint64 count = std::ssize(buffer); m_socket && count == std::ssize(buffer);) {
        count = m_socket->read(buffer.data(), std::ssize(buffer));
        if (count == 0)
            return;
        const ResponseParser::State state = count < 0 ? m_parser.close() : m_parser.feed({buffer.data(), count}, m_body);
        if (state == ResponseParser::State::Body || state == ResponseParser::State::Done)
            showHead();
        if (!m_body.isEmpty())
            Q_EMIT readyRead(); // its receiver may abort this
        if (!m_socket)
            return;
        if (state == ResponseParser::State::Done)
            return finish();
        if (count < 0 || state == ResponseParser::State::NotHttp)
            return fail(RemoteHostClosedError, m_socket->errorString());
        if (state == ResponseParser::State::Broken)
            return fail(ProtocolFailure, tr("The response breaks the rules of HTTP."));
    }
}

void PlainReply::showHead()
{
    if (std::exchange(m_headShown, true))
        return;
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_parser.status());
    for (const auto &[name, value] : m_parser.headers())
        setRawHeader(name, value);
    Q_EMIT metaDataChanged();
}

qint64 PlainReply::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min<qint64>(maxSize, m_body.size());
    std::memcpy(data, m_body.constData(), static_cast<size_t>(count));
    if (count == m_body.size())
        m_body = {}; // not its memory either: a reply may stay for long
    else
        m_body.remove(0, count);
    return count > 0 || !isFinished() ? count : -1;
}

void PlainReply::finish()
{
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    if (m_parser.keepsConnection())
        m_connections.keep(socket);
    else
        socket->deleteLater(); // one of its signals is what called
    setFinished(true);
    Q_EMIT finished();
}

void PlainReply::fail(NetworkError error, const QString &words)
{
    if (QTcpSocket *socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }
    setError(error, words);
    setFinished(true);
    Q_EMIT finished();
}

void PlainReply::failAs(QAbstractSocket::SocketError error)
{
    const QString words = m_socket->errorString();
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return fail(ConnectionRefusedError, words);
    case QAbstractSocket::HostNotFoundError:
        return fail(HostNotFoundError, words);
    case QAbstractSocket::RemoteHostClosedError:
        return fail(RemoteHostClosedError, words);
    case QAbstractSocket::SocketTimeoutError:
        return fail(TimeoutError, words);
    default:
        return fail(UnknownNetworkError, words);
    }
}

void PlainReply::abort()
{
    if (!isFinished())
        fail(OperationCanceledError, tr("aborted"));
}

} // namespace interleave
