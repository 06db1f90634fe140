#include "telemetry/metrics_server.h"

#include "simulator/http/doorkeeper.h"
#include "json/price_files.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

namespace interleave {

static constexpr int mostClients = 32;
static constexpr int patienceMs = 10'000;   // for a request and for its answer being read
static constexpr qint64 mostBytes = 16'384; // of a request

MetricsServer::MetricsServer()
    : m_metrics(loadPriceTable())
{
    m_inThread.moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("metrics"));
    m_thread.start();
}

MetricsServer::~MetricsServer()
{
    QMetaObject::invokeMethod(&m_inThread, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<quint16> MetricsServer::listen(quint16 port)
{
    QString error;
    const auto begin = [&] {
        m_server = std::make_unique<QTcpServer>();
        QObject::connect(m_server.get(), &QTcpServer::newConnection, m_server.get(), [this] {
            while (QTcpSocket *client = m_server->nextPendingConnection())
                serve(*client);
        });
        if (!m_server->listen(QHostAddress::LocalHost, port))
            error = m_server->errorString();
        else
            port = m_server->serverPort();
    };
    QMetaObject::invokeMethod(&m_inThread, begin, Qt::BlockingQueuedConnection);
    if (!error.isEmpty())
        return Error{QStringLiteral("metrics cannot be served on port %1: %2; choose another").arg(port).arg(error)};
    return port;
}

void MetricsServer::apply(const std::vector<Event> &events)
{
    const std::lock_guard lock(m_mutex);
    m_metrics.apply(events);
}

void MetricsServer::serve(QTcpSocket &client)
{
    if (m_server->findChildren<QTcpSocket *>().size() > mostClients) {
        client.abort();
        client.deleteLater();
        return;
    }
    QObject::connect(&client, &QTcpSocket::disconnected, &client, &QObject::deleteLater);
    QTimer::singleShot(patienceMs, &client, [&client] { client.abort(); });
    QObject::connect(&client, &QTcpSocket::readyRead, &client, [this, &client] {
        // It is looked at whole when it is whole; its bytes stay in the socket until then.
        const QByteArray request = client.peek(mostBytes);
        if (!request.contains("\r\n\r\n") && request.size() < mostBytes)
            return;
        client.disconnect(&client, &QTcpSocket::readyRead, nullptr, nullptr);
        client.readAll();
        client.write(answerTo(request));
        client.disconnectFromHost();
    });
}

static QByteArray response(const char *status, const QByteArray &body, const char *type = "text/plain; charset=utf-8", bool hasBody = true)
{
    return QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nConnection: close\r\n\r\n" + (hasBody ? body : QByteArray());
}

/// A web page that is open here reads nothing of it.
static bool isFromElsewhere(const QByteArray &request)
{
    HttpRequest asked;
    const QByteArrayList lines = request.left(request.indexOf("\r\n\r\n")).split('\n').mid(1);
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        asked.headers.emplaceBack(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    return Doorkeeper(QStringLiteral("127.0.0.1"), {}).refusal(asked).has_value();
}

QByteArray MetricsServer::answerTo(const QByteArray &request)
{
    const QByteArrayList words = request.left(request.indexOf("\r\n")).split(' ');
    if (words.size() != 3 || !words[2].startsWith("HTTP/1."))
        return response("400 Bad Request", "This is not HTTP/1.1.\n");
    if (words[0] != "GET" && words[0] != "HEAD")
        return response("405 Method Not Allowed", "Only GET and HEAD are answered.\n");
    if (isFromElsewhere(request))
        return response("403 Forbidden", "Ask for it as 127.0.0.1 or localhost.\n");
    if (words[1].split('?').first() != "/metrics")
        return response("404 Not Found", "The metrics are at /metrics.\n");
    const std::lock_guard lock(m_mutex);
    return response("200 OK", m_metrics.text(), "text/plain; version=0.0.4; charset=utf-8", words[0] == "GET");
}

} // namespace interleave
