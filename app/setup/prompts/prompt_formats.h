// The kinds of prompts file, as one list for reading, the help, the catalog and the window's file dialog. To add a container (how entries
// are held): a file beside line_records.cpp and a line in prompt_formats.cpp; a shape of entries: shapes.h. Any thread.
#pragma once

#include "setup/prompts/record.h"

#include <QList>
#include <QStringList>

#include <vector>

namespace interleave {

struct PromptFormat {
    QString id;           ///< as in --prompts-format: "jsonl"
    QString title;        ///< "JSON Lines"
    QString sentence;     ///< one that explains it
    QStringList suffixes; ///< small, without the dot
    /// Whether text without a suffix is of this kind; null: only by its suffix or its name.
    bool (*looksLike)(const QString &text);
    QString (*records)(const PromptsText &source, const RecordVisitor &visit);
};

/// All containers, in the order in which a text without a suffix is looked at.
const std::vector<PromptFormat> &promptFormats();
const PromptFormat *findPromptFormat(const QString &id);
const PromptFormat *promptFormatOfSuffix(const QString &suffix);
const PromptFormat &promptFormatOfText(const QString &text);

/// A line of the help: containers, then shapes of their entries, then what is around them (folders, packed files).
struct PromptKind {
    QString id, title, sentence;
};
QList<PromptKind> promptKinds();
/// Ids that --prompts-format takes.
QStringList promptFormatIds();
/// "*.txt *.md …", for a file dialog.
QString promptFilesPattern();

} // namespace interleave
