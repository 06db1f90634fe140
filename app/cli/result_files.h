// The files of --out: which were asked for, and writing them. Main thread; blocks while it writes.
#pragma once

#include "cli/cli.h"
#include "cli/command_line.h"
#include "core/scenario.h"
#include "trace/claim_verdict.h"

namespace interleave::cli {

struct OutputRequest {
    QString folder; ///< empty: no files
    QStringList formats;
};

/// Every value of --format, in the order of the help.
QStringList knownFormats();
/// Whether the files that are asked for include pictures.
bool wantsPictures(const CommandLine &line);
Result<OutputRequest> outputRequestOf(const CommandLine &line);
/// Before anything runs. What is wrong; empty: nothing, or no folder is asked for.
QString makeFolderOf(const OutputRequest &request);
/// The files that were written. `rawCsv`: cells that look like formulas are left as they are.
Result<QStringList> writeResultFiles(const OutputRequest &request, const Scenario &scenario, const QList<FinishedRun> &runs,
                                     const QList<ClaimVerdict> &claims, const WindowServices &window, bool rawCsv);

} // namespace interleave::cli
