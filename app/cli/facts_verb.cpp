// interleave facts: saved runs as Markdown.
#include "cli/console.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "export/exporters.h"
#include "forecast/claims.h"
#include "run/saved_run.h"

#include <QBuffer>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static int facts(const CommandLine &line, const WindowServices &)
{
    const Result<QList<SavedRun>> saved = openRuns(line.positional);
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
    return {u"facts"_s, u"RUN..."_s, u"saved runs (*.itrace) as Markdown: the same runs give the same text"_s, {}, 1, facts, false, true};
}

} // namespace interleave::cli
