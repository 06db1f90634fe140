// The program without its window: what the tests start under a sanitizer, where building the window would take longer than all the
// tests together. It has every verb; only pictures and the list of charts, which the window's code makes, are not in it.
#include "cli/cli.h"
#include "cli/log_options.h"
#include "support/ordered_application.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    if (const QString problem = interleave::cli::startLog(arguments); !problem.isEmpty()) {
        std::fprintf(stderr, "interleave: %s\n", qPrintable(problem));
        return interleave::cli::BadInput;
    }
    const interleave::test::OrderedApplication<QCoreApplication> application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("interleave"));
    QCoreApplication::setApplicationVersion(QStringLiteral(INTERLEAVE_VERSION));
    return interleave::cli::runCommandLine(arguments, {});
}
