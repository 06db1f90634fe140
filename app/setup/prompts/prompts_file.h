// Reads prompts from what people have: text, JSON, JSON Lines, tables and YAML, with the entries of other tools, in any usual encoding,
// packed or not, a folder, or standard input (prompt_formats.h lists the kinds). Errors name file, line and field, and the remedy; what was
// converted or left out is told. Any thread; blocks while it reads.
#pragma once

#include "setup/prompts/prompt_set.h"

#include <QByteArray>

#include <vector>

namespace interleave {

struct PromptsRequest {
    QString format{};          ///< one of promptFormatIds(); empty: by the suffix, or by the content where there is none
    QList<Prompt> templates{}; ///< prompts with variables ({{name}}), which a file of tests fills
};

/// `path` "-" reads standard input.
Result<PromptSet> readPrompts(const QString &path, const PromptsRequest &request = {});
/// The format follows `name`'s suffix, and the content where it has none; `name` is the place in errors.
Result<PromptSet> parsePrompts(QByteArray content, const QString &name, const PromptsRequest &request = {});

/// When the requests of a trace of lengths came, nanoseconds after the first: for a replay.
Result<std::vector<qint64>> readTimes(const QString &path);

} // namespace interleave
