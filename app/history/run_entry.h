// One kept run as lists show it: what its file says, what a person wrote on it, and what the file itself is. Made by reading the whole file
// once (readEntry), then kept in the index. A value; any thread.
#pragma once

#include "history/run_marks.h"

#include <QDateTime>
#include <QString>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

struct RunEntry {
    /// Unfinished: the file has no end, since it is still being written, or since the program or the machine died.
    enum class State : quint8 { Finished, Unfinished, Unreadable };

    QString id;   ///< ten hexadecimal digits, of the file's name: the same whenever the index is made anew
    QString file; ///< with its path
    qint64 sizeBytes = 0;
    qint64 changedMs = 0;      ///< of the file, since 1970
    qint64 marksChangedMs = 0; ///< of the file of its marks; 0: there is none
    State state = State::Finished;
    QString problem;      ///< why it cannot be read, or its marks cannot
    qint64 startedMs = 0; ///< since 1970, as the run says, or its file
    QString scenario, model, variant;
    int repeat = 0;
    QString endpoint; ///< "simulator (article)", or the base URL with the model's name
    QString transport, version;
    double makespanS = 0;
    int planned = 0, failed = 0;                            ///< what the result is of: calls, or jobs
    QString resultState = QStringLiteral("failed"), result; ///< "complete", "partial", "failed"; in words
    bool isValid = true;
    QString reason; ///< the first one, where it is SUSPECT
    RunMarks marks;

    bool isReadable() const { return state != State::Unreadable; }
    /// Nothing that a person marked goes by itself; what cannot be read is nobody's to judge.
    bool isKept() const { return !marks.isEmpty() || !isReadable() || !problem.isEmpty(); }
    /// "hybrid", or "fast, hybrid" with a variant.
    QString modelText() const { return variant.isEmpty() ? model : variant + QStringLiteral(", ") + model; }
    QString verdict() const;
    QDateTime started() const { return QDateTime::fromMSecsSinceEpoch(startedMs); }
};

QString idOfRunFile(const QString &fileName);

/// Reads the file. It always gives an entry: one that cannot be read says why.
RunEntry readEntry(const QString &path);

nlohmann::ordered_json toJson(const RunEntry &entry);

} // namespace interleave
