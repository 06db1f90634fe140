#include "cli/signal_watcher.h"

#include "cli/cli.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace interleave::cli {

// A handler may do next to nothing: it counts, and writes a byte that the event loop reads.
static int pipeEnds[2] = {-1, -1};
static volatile std::sig_atomic_t received = 0;

static void onSignal(int)
{
    received = received + 1;
    if (received > 1)
        _exit(Interrupted);
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = write(pipeEnds[1], &byte, 1);
}

static void handleWith(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
{
    if (pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // no descriptors left: the default handling stays
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const ssize_t count = read(pipeEnds[0], &byte, 1);
        Q_EMIT interrupted();
    });
    received = 0;
    handleWith(onSignal);
}

SignalWatcher::~SignalWatcher()
{
    if (!m_notifier)
        return;
    handleWith(SIG_DFL);
    m_notifier.reset();
    close(pipeEnds[0]);
    close(pipeEnds[1]);
}

} // namespace interleave::cli
