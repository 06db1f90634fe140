// Every run that was made: the files of a folder (*.itrace) are the truth; an index beside them makes lists fast (history/run_index), and
// small files beside them hold tags and notes (history/run_marks). Used by `interleave runs` and the History workspace; one thread at a
// time, never the GUI's: all of it blocks on the disk. Several programs may use one folder at once.
#pragma once

#include "history/run_entry.h"
#include "run/run_file.h"

#include <QList>

#include <functional>

namespace interleave {

/// What pruning would take, and why not more.
struct PrunePlan {
    QList<RunEntry> goes; ///< oldest first
    qint64 sizeBytes = 0; ///< of all runs
    qint64 freedBytes = 0;
    qint64 budgetBytes = 0;

    bool isEnough() const { return sizeBytes - freedBytes <= budgetBytes; }
};

class RunStore
{
public:
    /// Tells how many files are read of those that the index did not have; false ends it, with what there is.
    using Progress = std::function<bool(qsizetype read, qsizetype of)>;

    explicit RunStore(const QString &folder = RunFile::folder());

    /// All runs, the newest first. Files that the index does not know, or that have changed since, are read.
    QList<RunEntry> entries(const Progress &progress = {}) const;

    /// Empty, or one sentence.
    QString mark(const RunEntry &entry, const RunMarks &marks) const;
    /// The run's file and its marks. Refused while somebody writes it or looks at it.
    QString remove(const RunEntry &entry) const;

    QString folder() const { return m_folder; }

private:
    QString m_folder;
};

/// Of the run that a person names: a file's path, an id or the unambiguous begin of one, the name of a file in the folder. The error names
/// what there is.
Result<RunEntry> findRun(const QList<RunEntry> &entries, const QString &word);

/// The oldest runs that nobody marked and nobody has open, until what is left fits the budget.
PrunePlan planPruning(const QList<RunEntry> &entries, qint64 budgetBytes);

/// Of a budget that nobody chose, bytes.
inline constexpr qint64 usualRunBudgetBytes = 2'000'000'000;

} // namespace interleave
