// The lists that the window and `interleave list` show, in menu order: execution models, workloads, providers, simulator
// profiles, analyzers, built-in scenarios; and how the names in them become values. Values; any thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"

#include <QList>
#include <QString>

namespace interleave {

struct CatalogEntry {
    QString id;               ///< as in files and on the command line: "parallel_threads"
    QString title;            ///< as on screen: "Parallel threads"
    QString sentence;         ///< one sentence that explains it
    QString detail;           ///< models: where analysis runs ("the loop", "%1 threads", "%1 processes", "pool of %1")
    bool usesWorkers = false; ///< models: the scenario's `workers` applies
    bool usesPool = false;    ///< models: the scenario's `pool` applies
};

QList<CatalogEntry> catalogOfModels();
QList<CatalogEntry> catalogOfWorkloads();
/// Calls that one job of the scenario makes when nothing fails.
/// 0: that is decided while it runs.
int callsOfJob(const Scenario &scenario);
QList<CatalogEntry> catalogOfTools();
QList<CatalogEntry> catalogOfProviders();
QList<CatalogEntry> catalogOfProfiles();
QList<CatalogEntry> catalogOfScripts();
QList<CatalogEntry> catalogOfAnalyzers();
QList<CatalogEntry> catalogOfScenarios();

/// The name of a model as people read it; its id where the catalog does not know it.
QString titleOfModel(const QString &id);
/// "Hybrid", "Hybrid, with cache"; the variant's name alone where all runs are under one model.
QString titleOfRun(const QString &model, const QString &variant, bool isOneModel = false);
/// What tells the rows of a comparison apart: the model's id, with its variant after a slash.
QString keyOfRun(const QString &model, const QString &variant);
/// Ids of a list, for sentences: "sequential, concurrent, ...".
QString idsOf(const QList<CatalogEntry> &entries);

/// A built-in scenario by name ("article"), or a file, as it was written. Its names are known ones.
Result<Scenario> loadScenario(const QString &nameOrPath);
/// The scenario, if every model, analyzer, provider and profile it names exists; else a sentence that begins with `place`
/// and lists the known ones. Its routes are complete: one that names another provider and no address, where the scenario's own
/// endpoint is a real one, goes to that provider's own service. So this is for what is about to be run: as long as the endpoint
/// can change, such a route may yet be one to the simulator.
Result<Scenario> withKnownNames(Scenario scenario, const QString &place);
/// The endpoint that "simulator", a provider's name ("gemini": the real service) or a URL stands for. What a name does not
/// say (provider and key variable of a URL, profile) stays as in `current`; but the variable of a service's own key never
/// goes along to another address, nor does the name of a model to another provider's service.
Result<Endpoint> endpointNamed(const QString &nameOrUrl, const Endpoint &current);

/// Source text of an execution model, byte for byte what was compiled. Empty: no such model.
QString sourceOfModel(const QString &model);

} // namespace interleave
