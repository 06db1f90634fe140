#include "run/worker_process.h"
#include "simulator/serve.h"
#include <QCoreApplication>
#include <QCommandLineParser>
#include <cstdio>
using namespace interleave;
int main(int argc, char **argv) {
    QCoreApplication app(argc, argv);
    const QStringList a = app.arguments();
    if (a.value(1) == QStringLiteral("worker")) return runWorkerProcess();
    SimulatorOptions o; 
    for (int i = 2; i + 1 < a.size(); ++i) {
        if (a[i] == QStringLiteral("--profile")) { auto p = loadProfile(a[i+1]); if (!p) { fprintf(stderr, "%s\n", qPrintable(p.error())); return 2;} o.profile = *p; }
        if (a[i] == QStringLiteral("--time-scale")) o.timeScale = a[i+1].toDouble();
    }
    return serveUntilSignal(o, true);
}
