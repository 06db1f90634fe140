// Prompts files of any kind: what is read can be sent, what is refused is one sentence that names the place, and nothing is endless. The
// first line of an input is the file's name ("-": none, so the content decides).
#include "claim.h"

#include "core/field_range.h"
#include "setup/prompts/prompts_file.h"

#include <cstdint>

using namespace interleave;

static void check(const Prompt &prompt)
{
    const bool answersTools = prompt.text.isEmpty() && !prompt.history.isEmpty() && !prompt.history.last().toolResults.isEmpty();
    fuzz::claim(answersTools || !prompt.text.trimmed().isEmpty(), "a prompt asks something", prompt.text);
    fuzz::claim(!prompt.temperature || rangeOf("temperature").has(*prompt.temperature), "a temperature is in its range");
    fuzz::claim(!prompt.maxOutputTokens || rangeOf("max_output_tokens").has(*prompt.maxOutputTokens), "a limit is in its range");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const qsizetype end = input.indexOf('\n');
    // Not a path: files beside it would be looked for.
    const QString given = QString::fromLatin1(input.left(std::max<qsizetype>(end, 0))).section(u'/', -1).left(40);
    const QString name = given.isEmpty() || given == u"-" ? QStringLiteral("input") : QStringLiteral("input-") + given;
    Prompt withVariable;
    withVariable.text = QStringLiteral("{{text}}");
    const Result<PromptSet> set = parsePrompts(input.mid(end + 1), name, {{}, {withVariable}});
    if (!set) {
        fuzz::claim(set.error().startsWith(name), "an error names the place", set.error());
        return 0;
    }
    fuzz::claim(!set->prompts.isEmpty() && set->prompts.size() <= mostPrompts, "there are prompts, and not too many");
    qint64 characters = 0;
    for (const Prompt &prompt : set->prompts) {
        check(prompt);
        characters += prompt.text.size();
    }
    fuzz::claim(characters <= mostPromptBytes, "texts are bounded");
    for (const QString &note : set->notes)
        fuzz::claim(note.startsWith(name), "a note names the place", note);
    return 0;
}
