// interleave export: a saved run (*.itrace) in another format.
#include "cli/console.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "export/exporters.h"
#include "run/saved_run.h"

#include <QBuffer>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static QString idsOfExporters()
{
    QStringList ids;
    for (const Exporter &exporter : exporters())
        ids.append(exporter.id);
    return ids.join(u", "_s);
}

static int exportRun(const CommandLine &line, const WindowServices &)
{
    for (const char *option : {"--format", "--out"}) {
        if (!line.has(option))
            return complain(u"export needs %1: interleave export TRACE --format F --out FILE"_s.arg(QLatin1StringView(option)), BadInput);
    }
    const Exporter *exporter = findExporter(line.value("--format"));
    if (!exporter)
        return complain(u"--format %1: unknown format; known are %2"_s.arg(line.value("--format"), idsOfExporters()), BadInput);
    const Result<SavedRun> saved = openRun(line.positional[0]);
    if (!saved)
        return complain(saved.error(), BadInput);
    const ExportInput input{saved->scenario, {saved->run}, line.has("--csv-raw")};
    if (line.value("--out") != "-"_L1) {
        const Result<QStringList> files = exportTo(*exporter, input, line.value("--out"));
        return files ? Finished : complain(files.error(), CouldNotStart);
    }
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (const QString problem = exporter->write(input, buffer); !problem.isEmpty())
        return complain(problem, CouldNotStart);
    writeStandardOutput(buffer.data());
    return Finished;
}

Verb exportVerb()
{
    return {u"export"_s,
            u"TRACE --format F --out FILE"_s,
            u"writes a saved run (*.itrace) in another format"_s,
            {{u"--format"_s, u"F"_s, u"one of "_s + idsOfExporters()},
             {u"--out"_s, u"FILE"_s, u"file to write; - is standard output"_s},
             {u"--csv-raw"_s, {}, u"cells of calls.csv as they are, also those that a spreadsheet would take for formulas"_s}},
            1,
            exportRun};
}

} // namespace interleave::cli
