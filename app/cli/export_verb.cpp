// interleave export: a saved run (*.itrace) in another format.
#include "cli/console.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "export/exporters.h"
#include "run/saved_run.h"
#include "trace/event_json.h"

#include <QBuffer>
#include <QFile>

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static QString idsOfExporters()
{
    QStringList ids;
    for (const Exporter &exporter : exporters())
        ids.append(exporter.id);
    return ids.join(u", "_s);
}

/// Under whatever name: what is exported may be less than what was saved.
static bool isSameFile(const QString &a, const QString &b)
{
    std::error_code unknown; // as where one of them is not there
    return std::filesystem::equivalent(QFile::encodeName(a).toStdString(), QFile::encodeName(b).toStdString(), unknown);
}

/// By the bytes after its last line end, as the reader of runs leaves them out: the program or the machine died within a write.
static bool isCutWithinLine(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QByteArray tail;
    for (qint64 block = 64 * 1024; !tail.contains('\n') && tail.size() < file.size(); block *= 16) {
        file.seek(std::max<qint64>(0, file.size() - block));
        tail = file.readAll();
    }
    tail = tail.sliced(tail.lastIndexOf('\n') + 1);
    return !tail.isEmpty() && !eventFromJsonLine(tail);
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
    if (line.value("--out") != "-"_L1 && isSameFile(line.positional[0], line.value("--out")))
        return complain(u"--out %1: is the saved run itself, which would be replaced; name another file"_s.arg(line.value("--out")),
                        BadInput);
    const Result<SavedRun> saved = openRun(line.positional[0]);
    if (!saved)
        return complain(saved.error(), BadInput);
    if (isCutWithinLine(line.positional[0]))
        complain(
            u"%1: is cut in the middle of its last line; what is before that line is exported, and the run counts as cancelled there"_s.arg(
                line.positional[0]),
            Finished);
    const ExportInput input{saved->scenario, {saved->run}, line.has("--csv-raw")};
    if (line.value("--out") != "-"_L1) {
        const Result<QStringList> files = exportTo(*exporter, input, line.value("--out"));
        return files ? Finished : complain(files.error(), CouldNotStart);
    }
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (const QString problem = exporter->write(input, buffer); !problem.isEmpty())
        return complain(problem, CouldNotStart);
    // A file or a pipe gets it as it is; a terminal would carry out what a run's texts have in them.
    const QByteArray &content = buffer.data();
    if (!isatty(STDOUT_FILENO))
        writeStandardOutput(content);
    else if (content.startsWith('{') || content.startsWith('['))
        print(content);
    else
        print(QString::fromUtf8(content));
    return Finished;
}

Verb exportVerb()
{
    return {
        u"export"_s,
        u"TRACE --format F --out FILE"_s,
        u"writes a saved run (*.itrace) in another format"_s,
        {{u"--format"_s, u"F"_s, u"one of "_s + idsOfExporters()},
         {u"--out"_s, u"FILE"_s, u"file to write; - is standard output"_s},
         {u"--csv-raw"_s, {}, u"cells of calls.csv and steps.csv as they are, also those that a spreadsheet would take for formulas"_s}},
        1,
        exportRun};
}

} // namespace interleave::cli
