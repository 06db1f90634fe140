// interleave mcp: this program as tools of a model, over standard streams.
#include "cli/console.h"
#include "cli/mcp_server.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cerrno>
#include <unistd.h>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static int serveModel(const CommandLine &line, const WindowServices &)
{
    constexpr qsizetype longestMessage = 1'000'000;
    McpServer server(line.has("--allow-runs"), [](const QByteArray &message) { writeStandardOutput(message + '\n'); });
    QByteArray unread;
    bool isTooLong = false;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &server, [&] {
        char block[65'536];
        const ssize_t size = ::read(STDIN_FILENO, block, sizeof block);
        if (size < 0 && (errno == EINTR || errno == EAGAIN))
            return;
        unread.append(block, std::max<ssize_t>(0, size));
        for (qsizetype end; (end = unread.indexOf('\n')) >= 0;) {
            server.receive(unread.first(end));
            unread.remove(0, end + 1);
        }
        isTooLong = unread.size() > longestMessage;
        if (size <= 0 || isTooLong) // the client has gone, or is none
            QCoreApplication::quit();
    });
    QCoreApplication::exec();
    return isTooLong ? complain(u"a message is longer than %1 bytes; no client sends that"_s.arg(longestMessage), BadInput) : Finished;
}

Verb mcpVerb()
{
    return {
        u"mcp"_s,
        {},
        u"a server of the Model Context Protocol over standard streams: list, predict, runs, explain"_s,
        {{u"--allow-runs"_s, {}, u"also compare: live runs of built-in scenarios on the simulator, which take real time and are saved"_s}},
        0,
        serveModel};
}

} // namespace interleave::cli
