// The main function of every test: any qWarning, qCritical or qFatal that a test did not announce with
// QTest::ignoreMessage fails the program, so that noise in the log is a failure and not a habit; and what it writes for a person goes to a
// folder of its own.
#pragma once

#include "support/ordered_application.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

namespace interleave::test {

inline int warnings = 0;

inline void countWarnings(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    if (type == QtDebugMsg || type == QtInfoMsg)
        return;
    if (text == QStringLiteral("This plugin does not support propagateSizeHints()")) // the offscreen platform, on every window shown
        return;
    ++warnings;
    std::fprintf(stderr, "unexpected message: %s\n", qPrintable(text));
}

template<typename Test, typename Application = QCoreApplication> int run(int argc, char **argv)
{
    const QTemporaryDir home; // nobody's own settings, prices, cache and runs are read or written
    for (const char *folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        qputenv(folder, QFile::encodeName(home.path()));
    OrderedApplication<Application> application(argc, argv);
    Test test;
    // QTest replaces the handler while it runs and lets ignored messages vanish; it forwards the rest to this one.
    qInstallMessageHandler(countWarnings);
    const int failures = QTest::qExec(&test, argc, argv);
    return failures + warnings;
}

} // namespace interleave::test

#define INTERLEAVE_TEST_MAIN(Test)                                                                                                         \
    int main(int argc, char **argv) { return interleave::test::run<Test>(argc, argv); }
#define INTERLEAVE_UI_TEST_MAIN(Test)                                                                                                      \
    int main(int argc, char **argv) { return interleave::test::run<Test, QApplication>(argc, argv); }
