#include "run/simulator_process.h"

#include "core/log.h"
#include "run/child_environment.h"
#include "run/program_path.h"
#include "simulator/llm/profile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

namespace interleave {

static constexpr int patienceMs = 500; // for it to end by itself

SimulatorProcess::SimulatorProcess(QObject *parent)
    : QObject(parent)
{
}

SimulatorProcess::~SimulatorProcess()
{
    stop();
    const auto leaving = findChildren<QProcess *>();
    for (QProcess *process : leaving) {
        process->disconnect();
        if (process->state() != QProcess::NotRunning && !process->waitForFinished(patienceMs)) {
            process->kill();
            process->waitForFinished(patienceMs);
        }
    }
}

/// What is in a profile's or a script's file now; nothing: it is a built-in one.
static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Whether what a request meets depends on those before it.
static bool remembers(const QString &profileName)
{
    const Result<Profile> profile = loadProfile(profileName);
    return profile && (profile->limit.requestsPerMinute > 0 || profile->limit.tokensPerMinute > 0 || !profile->faults.empty());
}

void SimulatorProcess::require(const Scenario &scenario, bool anew)
{
    QStringList arguments{QStringLiteral("serve"),
                          QStringLiteral("--profile"),
                          scenario.endpoint.profile,
                          QStringLiteral("--time-scale"),
                          QString::number(scenario.timeScale, 'g', 12),
                          QStringLiteral("--seed"),
                          QString::number(scenario.seed),
                          QStringLiteral("--exit-with-parent")};
    if (!scenario.script.isEmpty())
        arguments += {QStringLiteral("--script"), scenario.script};
    const QByteArray files = contentOf(scenario.endpoint.profile) + contentOf(scenario.script);
    if (m_process && arguments == m_arguments && files == m_files && !(anew && remembers(scenario.endpoint.profile))) {
        if (!m_baseUrl.isEmpty())
            Q_EMIT ready(m_baseUrl);
        return; // else it is on its way
    }
    stop();
    m_arguments = arguments;
    m_files = files;
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(childEnvironment());
    m_process->setProcessChannelMode(QProcess::SeparateChannels);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &SimulatorProcess::readAddress);
    connect(m_process.get(), &QProcess::finished, this, &SimulatorProcess::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended();
    });
    qCInfo(logSimulator).noquote() << "starts:" << arguments.join(u' ');
    m_process->start(programPath(), arguments);
}

void SimulatorProcess::stop()
{
    m_baseUrl.clear();
    if (!m_process)
        return;
    // Nobody waits for it: the next one has a port of its own.
    QProcess *leaving = m_process.release();
    leaving->disconnect(this);
    leaving->setParent(this);
    if (leaving->state() == QProcess::NotRunning) {
        leaving->deleteLater();
        return;
    }
    connect(leaving, &QProcess::finished, leaving, &QObject::deleteLater);
    leaving->terminate();
    QTimer::singleShot(patienceMs, leaving, &QProcess::kill);
}

void SimulatorProcess::readAddress()
{
    if (!m_baseUrl.isEmpty() || !m_process->canReadLine())
        return;
    m_baseUrl = QJsonDocument::fromJson(m_process->readLine()).object()[QStringLiteral("base_url")].toString();
    if (m_baseUrl.isEmpty())
        return;
    qCInfo(logSimulator).noquote() << "answers at" << m_baseUrl;
    Q_EMIT ready(m_baseUrl);
}

void SimulatorProcess::ended()
{
    const QString said = QString::fromUtf8(m_process->readAllStandardError()).trimmed().section(u'\n', -1);
    const QString why = said.isEmpty() ? m_process->errorString() : said;
    m_process->disconnect(this);
    m_process.release()->deleteLater(); // this may be its own signal
    m_baseUrl.clear();
    qCInfo(logSimulator).noquote() << "ended by itself:" << why;
    Q_EMIT failed(QStringLiteral("the built-in simulator ended: ") + why);
}

} // namespace interleave
