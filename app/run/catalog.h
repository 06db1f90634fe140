// The lists that the window and `interleave list` show, in menu order: execution models, providers, simulator profiles,
// analyzers, built-in scenarios. Values; any thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"

#include <QList>
#include <QString>

namespace interleave {

struct CatalogEntry {
    QString id;       ///< as in files and on the command line: "parallel_threads"
    QString title;    ///< as on screen: "Parallel threads"
    QString sentence; ///< one sentence that explains it
    QString detail;   ///< models: where analysis runs ("the loop", "%1 threads", "%1 processes", "pool of %1")
    bool usesWorkers = false; ///< models: the scenario's `workers` applies
    bool usesPool = false;    ///< models: the scenario's `pool` applies
};

QList<CatalogEntry> catalogOfModels();
QList<CatalogEntry> catalogOfProviders();
QList<CatalogEntry> catalogOfProfiles();
QList<CatalogEntry> catalogOfAnalyzers();
QList<CatalogEntry> catalogOfScenarios();

/// A built-in scenario by name ("article"), or a file.
Result<Scenario> loadScenario(const QString &nameOrPath);
/// Source text of an execution model, byte for byte what was compiled. Empty: no such model.
QString sourceOfModel(const QString &model);

} // namespace interleave
