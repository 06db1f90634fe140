#include "cli/standard_output.h"

#include "core/safe_file.h"

#include <cerrno>
#include <csignal>

#include <sys/ioctl.h>
#include <unistd.h>

namespace interleave::cli {

static int firstError = 0;

bool writeStandardOutput(const QByteArray &bytes)
{
    const char *data = bytes.constData();
    for (qsizetype left = bytes.size(); left > 0 && firstError == 0;) {
        const ssize_t written = ::write(STDOUT_FILENO, data, static_cast<size_t>(left));
        if (written > 0) {
            data += written;
            left -= written;
        } else if (written == 0) {
            firstError = ENOSPC;
        } else if (errno != EINTR) {
            firstError = errno;
        }
    }
    return firstError == 0;
}

QString standardOutputProblem() { return firstError == 0 ? QString() : cannotBeWritten(QStringLiteral("standard output"), firstError); }

void keepOnWhenNobodyReads()
{
    struct sigaction before = {};
    if (sigaction(SIGPIPE, nullptr, &before) == 0 && before.sa_handler == SIG_DFL)
        std::signal(SIGPIPE, SIG_IGN);
}

int terminalColumns()
{
    winsize size = {};
    return ::isatty(STDOUT_FILENO) && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

} // namespace interleave::cli
