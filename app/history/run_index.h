// The index of kept runs: their entries in SQLite, so that a list need not read their files again. It is a copy and never the truth: where
// it is missing, damaged, of another form or locked, entries are read from the files and it is made anew. Several programs may use one at
// once. Used by the run store alone; one thread at a time; blocks.
#pragma once

#include "history/run_entry.h"

#include <QHash>
#include <QList>

#include <memory>

namespace interleave {

class RunIndex
{
public:
    /// `folder`: that of the runs; the index is "index.sqlite" in it.
    explicit RunIndex(const QString &folder);
    ~RunIndex();

    /// By the name of the file.
    QHash<QString, RunEntry> entries();
    /// In one transaction; what cannot be written is written the next time.
    void update(const QList<RunEntry> &changed, const QStringList &goneNames);

    static QString fileIn(const QString &folder);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace interleave
