#include "history/run_store.h"

#include "core/private_file.h"
#include "history/run_index.h"
#include "run/run_hold.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr qsizetype mostAtOnce = 50; // entries that are written to the index together: what a kill costs

RunStore::RunStore(const QString &folder)
    : m_folder(folder)
{
}

/// Files of a folder by name, with the times of those that hold marks.
struct Listing {
    QFileInfoList runs;
    QHash<QString, qint64> marks; // by the name of the run's file
};

static Listing listingOf(const QString &folder)
{
    Listing listing;
    const QFileInfoList files = QDir(folder).entryInfoList({u"*.itrace"_s, u"*.itrace.marks"_s}, QDir::Files | QDir::Hidden, QDir::Name);
    for (const QFileInfo &file : files) {
        if (file.fileName().endsWith(".marks"_L1))
            listing.marks.insert(file.completeBaseName(), file.lastModified().toMSecsSinceEpoch());
        else
            listing.runs.append(file);
    }
    return listing;
}

QList<RunEntry> RunStore::entries(const Progress &progress) const
{
    QList<RunEntry> all;
    if (!QDir(m_folder).exists())
        return all;
    RunIndex index(m_folder);
    QHash<QString, RunEntry> known = index.entries();
    const Listing listing = listingOf(m_folder);
    QList<std::pair<QFileInfo, qint64>> unknown;
    for (const QFileInfo &file : listing.runs) {
        const qint64 marksMs = listing.marks.value(file.fileName());
        const auto entry = known.constFind(file.fileName());
        if (entry != known.constEnd() && entry->sizeBytes == file.size() && entry->changedMs == file.lastModified().toMSecsSinceEpoch() &&
            entry->marksChangedMs == marksMs)
            all.append(*entry);
        else
            unknown.append({file, marksMs});
        known.remove(file.fileName());
    }
    index.update({}, known.keys()); // what is left has no file any more
    QList<RunEntry> changed;
    for (qsizetype i = 0; i < unknown.size(); ++i) {
        if (progress && !progress(i, unknown.size()))
            break;
        const auto &[file, marksMs] = unknown[i];
        RunEntry entry = readEntry(file.filePath());
        entry.sizeBytes = file.size(); // as it was listed: what came since is read the next time
        entry.changedMs = file.lastModified().toMSecsSinceEpoch();
        entry.marksChangedMs = marksMs;
        all.append(entry);
        changed.append(entry);
        if (changed.size() >= mostAtOnce)
            index.update(std::exchange(changed, {}), {});
    }
    index.update(changed, {});
    std::sort(all.begin(), all.end(), [](const RunEntry &a, const RunEntry &b) {
        return a.startedMs != b.startedMs ? a.startedMs > b.startedMs : a.file > b.file;
    });
    return all;
}

QString RunStore::mark(const RunEntry &entry, const RunMarks &marks) const { return writeMarks(entry.file, marks); }

QString RunStore::remove(const RunEntry &entry) const
{
    const QString problem = removeRun(entry.file);
    return problem.isEmpty() ? writeMarks(entry.file, {}) : problem;
}

static QString refusalOf(const QString &word, const QList<RunEntry> &found)
{
    if (found.isEmpty())
        return u"%1: there is no such run; \"interleave runs list\" has the ids of those that are kept"_s.arg(word);
    QStringList ids;
    for (const RunEntry &entry : found.first(std::min<qsizetype>(found.size(), 4)))
        ids.append(entry.id);
    return u"%1: begins the ids of %2 runs (%3%4); write more of it"_s.arg(word)
        .arg(found.size())
        .arg(ids.join(u", "_s), found.size() > ids.size() ? u", \u2026"_s : QString());
}

Result<RunEntry> findRun(const QList<RunEntry> &entries, const QString &word)
{
    QList<RunEntry> found;
    const QString path = QFileInfo(word).absoluteFilePath();
    for (const RunEntry &entry : entries) {
        const QFileInfo file(entry.file);
        if (entry.id == word || entry.file == path || file.fileName() == word || file.completeBaseName() == word)
            return entry;
        if (!word.isEmpty() && entry.id.startsWith(word, Qt::CaseInsensitive))
            found.append(entry);
    }
    if (found.size() == 1)
        return found.first();
    if (const QFileInfo file(word); found.isEmpty() && file.isFile()) {
        RunEntry entry = readEntry(file.absoluteFilePath());
        return entry.isReadable() ? Result<RunEntry>(entry) : Error{entry.problem};
    }
    return Error{refusalOf(word, found)};
}

PrunePlan planPruning(const QList<RunEntry> &entries, qint64 budgetBytes)
{
    PrunePlan plan;
    plan.budgetBytes = budgetBytes;
    for (const RunEntry &entry : entries)
        plan.sizeBytes += entry.sizeBytes;
    QList<const RunEntry *> oldestFirst;
    for (const RunEntry &entry : entries)
        oldestFirst.append(&entry);
    std::sort(oldestFirst.begin(), oldestFirst.end(), [](const RunEntry *a, const RunEntry *b) {
        return a->startedMs != b->startedMs ? a->startedMs < b->startedMs : a->file < b->file;
    });
    for (const RunEntry *entry : std::as_const(oldestFirst)) {
        if (plan.isEnough())
            break;
        if (entry->isKept() || isRunHeld(entry->file))
            continue;
        plan.goes.append(*entry);
        plan.freedBytes += entry->sizeBytes;
    }
    return plan;
}

} // namespace interleave
