// How punctual thousands of streams are, at both ends. First `interleave serve`: a simulator process with a profile of one chunk every
// 1/15 s, and a client of raw sockets that compares each chunk's stamp (the server's true send time) with when it was due, counted
// from when the request was sent. So a request that was read late counts as late, too. Then the program as the client of as many such
// streams, over libcurl: how late it reads behind the server's stamps, beside how late the bare client did.
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

#include <cmath>
#include <cstdio>
#include <cstdlib>

using namespace interleave::bench;

static constexpr double firstChunkS = 0.2;

/// `streamS`: how long each stream lasts.
static QByteArray profile(double chunksPerS, double streamS)
{
    return R"({"schema": "interleave.profile/1", "title": "Even", "sentence": "Even.", "source": "bench_streams",
        "ttft_s": {"constant": )" +
           QByteArray::number(firstChunkS) + R"(}, "tokens_per_s": {"constant": )" + QByteArray::number(chunksPerS) +
           R"(}, "reply_tokens": {"constant": )" + QByteArray::number(std::round(chunksPerS * streamS)) + "}}";
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
    std::printf("    read late    p50 %7.3f ms  p99 %7.3f ms            max %7.3f ms (behind the stamps)\n",
                percentile(result.readLateMs, 0.5), percentile(result.readLateMs, 0.99), percentile(result.readLateMs, 1));
    std::printf("    server %.2f cores, client %.2f cores\n", result.serverCores, result.clientCores);
    std::fflush(stdout);
}

/// The program reads as many streams, started at the same pace; each lasts until the last has been running for a while.
static void measureProgram(const QString &profilePath, const StreamLoad &load)
{
    QProcess client;
    client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const QString streams = QString::number(load.streams);
    client.start(QStringLiteral(INTERLEAVE_PROGRAM),
                 {QStringLiteral("run"), QStringLiteral("article"), QStringLiteral("--model"), QStringLiteral("concurrent"),
                  QStringLiteral("--profile"), profilePath, QStringLiteral("--transport"), QStringLiteral("curl"),
                  QStringLiteral("--stream"), QStringLiteral("--requests"), streams, QStringLiteral("--concurrency"), streams,
                  QStringLiteral("--arrival"), QStringLiteral("rate:%1").arg(load.streams / load.rampS), QStringLiteral("--json"),
                  QStringLiteral("--quiet")});
    client.waitForFinished(-1);
    const QJsonObject run = QJsonDocument::fromJson(client.readAllStandardOutput()).object()[QStringLiteral("runs")][0].toObject();
    const QJsonObject validity = run[QStringLiteral("validity")].toObject();
    const QJsonObject late = validity[QStringLiteral("observer_error_ms")].toObject();
    std::printf("the program, %d streams over libcurl: %d ok, at most %d at once\n", load.streams,
                run[QStringLiteral("calls")][QStringLiteral("ok")].toInt(),
                run[QStringLiteral("concurrency")][QStringLiteral("max")].toInt());
    std::printf("    read late    p50 %7.3f ms  p99 %7.3f ms; client %.2f cores; %s\n", late[QStringLiteral("p50")].toDouble(),
                late[QStringLiteral("p99")].toDouble(), validity[QStringLiteral("client_cpu_cores")].toDouble(),
                QJsonDocument(validity).toJson(QJsonDocument::Compact).constData());
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
    const auto profileOf = [&](const QString &name, double streamS) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(profile(load.chunksPerS, streamS)) < 0)
            std::exit(3);
        return file.fileName();
    };
    const QString path = profileOf(QStringLiteral("even.json"), 40); // long enough that nobody is done before the end
    measure(path, load);
    StreamLoad http2 = load;
    http2.http2Connections = 4;
    measure(path, http2);
    measureProgram(profileOf(QStringLiteral("short.json"), load.rampS + load.windowS), load);
    return 0;
}
