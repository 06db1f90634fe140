// How punctual `interleave serve` is with thousands of streams: a simulator process with a profile of one chunk every 1/15 s,
// and a client of raw sockets that compares each chunk's stamp (the server's true send time) with when it was due, counted
// from when the request was sent. So a request that was read late counts as late, too.
// Usage: bench_streams [STREAMS [CHUNKS_PER_S]]
#include "samples.h"
#include "stream_client.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>

using namespace interleave::bench;

static constexpr double firstChunkS = 0.2;

/// Long enough that nobody is done before the end.
static QByteArray profile(double chunksPerS)
{
    return R"({"schema": "interleave.profile/1", "title": "Even", "sentence": "Even.", "source": "bench_streams",
        "ttft_s": {"constant": )" +
           QByteArray::number(firstChunkS) + R"(}, "tokens_per_s": {"constant": )" + QByteArray::number(chunksPerS) +
           R"(}, "reply_tokens": {"constant": )" + QByteArray::number(chunksPerS * 40) + "}}";
}

static void measure(const QString &profilePath, StreamLoad load)
{
    QProcess server;
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(QStringLiteral(INTERLEAVE_PROGRAM), {QStringLiteral("serve"), QStringLiteral("--profile"), profilePath});
    if (!server.waitForReadyRead(30'000)) {
        std::fprintf(stderr, "bench: the simulator does not start\n");
        std::exit(3);
    }
    load.port = QJsonDocument::fromJson(server.readLine()).object()[QStringLiteral("port")].toInt();
    const StreamResult result = holdStreams(load, server.processId());
    server.terminate();
    server.waitForFinished();

    const double due = load.streams * load.chunksPerS * load.windowS;
    std::printf("%d streams at %g chunks/s, %s: %.1f %% of the chunks due, %d streams failed\n", load.streams, load.chunksPerS,
                load.http2Connections ? "HTTP/2" : "HTTP/1.1", 100 * static_cast<double>(result.sentLateMs.size()) / due, result.failed);
    std::printf("    sent late    p50 %7.3f ms  p99 %7.3f ms (under 5)  max %7.3f ms\n", percentile(result.sentLateMs, 0.5),
                percentile(result.sentLateMs, 0.99), percentile(result.sentLateMs, 1));
    std::printf("    arrived late p50 %7.3f ms  p99 %7.3f ms            max %7.3f ms\n", percentile(result.arrivedLateMs, 0.5),
                percentile(result.arrivedLateMs, 0.99), percentile(result.arrivedLateMs, 1));
    std::printf("    server %.2f cores, client %.2f cores\n", result.serverCores, result.clientCores);
    std::fflush(stdout);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    StreamLoad load;
    load.firstChunkS = firstChunkS;
    if (argc > 1)
        load.streams = std::max(1, std::atoi(argv[1]));
    if (argc > 2)
        load.chunksPerS = std::max(0.1, std::atof(argv[2]));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("even.json"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(profile(load.chunksPerS)) < 0)
        return 3;
    file.close();
    measure(path, load);
    load.http2Connections = 4;
    measure(path, load);
    return 0;
}
