// A server that nobody here wrote (nginx, Caddy) in front of the simulator, started by a test with a configuration of its own in a
// folder of its own, and ended with the object. Its access log is the witness: what it counted is what the client sent. Used by
// tests/servers; the test's thread.
#pragma once

#include "cli/program.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdio>
#include <cstdlib>

namespace interleave::test {

/// What ctest takes for "skipped" (SKIP_RETURN_CODE): CI fails on it, a machine without the server does not.
inline constexpr int skippedStatus = 77;

/// Debian puts servers where a user's PATH does not look.
inline QString serverProgram(const QString &name)
{
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? QStandardPaths::findExecutable(name, {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")}) : found;
}

/// A port that was free a moment ago.
inline int freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

class ServerProcess
{
public:
    virtual ~ServerProcess()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(5'000)) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    ServerProcess() = default;
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    QString plainUrl() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_plainPort); }
    QString secureUrl() const { return QStringLiteral("https://127.0.0.1:%1").arg(m_securePort); }
    /// What a client has to trust.
    static QString certificateFile() { return QStringLiteral(INTERLEAVE_SOURCE_DIR "/tests/data/loopback_tls.pem"); }
    QString path(const QString &name) const { return m_folder.filePath(name); }

    /// Lines of the access log: one for each request that the server took.
    int requestsLogged() const
    {
        QFile log(path(QStringLiteral("access.log")));
        return log.open(QIODevice::ReadOnly) ? static_cast<int>(log.readAll().count('\n')) : -1;
    }

protected:
    /// Starts it and waits until both ports answer. False: it said what is wrong on standard error.
    bool start(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setStandardOutputFile(path(QStringLiteral("output.log")));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_folder.path());
        m_process.setProcessEnvironment(environment);
        m_process.start(program, arguments);
        QElapsedTimer patience;
        patience.start();
        while (m_process.state() != QProcess::NotRunning && patience.elapsed() < 20'000) {
            if (answers(m_plainPort) && answers(m_securePort))
                return true;
            m_process.waitForFinished(20);
        }
        return false;
    }
    static bool answers(int port)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(port));
        return socket.waitForConnected(200);
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    int m_plainPort = freePort();
    int m_securePort = freePort();
};

/// nginx as it comes, but for what a test says. Plain HTTP/1.1, and TLS with HTTP/2.
class Nginx : public ServerProcess
{
public:
    static QString program() { return serverProgram(QStringLiteral("nginx")); }

    /// `settings`: lines of its server block.
    bool startInFrontOf(int upstreamPort, const QByteArray &settings = {})
    {
        const QByteArray folder = m_folder.path().toUtf8();
        const QByteArray pem = certificateFile().toUtf8();
        QByteArray temporary;
        for (const char *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            temporary += QByteArray("  ") + kind + "_temp_path " + folder + "/" + kind + ";\n";
        const QByteArray configuration =
            "daemon off; master_process off; pid " + folder + "/nginx.pid; error_log " + folder + "/error.log;\n" +
            "events { worker_connections 8192; }\nhttp {\n  access_log " + folder + "/access.log;\n" + temporary +
            "  upstream simulator { server 127.0.0.1:" + QByteArray::number(upstreamPort) +
            "; keepalive 256; keepalive_requests 1000000; }\n" + "  server {\n    listen 127.0.0.1:" + QByteArray::number(m_plainPort) +
            ";\n    listen 127.0.0.1:" + QByteArray::number(m_securePort) + " ssl http2;\n    ssl_certificate " + pem +
            ";\n    ssl_certificate_key " + pem + ";\n    " + settings +
            "\n    location / { proxy_pass http://simulator; proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_set_header "
            "Host $host; " +
            "proxy_buffering off; }\n  }\n}\n";
        const QString file = fileWith(m_folder, QStringLiteral("nginx.conf"), configuration);
        return start(program(), {QStringLiteral("-p"), m_folder.path(), QStringLiteral("-c"), file, QStringLiteral("-e"),
                                 path(QStringLiteral("error.log"))});
    }
};

/// Caddy, which speaks HTTP/2 by Go's library.
class Caddy : public ServerProcess
{
public:
    static QString program() { return serverProgram(QStringLiteral("caddy")); }

    bool startInFrontOf(int upstreamPort)
    {
        const QByteArray pem = certificateFile().toUtf8();
        const QByteArray site = " {\n  bind 127.0.0.1\n  log {\n    output file " + m_folder.path().toUtf8() +
                                "/access.log\n  }\n  %1\n  reverse_proxy 127.0.0.1:" + QByteArray::number(upstreamPort) +
                                " {\n    flush_interval -1\n  }\n}\n";
        QByteArray plain = "http://127.0.0.1:" + QByteArray::number(m_plainPort) + site;
        QByteArray secure = "https://127.0.0.1:" + QByteArray::number(m_securePort) + site;
        const QByteArray configuration = "{\n  admin off\n  auto_https off\n  storage file_system " + m_folder.path().toUtf8() + "\n}\n" +
                                         plain.replace(QByteArrayLiteral("%1"), QByteArray()) +
                                         secure.replace(QByteArrayLiteral("%1"), QByteArray("tls " + pem + " " + pem));
        const QString file = fileWith(m_folder, QStringLiteral("Caddyfile"), configuration);
        return start(program(),
                     {QStringLiteral("run"), QStringLiteral("--config"), file, QStringLiteral("--adapter"), QStringLiteral("caddyfile")});
    }
};

/// Why the tests of a server are skipped here; ends the program then.
inline void needsProgram(const QString &program, const char *name)
{
    if (!program.isEmpty())
        return;
    std::fprintf(stderr, "Skipped: %s is not installed; packaging/test installs it.\n", name);
    std::exit(skippedStatus);
}

/// Options that send a scenario's calls through a server to the simulator behind it, without a word beside the report.
inline QStringList runThrough(const QString &url, const QStringList &more)
{
    return QStringList{QStringLiteral("run"),        QStringLiteral("article"),       QStringLiteral("--model"),
                       QStringLiteral("concurrent"), QStringLiteral("--endpoint"),    url,
                       QStringLiteral("--provider"), QStringLiteral("gemini"),        QStringLiteral("--model-name"),
                       QStringLiteral("sim"),        QStringLiteral("--certificate"), ServerProcess::certificateFile(),
                       QStringLiteral("--json"),     QStringLiteral("--quiet")} +
           more;
}

/// The one run of a report.
inline QJsonObject onlyRun(const ProgramResult &result) { return result.json()[QStringLiteral("runs")][0].toObject(); }

} // namespace interleave::test
