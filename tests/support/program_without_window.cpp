// The program without its window: what the tests start under a sanitizer, where building the window would take longer than all the
// tests together. It has every verb; only pictures and the list of charts, which the window's code makes, are not in it.
#include "cli/cli.h"
#include "support/ordered_application.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const interleave::test::OrderedApplication<QCoreApplication> application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Interleave"));
    QCoreApplication::setApplicationName(QStringLiteral("interleave"));
    QCoreApplication::setApplicationVersion(QStringLiteral(INTERLEAVE_VERSION));
    return interleave::cli::runCommandLine(QCoreApplication::arguments().mid(1), {});
}
