// Drives the built program as a person or a script would: arguments in, exit status and both outputs back. Used by the
// tests of the command line.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace interleave::test {

struct ProgramResult {
    int status = -1; ///< -1: it crashed, or did not end
    QByteArray out, err;

    QString sentence() const { return QString::fromUtf8(err).trimmed(); }
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// One line of text, with its end.
    bool complainsInOneLine() const { return err.endsWith('\n') && err.count('\n') == 1 && err.size() > 20; }
};

/// The program's environment: none of the user's keys and folders, no display, and saved runs in a folder of the test.
inline QProcessEnvironment programEnvironment()
{
    static const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "GEMINI_API_KEY", "QT_QPA_PLATFORM", "http_proxy", "HTTP_PROXY", "https_proxy",
                             "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"})
        environment.remove(QLatin1StringView(name));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home.path());
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.path());
    return environment;
}

inline void startProgram(QProcess &process, const QStringList &arguments)
{
    process.setProcessEnvironment(programEnvironment());
    process.start(QStringLiteral(INTERLEAVE_PROGRAM), arguments);
}

/// Without a word of the leak sanitizer's own, which meets threads that are just ending.
inline QByteArray withoutSanitizersWord(const QByteArray &text)
{
    QByteArray kept;
    for (const QByteArray &line : text.split('\n')) {
        if (!(line.startsWith("==") && line.contains("Unable to get registers from thread")))
            kept += line + '\n';
    }
    return kept.chopped(1);
}

inline ProgramResult resultOf(QProcess &process)
{
    static constexpr int patienceMs = 60'000; // a hanging program fails the test, it does not hang it
    ProgramResult result;
    const bool ended = process.state() == QProcess::NotRunning || process.waitForFinished(patienceMs);
    if (ended && process.exitStatus() == QProcess::NormalExit)
        result.status = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = withoutSanitizersWord(process.readAllStandardError());
    return result;
}

inline ProgramResult runProgram(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    startProgram(process, arguments);
    process.write(input);
    process.closeWriteChannel();
    return resultOf(process);
}

/// `interleave serve`, ended with the object.
class ServedSimulator
{
public:
    explicit ServedSimulator(const QStringList &options = {})
    {
        startProgram(m_process, QStringList{QStringLiteral("serve")} + options);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(10'000)) {
        }
        m_ready = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~ServedSimulator() { stop(); }
    ServedSimulator(const ServedSimulator &) = delete;
    ServedSimulator &operator=(const ServedSimulator &) = delete;

    QString url(const QString &path = {}) const { return m_ready[QStringLiteral("base_url")].toString() + path; }
    int port() const { return m_ready[QStringLiteral("port")].toInt(); }
    ProgramResult stop()
    {
        if (m_process.state() == QProcess::NotRunning)
            return {};
        m_process.terminate();
        return resultOf(m_process);
    }

private:
    QProcess m_process;
    QJsonObject m_ready;
};

/// Path of a new file with this content.
inline QString fileWith(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(content);
    return file.fileName();
}

} // namespace interleave::test
