// What `interleave runs` prints of kept runs: the list, one run, the difference of two; as text and as JSON. Used by runs_verb; main
// thread.
#pragma once

#include "history/run_entry.h"
#include "run/saved_run.h"

#include <QList>
#include <QString>

#include <nlohmann/json_fwd.hpp>

namespace interleave::cli {

/// A row for each run, and below them what cannot be read.
QString keptRunsTable(const QList<RunEntry> &entries);

QString keptRunPage(const RunEntry &entry, const SavedRun &saved);
nlohmann::ordered_json keptRunJson(const RunEntry &entry, const SavedRun &saved);

struct KeptRun {
    RunEntry entry;
    SavedRun saved;
};

QString differencePage(const KeptRun &a, const KeptRun &b);
nlohmann::ordered_json differenceJson(const KeptRun &a, const KeptRun &b);

} // namespace interleave::cli
