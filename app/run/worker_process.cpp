#include "run/worker_process.h"

#include "core/clock.h"
#include "core/visible_text.h"
#include "run/call_services.h"
#include "setup/keys/endpoint_secrets.h"
#include "transport/reply_budget.h"
#include "workers/worker_session.h"
#include "workloads/workload.h"
#include "json/price_files.h"
#include "json/scenario_json.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <cstdio>
#include <mutex>
#include <thread>
#include <unistd.h>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace interleave {

namespace {

/// Both pipes of the process: lines in, lines out.
class WorkerPipes : public QObject
{
public:
    WorkerPipes()
        : m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_input, &QSocketNotifier::activated, this, [this] { readInput(); });
        // In a thread of its own: while the loop analyzes, what it has begun must still be seen.
        m_flusher = std::jthread([this](std::stop_token stop) {
            while (!stop.stop_requested()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(16));
                writeEvents();
            }
        });
    }

private:
    void readInput()
    {
        char bytes[65536];
        const ssize_t count = read(STDIN_FILENO, bytes, sizeof bytes);
        if (count <= 0) {
            m_session.reset();
            writeEvents();
            QCoreApplication::quit();
            return;
        }
        m_pending.append(bytes, count);
        for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n')) {
            const QByteArray line = m_pending.left(end);
            m_pending.remove(0, end + 1);
            takeLine(line);
        }
    }

    void takeLine(const QByteArray &line)
    {
        if (!m_session) {
            begin(line);
            return;
        }
        if (const Result<WorkerMessage> message = workerMessageFromLine(line))
            m_session->receive(*message);
        else
            fail(message.error());
    }

    void begin(const QByteArray &line)
    {
        const QJsonObject setup = QJsonDocument::fromJson(line).object();
        const QByteArray scenarioJson = QJsonDocument(setup[QStringLiteral("scenario")].toObject()).toJson();
        const Result<Scenario> scenario = scenarioFromJson(scenarioJson, QStringLiteral("worker set-up"));
        if (!scenario) {
            fail(scenario.error());
            return;
        }
        reply_budget::begin(setup[QStringLiteral("reply_bytes")].toInteger());
        takeSecrets(setup[QStringLiteral("secrets")].toObject());
        m_target.scenario = *scenario;
        m_target.simulatorUrl = setup[QStringLiteral("simulator_url")].toString();
        m_target.repeat = setup[QStringLiteral("repeat")].toInt();
        m_executor = setup[QStringLiteral("executor")].toInt();
        const auto services = [this](RecorderBuffer &buffer, int executor, Traffic &traffic) {
            return makeCallServices(m_target, m_stop, buffer, executor, traffic);
        };
        m_session = std::make_unique<WorkerSession>(programOf(*scenario, loadPriceTable()), services, m_recorder, m_executor,
                                                    setup[QStringLiteral("asks_traffic")].toBool(), [this](const WorkerMessage &message) {
                                                        // First what led to it, then the message: the engine reads them in this order.
                                                        recordCpu();
                                                        writeEvents(toLine(message));
                                                    });
        m_session->begin();
    }

    void recordCpu()
    {
        Event event;
        event.kind = EventKind::ClientCpu;
        event.executor = static_cast<qint16>(m_executor);
        event.ns = monotonicNs();
        event.value = processCpuNs();
        m_buffer.add(std::move(event));
    }

    void writeEvents(const QByteArray &thenLine = {})
    {
        const std::lock_guard lock(m_outputMutex);
        for (Event &event : m_recorder.drain()) {
            WorkerMessage message;
            message.kind = WorkerMessage::Kind::Event;
            message.event = std::move(event);
            m_output += toLine(message) + '\n';
        }
        if (!thenLine.isEmpty())
            m_output += thenLine + '\n';
        writeOut();
    }

    void writeOut()
    {
        qsizetype done = 0;
        while (done < m_output.size()) {
            const ssize_t count = write(STDOUT_FILENO, m_output.constData() + done, static_cast<size_t>(m_output.size() - done));
            if (count <= 0)
                break; // the engine is gone: the end of input follows
            done += count;
        }
        m_output.clear();
    }

    void fail(const QString &sentence)
    {
        std::fprintf(stderr, "interleave worker: %s\n", qUtf8Printable(visibleText(sentence, LineBreaks::Shown)));
        QCoreApplication::exit(2);
    }

    QSocketNotifier m_input;
    QByteArray m_pending;
    std::mutex m_outputMutex;
    QByteArray m_output; // with its mutex held, as standard output itself
    RunTarget m_target;
    int m_executor = 0;
    StopFlag m_stop{false};
    Recorder m_recorder;
    RecorderBuffer &m_buffer = m_recorder.newBuffer();
    std::unique_ptr<WorkerSession> m_session;
    std::jthread m_flusher; // last: ends first
};

} // namespace

int runWorkerProcess()
{
#ifdef Q_OS_LINUX
    // With the engine gone nobody wants the work: not even an analysis that would never look at its input again.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    WorkerPipes pipes;
    return QCoreApplication::exec();
}

} // namespace interleave
