// From start to first painted window, the program against a bare Qt Charts window, in turn. Both say when they have painted;
// what the way out takes is not counted. Usage: bench_startup [ROUNDS]; on the display it finds.
#include "samples.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>

#include <cstdio>
#include <cstdlib>

using interleave::bench::median;

static double secondsOf(const QString &program)
{
    QElapsedTimer clock;
    clock.start();
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, {});
    while (!process.canReadLine() && process.waitForReadyRead(60'000))
        ;
    const double seconds = double(clock.nsecsElapsed()) / 1e9;
    process.waitForFinished(60'000);
    if (process.readLine() != "painted\n" || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        std::fprintf(stderr, "bench: %s did not paint, or ended with %d\n", qPrintable(program), process.exitCode());
        std::exit(3);
    }
    return seconds;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 11;
    qputenv("INTERLEAVE_EXIT_AFTER_FIRST_PAINT", "1");
    const QString bareWindow = QCoreApplication::applicationDirPath() + QStringLiteral("/bare_chart_window");
    std::vector<double> bare, ours;
    for (int round = 0; round <= rounds; ++round) { // the first round of each reads the disk and is left out
        const double a = secondsOf(bareWindow), b = secondsOf(QStringLiteral(INTERLEAVE_PROGRAM));
        if (round == 0)
            continue;
        bare.push_back(a);
        ours.push_back(b);
    }
    std::printf("start to first paint: bare Qt Charts window %.0f ms, interleave %.0f ms, ratio %.2f (at most 2.00)\n", median(bare) * 1000,
                median(ours) * 1000, median(ours) / median(bare));
    return 0;
}
