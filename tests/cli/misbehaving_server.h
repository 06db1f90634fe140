// A Gemini look-alike that answers every prompt but those that say BAD: to these it does what the test asks for. Used by the
// tests of bad servers, to see that the other calls are unharmed. Lives in the test's thread.
#pragma once

#include "core/clock.h"

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>

namespace interleave::test {

class MisbehavingServer : public QTcpServer
{
public:
    enum class Manner { CutMidBody, CloseAtOnce, Garbage, WrongJson, NeverAnswer, AskForADay };

    explicit MisbehavingServer(Manner manner)
        : m_manner(manner)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }
    /// When requests came in whole, CLOCK_MONOTONIC.
    const std::vector<qint64> &arrivals() const { return m_arrivals; }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &request = m_requests[socket];
        request += socket->readAll();
        const qsizetype headEnd = request.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        const QByteArray head = request.left(headEnd).toLower();
        const qsizetype length = head.mid(head.indexOf("content-length:") + 15).split('\r').first().trimmed().toLongLong();
        if (request.size() < headEnd + 4 + length)
            return;
        m_arrivals.push_back(monotonicNs());
        const bool isBad = request.mid(headEnd).contains("BAD");
        request.clear();
        if (isBad)
            misbehave(socket);
        else
            answer(socket, R"({"candidates":[{"content":{"role":"model","parts":[{"text":"Good."}]},"finishReason":"STOP"}],)"
                           R"("usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}})");
    }

    static void answer(QTcpSocket *socket, const QByteArray &body, qsizetype promised = -1)
    {
        socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                      QByteArray::number(promised < 0 ? body.size() : promised) + "\r\n\r\n" + body);
    }

    void misbehave(QTcpSocket *socket)
    {
        switch (m_manner) {
        case Manner::CutMidBody:
            answer(socket, R"({"candidates":[{"content":)", 500);
            socket->disconnectFromHost();
            break;
        case Manner::CloseAtOnce:
            socket->disconnectFromHost();
            break;
        case Manner::Garbage:
            socket->write("\x01\x02 this is no HTTP \xff\r\n\r\n");
            socket->disconnectFromHost();
            break;
        case Manner::WrongJson:
            answer(socket, "<html>Welcome to the proxy</html>");
            break;
        case Manner::NeverAnswer:
            break;
        case Manner::AskForADay:
            socket->write(
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 86400\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            break;
        }
    }

    Manner m_manner;
    std::vector<qint64> m_arrivals;
    QHash<QTcpSocket *, QByteArray> m_requests;
};

} // namespace interleave::test
