// What a person writes on a run: tags and a note. Kept in a small file beside the run's (NAME.itrace.marks), never in the index, so that
// they outlive it, and go where the run's file is copied to with them. Used by the run store; any thread; blocks.
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

namespace interleave {

struct RunMarks {
    QStringList tags; ///< sorted, each once
    QString note;

    bool isEmpty() const { return tags.isEmpty() && note.isEmpty(); }
    bool operator==(const RunMarks &) const = default;
};

/// ".../NAME.itrace" -> ".../NAME.itrace.marks"
QString marksFileOf(const QString &runFile);

/// None where there is no such file. An error names the file; what was marked is then not known, and the run counts as marked.
Result<RunMarks> readMarks(const QString &runFile);
/// Empty, or one sentence. Marks that are empty take the file away.
QString writeMarks(const QString &runFile, const RunMarks &marks);

/// A tag is a word or some: trimmed, at most 40 characters, without commas and control characters. The error says which is none.
Result<QStringList> tagsFrom(const QStringList &words);

} // namespace interleave
