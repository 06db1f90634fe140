// What a person can take out of the program: runs of one scenario as a file of some format. To add one: a file beside
// calls_csv.cpp and a line in exporters.cpp (and CMakeLists.txt). Used by the command line and the window; call them off the
// GUI thread, they read whole traces and write files.
#pragma once

#include "core/result.h"
#include "export/report_document.h"

#include <QStringList>

#include <vector>

class QIODevice;

namespace interleave {

struct ExportInput {
    Scenario scenario;
    QList<FinishedRun> runs;
    bool rawCells = false;        ///< tables: cells that a spreadsheet takes for formulas are left as they are
    QList<ClaimVerdict> claims{}; ///< what the runs say of the scenario's published claim
};

struct Exporter {
    QString id;       ///< as on the command line: "csv"
    QString title;    ///< "Calls (CSV)"
    QString sentence; ///< one sentence that explains it
    QString fileName; ///< usual name in a folder of results: "calls.csv"
    bool oneRun;      ///< a file of this format holds one run
    /// An empty string, or one sentence that says why not. What the device itself refuses is its caller's to see.
    QString (*write)(const ExportInput &input, QIODevice &device);
};

/// All exporters, in menu order.
const std::vector<Exporter> &exporters();
/// Null: no such exporter.
const Exporter *findExporter(const QString &id);

/// Writes to `path`, whole or not at all. Of a format that holds one run, several runs become several files with the model
/// and the repeat in their names ("run-hybrid-1.itrace"). Gives the files written.
Result<QStringList> exportTo(const Exporter &exporter, const ExportInput &input, const QString &path);

QString writeReportJson(const ExportInput &input, QIODevice &device);
QString writeFacts(const ExportInput &input, QIODevice &device);
QString writeCallsCsv(const ExportInput &input, QIODevice &device);
QString writeStepsCsv(const ExportInput &input, QIODevice &device);
QString writeChromeTrace(const ExportInput &input, QIODevice &device);
QString writeHar(const ExportInput &input, QIODevice &device);
QString writeOtlp(const ExportInput &input, QIODevice &device);
QString writeRunFile(const ExportInput &input, QIODevice &device);

} // namespace interleave
