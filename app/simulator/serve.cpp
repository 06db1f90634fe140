#include "simulator/serve.h"

#include <atomic>
#include <csignal>
#include <cstdio>
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
    std::fprintf(stderr, "%s\n", qUtf8Printable(sentence));
    return couldNotStart;
}

} // namespace

int serveUntilSignal(const SimulatorOptions &options, bool exitWithParent)
{
    Simulator simulator(options);
    const Result<int> port = simulator.listen();
    if (!port)
        return fail(port.error());
    if (exitWithParent && !(isPipe(STDIN_FILENO) && simulator.stopWhenClosed(STDIN_FILENO)))
        return fail(QStringLiteral("Standard input is no pipe: start the simulator without the option that ends it with its parent."));
    servingSimulator = &simulator;
    handle(SIGINT);
    handle(SIGTERM);
    std::printf("{\"base_url\": \"%s\", \"port\": %d}\n", qUtf8Printable(simulatorBaseUrl(options.bindAddress, *port)), *port);
    std::fflush(stdout);
    simulator.serve();
    servingSimulator = nullptr;
    return 0;
}

} // namespace interleave
