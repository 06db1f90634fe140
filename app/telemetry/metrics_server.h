// Serves a program's RunMetrics to Prometheus at /metrics, on loopback only, from a thread of its own: a scrape waits for
// nobody and never runs on the engine's thread. Made and fed in the controller's thread.
#pragma once

#include "core/result.h"
#include "export/run_metrics.h"

#include <QThread>

#include <mutex>

class QTcpServer;
class QTcpSocket;

namespace interleave {

class MetricsServer
{
public:
    MetricsServer();
    ~MetricsServer(); ///< ends what is being served

    /// Once. Port 0: any free one. Gives the port, or one sentence that says why not.
    Result<quint16> listen(quint16 port);
    void apply(const std::vector<Event> &events);

private:
    void serve(QTcpSocket &client);
    QByteArray answerTo(const QByteArray &request);

    QThread m_thread;
    QObject m_inThread;                   // context of what runs in m_thread
    std::unique_ptr<QTcpServer> m_server; // lives there
    std::mutex m_mutex;                   // of m_metrics: held while a drain is counted, or a text is made
    RunMetrics m_metrics;
};

} // namespace interleave
