// interleave facts: saved runs as Markdown.
#include "cli/console.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "export/exporters.h"
#include "forecast/claims.h"
#include "history/run_store.h"
#include "run/saved_run.h"

#include <QBuffer>
#include <QFileInfo>

#include <optional>

namespace interleave::cli {

using namespace Qt::StringLiterals;

/// The files of the runs that a person named, by a path or as `interleave runs` does.
static Result<QStringList> filesOf(const QStringList &words)
{
    QStringList files;
    std::optional<QList<RunEntry>> kept;
    for (const QString &word : words) {
        if (QFileInfo(word).isFile()) {
            files.append(word);
            continue;
        }
        if (!kept)
            kept = RunStore().entries();
        const Result<RunEntry> run = findRun(*kept, word);
        if (!run)
            return Error{run.error()};
        files.append(run->file);
    }
    return files;
}

static int facts(const CommandLine &line, const WindowServices &)
{
    const Result<QStringList> files = filesOf(line.positional);
    if (!files)
        return complain(files.error(), BadInput);
    const Result<QList<SavedRun>> saved = openRuns(*files);
    if (!saved)
        return complain(saved.error(), BadInput);
    ExportInput input{saved->first().scenario, {}};
    for (const SavedRun &run : *saved)
        input.runs.append(run.run);
    input.claims = claimsOf(input.scenario, input.runs);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    writeFacts(input, buffer);
    print(QString::fromUtf8(buffer.data()));
    return Finished;
}

Verb factsVerb()
{
    return {u"facts"_s, u"RUN..."_s, u"runs (a file, or an id of \"interleave runs list\") as Markdown: the same runs give the same text"_s,
            {},         1,           facts,
            false,      true};
}

} // namespace interleave::cli
