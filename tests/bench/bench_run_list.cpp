// Milliseconds to list kept runs: the first time, when every file is read into the index, and after that, when none is.
//
//     build/release/bench/bench_run_list [runs]
#include "core/clock.h"
#include "history/run_store.h"
#include "support/run_files.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>

using namespace interleave;
using namespace interleave::test;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int runs = argc > 1 ? QByteArray(argv[1]).toInt() : 10'000;
    const QTemporaryDir folder;
    for (int i = 0; i < runs; ++i) {
        const RunFileRecipe recipe{.repeat = i % 25, .makespanMs = 100 + i};
        if (!writeFile(folder.filePath(QStringLiteral("%1.itrace").arg(i)), runFileContent(recipe)))
            return 1;
    }
    for (const char *which : {"first list, every file read", "second list", "third list"}) {
        const qint64 begin = monotonicNs();
        const qsizetype found = RunStore(folder.path()).entries().size();
        std::printf("%-28s %6.0f ms, %lld runs\n", which, millisecondsFromNs(monotonicNs() - begin), static_cast<long long>(found));
    }
    return 0;
}
