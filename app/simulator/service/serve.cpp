#include "simulator/service/serve.h"

#include "core/visible_text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace interleave {

namespace {

constexpr int couldNotStart = 3;

std::atomic<Simulator *> servingSimulator = nullptr;

void stopServing(int)
{
    if (Simulator *simulator = servingSimulator)
        simulator->stop();
}

void handle(int signal)
{
    struct sigaction action{};
    action.sa_handler = stopServing;
    sigaction(signal, &action, nullptr);
}

/// Only such a descriptor tells when its other end is closed.
bool isPipe(int descriptor)
{
    struct stat status{};
    return fstat(descriptor, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

int fail(const QString &sentence)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(visibleText(sentence, LineBreaks::Shown)));
    return couldNotStart;
}

/// Empty, or why the file could not be written.
QString writeCertificate(const QByteArray &pem, const QString &path)
{
    // Not through a link that somebody planted where others may write.
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644);
    if (descriptor < 0 && errno == ELOOP)
        return QStringLiteral("The certificate cannot be written to %1: it is a symbolic link; name the file itself.").arg(path);
    QFile file;
    if (descriptor >= 0 && file.open(descriptor, QIODevice::WriteOnly, QFileDevice::AutoCloseHandle) && file.write(pem) == pem.size() &&
        file.flush())
        return {};
    if (descriptor < 0)
        return QStringLiteral("The certificate cannot be written to %1: %2.").arg(path, QString::fromLocal8Bit(std::strerror(errno)));
    return QStringLiteral("The certificate cannot be written to %1: %2.").arg(path, file.errorString());
}

/// Empty, or why whoever waits for it will wait for ever.
QString announce(const SimulatorOptions &options, int port, const QByteArray &certificate)
{
    const QByteArray baseUrl = simulatorBaseUrl(options.bindAddress, port, options.tls).toUtf8();
    QByteArray more;
    if (options.tls) { // a path may need escapes, and line breaks do
        const QByteArray list = QJsonDocument(QJsonArray{QString::fromUtf8(certificate)}).toJson(QJsonDocument::Compact);
        more = ", \"certificate\": " + list.sliced(1, list.size() - 2);
    }
    std::printf("{\"base_url\": \"%s\", \"port\": %d%s}\n", baseUrl.constData(), port, more.constData());
    return std::fflush(stdout) == 0 && !std::ferror(stdout)
               ? QString()
               : QStringLiteral("standard output: cannot be written (%1); the line that says where the simulator is was lost.")
                     .arg(qt_error_string(errno));
}

} // namespace

int serveUntilSignal(const SimulatorOptions &options, bool exitWithParent, const QString &certificateFile)
{
    Simulator simulator(options);
    const Result<int> port = simulator.listen();
    if (!port)
        return fail(port.error());
    if (!certificateFile.isEmpty()) {
        if (const QString error = writeCertificate(simulator.certificatePem(), certificateFile); !error.isEmpty())
            return fail(error);
    }
    if (exitWithParent && !(isPipe(STDIN_FILENO) && simulator.stopWhenClosed(STDIN_FILENO)))
        return fail(QStringLiteral("Standard input is no pipe: start the simulator without the option that ends it with its parent."));
    servingSimulator = &simulator;
    handle(SIGINT);
    handle(SIGTERM);
    const QByteArray certificate = certificateFile.isEmpty() ? simulator.certificatePem() : certificateFile.toUtf8();
    if (const QString error = announce(options, *port, certificate); !error.isEmpty())
        return fail(error);
    simulator.serve();
    servingSimulator = nullptr;
    return 0;
}

} // namespace interleave
