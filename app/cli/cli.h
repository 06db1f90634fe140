// The command line: `interleave VERB ...`. Called by main with the arguments after the program's name, with a Q*Application
// in place; returns the exit status of the process. Main thread.
#pragma once

#include "core/result.h"
#include "setup/catalog.h"
#include "trace/finished_run.h"

#include <QList>
#include <QStringList>

#include <functional>

namespace interleave::cli {

/// Exit status of the process, as scripts read it. CouldNotStart: or what it made could not be written.
enum ExitStatus { Finished = 0, SomeCallsFailed = 1, BadInput = 2, CouldNotStart = 3, Interrupted = 130 };

/// What the window's code does for the command line, which does not see it: main passes it in.
struct WindowServices {
    /// Draws finished runs into a folder, in formats among png, svg, pdf and html, and returns the files it wrote. Needs an
    /// application that can draw.
    std::function<Result<QStringList>(const Scenario &scenario, const QList<FinishedRun> &runs, const QString &folder,
                                      const QStringList &formats)>
        writePictures;
    QList<CatalogEntry> (*catalogOfCharts)() = nullptr;
};

/// Whether these arguments ask for pictures, so that main makes an application that can draw.
bool asksForPictures(const QStringList &arguments);

/// A verb is one, whatever files lie in the folder.
bool isVerb(const QString &name);

int runCommandLine(const QStringList &arguments, const WindowServices &window);

} // namespace interleave::cli
