// A blocking HTTP/1.1 client over one raw socket, for tests of the simulator: shows the head as it was sent, each chunk of a
// chunked body by itself, and whether the body was complete. Time limits only keep a broken server from hanging the test.
#pragma once

#include <QByteArrayList>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QUrl>

namespace interleave::test {

constexpr int patienceMs = 30000;

struct HttpResponse {
    int status = 0; ///< 0: no response line came
    QByteArray head;
    QByteArray body;
    QByteArrayList chunks; ///< of a chunked body
    bool complete = false;

    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(QByteArray(name.toLower() + ':')))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

class HttpClient
{
public:
    explicit HttpClient(const QString &baseUrl)
    {
        const QUrl url(baseUrl);
        m_socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        m_socket.waitForConnected(patienceMs);
    }

    QTcpSocket &socket() { return m_socket; }

    void sendRaw(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(patienceMs)) {
        }
    }

    void send(const QByteArray &method, const QByteArray &path, const QByteArray &body = {}, const QByteArray &headers = {})
    {
        sendRaw(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" +
                headers + "\r\n" + body);
    }

    HttpResponse read()
    {
        HttpResponse response;
        if (!readUntil("\r\n\r\n"))
            return response;
        response.head = take(m_buffer.indexOf("\r\n\r\n") + 4);
        response.status = response.head.mid(9, 3).toInt();
        if (response.header("transfer-encoding") == "chunked") {
            response.complete = readChunks(response);
        } else {
            const qsizetype length = response.header("content-length").toLongLong();
            while (m_buffer.size() < length && readMore()) {
            }
            response.complete = m_buffer.size() >= length;
            response.body = take(length);
        }
        return response;
    }

    HttpResponse post(const QByteArray &path, const QByteArray &body, const QByteArray &headers = {})
    {
        send("POST", path, body, headers);
        return read();
    }

    HttpResponse get(const QByteArray &path)
    {
        send("GET", path);
        return read();
    }

    /// What comes until the server closes.
    QByteArray readAll()
    {
        while (readMore()) {
        }
        return take(m_buffer.size());
    }

private:
    bool readMore()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(patienceMs))
            return false;
        m_buffer += m_socket.readAll();
        return true;
    }

    bool readUntil(const QByteArray &end)
    {
        while (!m_buffer.contains(end)) {
            if (!readMore())
                return false;
        }
        return true;
    }

    QByteArray take(qsizetype size)
    {
        const QByteArray taken = m_buffer.left(size);
        m_buffer.remove(0, size);
        return taken;
    }

    bool readChunks(HttpResponse &response)
    {
        for (;;) {
            if (!readUntil("\r\n"))
                return false;
            const qsizetype size = take(m_buffer.indexOf("\r\n") + 2).trimmed().toLongLong(nullptr, 16);
            while (m_buffer.size() < size + 2) {
                if (!readMore()) {
                    response.body += take(m_buffer.size());
                    return false;
                }
            }
            if (size == 0) {
                take(2);
                return true;
            }
            response.chunks += take(size);
            response.body += response.chunks.last();
            take(2);
        }
    }

    QTcpSocket m_socket;
    QByteArray m_buffer;
};

} // namespace interleave::test
