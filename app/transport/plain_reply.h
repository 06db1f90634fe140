// The reply to one HTTP/1.1 request without encryption and without a proxy, on a socket of its own: what HttpClient uses
// instead of QNetworkAccessManager there. In flight it costs 10 kB instead of 55, each request has a connection at once, and
// the bytes are read by the thread that wants them, with no other thread in between. Nothing is sent twice: when the
// connection closes before the response is complete, that is an error. Lives in the thread of its client.
#pragma once

#include "transport/plain_connections.h"
#include "transport/response_parser.h"

#include <QNetworkReply>

namespace interleave {

class PlainReply final : public QNetworkReply
{
public:
    /// `bytes`: the request, head and body. A child of `connections`; begins with the event loop's next turn.
    PlainReply(PlainConnections &connections, const QUrl &url, QByteArray bytes);

    void abort() override; ///< closes the connection, unless the response is complete
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_body.size(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void start();
    void openConnection();
    void send();
    void sentAll();
    void readSocket();
    void showHead();
    void finish();
    void fail(NetworkError error, const QString &words);
    void failAs(QAbstractSocket::SocketError error);

    PlainConnections &m_connections;
    QByteArray m_request; // until it is sent
    QTcpSocket *m_socket = nullptr;
    ResponseParser m_parser;
    QByteArray m_body; // read, and not yet fetched
    bool m_headShown = false;
};

} // namespace interleave
