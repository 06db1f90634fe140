#include "workers/process_worker.h"

#include "core/clock.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

static constexpr int patienceMs = 60; // to end by itself: a stop must not take longer than 100 ms

ProcessWorker::ProcessWorker(const WorkerPlan &plan, int executor, Listener listener)
    : m_listener(std::move(listener))
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { readLines(); });
    QObject::connect(&m_process, &QProcess::finished, &m_process, [this] { ended(); });
    QObject::connect(&m_process, &QProcess::errorOccurred, &m_process, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended();
    });
    m_process.setProcessEnvironment(plan.processEnvironment);
    m_process.start(plan.processProgram, {QStringLiteral("worker")});
    QJsonObject setup = QJsonDocument::fromJson(plan.processSetup).object();
    setup[QStringLiteral("executor")] = executor;
    setup[QStringLiteral("asks_traffic")] = plan.asksTraffic;
    m_process.write(QJsonDocument(setup).toJson(QJsonDocument::Compact) + '\n');
}

ProcessWorker::~ProcessWorker()
{
    close();
    // Counted from close(): workers that were closed together use up their patience together.
    const qint64 waitedMs = (monotonicNs() - m_closedNs) / 1'000'000;
    if (m_process.state() != QProcess::NotRunning &&
        !m_process.waitForFinished(static_cast<int>(std::max<qint64>(0, patienceMs - waitedMs)))) {
        m_process.kill();
        m_process.waitForFinished(1000);
    }
}

void ProcessWorker::send(const WorkerMessage &message) { m_process.write(toLine(message) + '\n'); }

void ProcessWorker::close()
{
    if (m_closedNs != 0)
        return;
    m_closedNs = monotonicNs();
    m_process.closeWriteChannel();
}

void ProcessWorker::readLines()
{
    while (m_process.canReadLine()) {
        const Result<WorkerMessage> message = workerMessageFromLine(m_process.readLine().trimmed());
        if (message) {
            m_listener.received(*message);
        } else {
            m_refused = message.error();
            m_process.kill(); // whatever it is, it is no worker of this version
        }
    }
}

void ProcessWorker::ended()
{
    if (m_closedNs != 0)
        return;
    readLines();
    m_listener.lost(m_process.error() == QProcess::FailedToStart
                        ? QStringLiteral("it could not be started (") + m_process.errorString() + QStringLiteral(")")
                    : !m_refused.isEmpty() ? QStringLiteral("it said what this version does not know (") + m_refused + QStringLiteral(")")
                    : m_process.exitStatus() == QProcess::CrashExit
                        ? QStringLiteral("it was killed or crashed; run again")
                        : QStringLiteral("it stopped with exit status ") + QString::number(m_process.exitCode()) +
                              QStringLiteral("; run again"));
}

} // namespace interleave
