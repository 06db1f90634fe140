// What was read from a prompts file: the prompts, and what a person should know of them. A value, any thread.
#pragma once

#include "core/prompt.h"
#include "core/prompt_bounds.h"
#include "core/result.h"

#include <QList>
#include <QStringList>

namespace interleave {

struct PromptSet {
    QList<Prompt> prompts;
    QStringList notes; ///< sentences that name the file: what was converted, and what was left out
};

/// More are refused, whatever the file: a scenario has no more than that.
inline constexpr qsizetype mostPrompts = mostPromptsOfScenario;
/// Bytes of a file, of what it unpacks to, and characters of all texts that are made of one.
inline constexpr qint64 mostPromptBytes = 32 * 1024 * 1024;
/// Characters of one prompt and its system text: a scenario refuses more, but knows neither the file nor the line (json/scenario_json.cpp).
inline constexpr qint64 mostCharactersOfPrompt = 8'000'000;

/// What a turn counts for, towards mostPromptBytes: it takes room without a word, too.
qint64 sizeOfTurn(const Message &turn);
/// Of all that a prompt carries.
qint64 sizeOfPrompt(const Prompt &prompt);
/// Follows the name of an entry.
QString tooManyPromptsOrTooLong();

/// "NAME: sentence", "NAME, line 7: sentence" (line 0: none).
inline Error promptsError(const QString &name, const QString &sentence, int line = 0)
{
    return {line > 0 ? QStringLiteral("%1, line %2: %3").arg(name, QString::number(line), sentence)
                     : QStringLiteral("%1: %2").arg(name, sentence)};
}

} // namespace interleave
