// The built-in simulator as a process of its own (`interleave serve`), so that its CPU is not the client's. Started for the
// first run that needs it, kept while the set-up stays the same, ended with the program. Lives in the main thread.
#pragma once

#include "core/scenario.h"

#include <QObject>
#include <QProcess>

#include <memory>

namespace interleave {

class SimulatorProcess : public QObject
{
    Q_OBJECT
public:
    explicit SimulatorProcess(QObject *parent = nullptr);
    ~SimulatorProcess() override;

    /// Makes sure that one with the scenario's profile and time scale answers; ready() or failed() follows, perhaps at once.
    /// One that remembers earlier requests (a rate limit's bucket) is started anew when `anew` says so: every run of a comparison
    /// meets the same service. So is one whose profile's or script's file has changed. The one before it is told to end, and not waited
    /// for.
    void require(const Scenario &scenario, bool anew);
    /// Empty: none answers.
    QString baseUrl() const { return m_baseUrl; }
    /// Its process id; 0: none runs.
    qint64 id() const { return m_process ? m_process->processId() : 0; }

Q_SIGNALS:
    void ready(const QString &baseUrl);
    void failed(const QString &sentence);

private:
    void stop();
    void readAddress();
    void ended();

    std::unique_ptr<QProcess> m_process;
    QStringList m_arguments; // of the one that runs
    QByteArray m_files;      // and what was in the files of its profile and its script
    QString m_baseUrl;
};

} // namespace interleave
