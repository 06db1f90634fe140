// interleave export: a saved run (*.itrace) in another format.
#include "cli/console.h"
#include "cli/verbs.h"
#include "export/exporters.h"
#include "run/saved_run.h"

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
    const Result<QStringList> files = exportTo(*exporter, {saved->scenario, {saved->run}}, line.value("--out"));
    return files ? Finished : complain(files.error(), BadInput);
}

Verb exportVerb()
{
    return {u"export"_s,
            u"TRACE --format F --out FILE"_s,
            u"writes a saved run (*.itrace) in another format"_s,
            {{u"--format"_s, u"F"_s, u"one of "_s + idsOfExporters()}, {u"--out"_s, u"FILE"_s, u"file to write"_s}},
            1,
            exportRun};
}

} // namespace interleave::cli
