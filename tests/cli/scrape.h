// What a scraper does with --metrics-port, for tests that watch a run of the program from outside.
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

namespace interleave::test {

/// One that nobody listens on; whoever takes it between here and the program fails the test, which is once in a blue moon.
inline quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// Head and body; empty: nobody answers.
inline QByteArray scrape(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(20'000)) {
    }
    return socket.readAll();
}

/// Of one line of the metrics, by what stands before its number; -1: there is none.
inline int sampleOf(const QByteArray &metrics, const QByteArray &sample)
{
    const QByteArray start = '\n' + sample + ' ';
    const qsizetype at = metrics.indexOf(start);
    return at < 0 ? -1 : metrics.mid(at + start.size()).split('\n').first().toInt();
}

} // namespace interleave::test
