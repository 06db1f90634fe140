// A loopback HTTP server that does what a test says, right or wrong: the test's function gets each complete request and
// writes whatever it likes to its socket, now or later. Counts what it holds. Lives in the test's thread.
#pragma once

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <memory>
#include <vector>

namespace interleave::test {

class ScriptedServer : public QObject
{
public:
    struct Request {
        QPointer<QTcpSocket> socket;
        QByteArray head;
        QByteArray body;
        int number = 0; ///< from 0
    };
    using Answer = std::function<void(const Request &)>;

    /// `server`: a QSslServer for https, say.
    explicit ScriptedServer(Answer answer, std::unique_ptr<QTcpServer> server = std::make_unique<QTcpServer>())
        : m_answer(std::move(answer))
        , m_server(std::move(server))
    {
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::accept);
        m_server->setListenBacklogSize(1024);
        m_server->setMaxPendingConnections(10'000);
        m_server->listen(QHostAddress::LocalHost);
    }

    int port() const { return m_server->serverPort(); }
    QString baseUrl() const { return QStringLiteral("http://127.0.0.1:%1").arg(port()); }
    int requests() const { return m_requests; }
    int connections() const { return m_connections; }
    int openConnections() const { return static_cast<int>(m_read.size()); }
    /// Requests received and not yet answered by reply() (or whose connection has not closed).
    int held() const { return static_cast<int>(m_held.size()); }
    int maxHeld() const { return m_maxHeld; }

    /// Writes a whole response, or the last part of one.
    void reply(const Request &request, const QByteArray &bytes)
    {
        if (request.socket)
            request.socket->write(bytes);
        m_held.remove(request.socket.data());
    }

    static QByteArray response(const QByteArray &body, const char *status = "200 OK", const QByteArray &headers = {})
    {
        return QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: application/json\r\n" + headers +
               "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }
    static QByteArray streamHead() { return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"; }
    static QByteArray frame(const QByteArray &bytes) { return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n"; }
    static QByteArray lastFrame() { return "0\r\n\r\n"; }

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server->nextPendingConnection()) {
            ++m_connections;
            m_read.insert(socket, {});
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_held.remove(socket);
                m_read.remove(socket);
                socket->deleteLater();
            });
            read(socket); // what came before we listened
        }
    }

    void read(QTcpSocket *socket)
    {
        QByteArray &bytes = m_read[socket];
        bytes += socket->readAll();
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = bytes.first(end);
        const qsizetype field = head.toLower().indexOf("content-length:");
        const qsizetype length = field < 0 ? 0 : head.mid(field + 15, head.indexOf('\r', field) - field - 15).trimmed().toInt();
        if (bytes.size() < end + 4 + length)
            return;
        const Request request{socket, head, bytes.mid(end + 4, length), m_requests++};
        bytes.remove(0, end + 4 + length);
        m_held.insert(socket, true);
        m_maxHeld = std::max(m_maxHeld, held());
        m_answer(request);
    }

    Answer m_answer;
    QHash<QTcpSocket *, QByteArray> m_read;
    QHash<QTcpSocket *, bool> m_held;
    int m_requests = 0;
    int m_connections = 0;
    int m_maxHeld = 0;
    std::unique_ptr<QTcpServer> m_server; // last: its sockets still tell us that they close
};

} // namespace interleave::test
