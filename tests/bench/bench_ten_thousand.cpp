// 10,000 simultaneous plain calls from the program itself: every outcome, makespan, and the peak memory of the client
// process (its simulator is another process), over each transport. Usage: bench_ten_thousand [CALLS]
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>
#include <cstdio>

/// Peak resident memory of a process that still runs, in MB; 0 when it is gone.
static double peakMb(qint64 pid)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    static const QRegularExpression line(QStringLiteral("VmHWM:\\s+(\\d+) kB"));
    return line.match(QString::fromUtf8(status.readAll())).captured(1).toDouble() / 1024;
}

static int measure(const QString &calls, const QString &transport, int megabytes)
{
    QProcess client;
    client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    client.start(QStringLiteral(INTERLEAVE_PROGRAM),
                 {QStringLiteral("run"), QStringLiteral("thousand"), QStringLiteral("--model"), QStringLiteral("concurrent"),
                  QStringLiteral("--requests"), calls, QStringLiteral("--concurrency"), calls, QStringLiteral("--transport"), transport,
                  QStringLiteral("--json"), QStringLiteral("--quiet")});
    // The peak is watched from outside while it runs: the last reading before the end is the peak but for 20 ms.
    double peak = 0;
    while (client.state() != QProcess::NotRunning) {
        client.waitForFinished(20);
        peak = std::max(peak, peakMb(client.processId()));
    }
    const QJsonObject report = QJsonDocument::fromJson(client.readAllStandardOutput()).object();
    const QJsonObject run = report[QStringLiteral("runs")].toArray().at(0).toObject();
    const QJsonObject outcomes = run[QStringLiteral("calls")].toObject();
    std::printf("%s simultaneous plain 2 s calls, %s: exit status %d, makespan %.2f s, client peak %.0f MB (wanted: under %d)\n",
                qPrintable(calls), qPrintable(transport), client.exitCode(), run[QStringLiteral("makespan_s")].toDouble(), peak, megabytes);
    std::printf("outcomes: %s\n", QJsonDocument(outcomes).toJson(QJsonDocument::Compact).constData());
    return client.exitCode();
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString calls = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("10000");
    const int curl = measure(calls, QStringLiteral("curl"), 250);
    return std::max(curl, measure(calls, QStringLiteral("qnam"), 400));
}
