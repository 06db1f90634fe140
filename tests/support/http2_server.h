// A loopback HTTP/2 server (prior knowledge) that does what a test says: the test's function gets each complete request and
// answers, refuses or leaves it, now or later. Lives in the test's thread.
#pragma once

#include "support/http2_frames.h"

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace interleave::test {

class Http2Server : public QObject
{
public:
    struct Request {
        QPointer<QTcpSocket> socket;
        quint32 stream = 0;
        int number = 0;     ///< from 0
        int connection = 0; ///< from 1
    };
    using Answer = std::function<void(const Request &)>;

    explicit Http2Server(Answer answer)
        : m_answer(std::move(answer))
    {
        connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, &Http2Server::accept);
        m_server.listen(QHostAddress::LocalHost);
    }

    QString baseUrl() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()); }
    int requests() const { return m_requests; }
    int connections() const { return m_connections; }

    static void send(const Request &request, quint8 type, quint8 flags, quint32 stream, const QByteArray &payload)
    {
        if (request.socket)
            request.socket->write(Http2Frame{type, flags, stream, payload}.bytes());
    }
    static void head(const Request &request)
    {
        send(request, Http2Frame::Headers, Http2Frame::EndHeaders, request.stream, QByteArray(1, '\x88')); // ":status: 200"
    }
    static void reply(const Request &request, const QByteArray &body)
    {
        head(request);
        send(request, Http2Frame::Data, Http2Frame::EndStream, request.stream, body);
    }
    static void reset(const Request &request, quint32 error)
    {
        send(request, Http2Frame::RstStream, Http2Frame::None, request.stream, Http2Frame::number(error));
    }
    static void goAway(const Request &request, quint32 lastStream)
    {
        send(request, Http2Frame::GoAway, Http2Frame::None, 0, Http2Frame::number(lastStream) + Http2Frame::number(0));
    }

private:
    struct State {
        QByteArray bytes;
        bool greeted = false;
        int number = 0;
    };

    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            m_states.insert(socket, {.bytes = {}, .number = ++m_connections});
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_states.remove(socket);
                socket->deleteLater();
            });
            read(socket);
        }
    }

    void read(QTcpSocket *socket)
    {
        State &state = m_states[socket];
        state.bytes += socket->readAll();
        if (!state.greeted) {
            if (!state.bytes.startsWith(http2Preface))
                return;
            state.bytes.remove(0, http2Preface.size());
            state.greeted = true;
            socket->write(Http2Frame{.type = Http2Frame::Settings}.bytes());
        }
        while (const auto frame = Http2Frame::take(state.bytes)) {
            if (frame->type == Http2Frame::Settings && !frame->has(Http2Frame::Ack))
                socket->write(Http2Frame{.type = Http2Frame::Settings, .flags = Http2Frame::Ack}.bytes());
            const bool carriesRequest = frame->type == Http2Frame::Data || frame->type == Http2Frame::Headers;
            if (carriesRequest && frame->has(Http2Frame::EndStream))
                m_answer({socket, frame->stream, m_requests++, state.number});
        }
    }

    Answer m_answer;
    QHash<QTcpSocket *, State> m_states;
    int m_requests = 0;
    int m_connections = 0;
    QTcpServer m_server;
};

} // namespace interleave::test
