#include "cli/result_files.h"

#include "export/exporters.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static const QStringList pictureFormats{u"png"_s, u"svg"_s, u"pdf"_s, u"html"_s};

QStringList knownFormats()
{
    QStringList formats;
    for (const Exporter &exporter : exporters())
        formats.append(exporter.id);
    return formats + pictureFormats;
}

static QStringList formatsOf(const CommandLine &line)
{
    return line.has("--format") ? line.list("--format") : QStringList{u"json"_s, u"csv"_s, u"trace"_s, u"png"_s};
}

static QStringList pictureFormatsAmong(const QStringList &formats)
{
    QStringList found;
    std::copy_if(formats.begin(), formats.end(), std::back_inserter(found),
                 [](const QString &format) { return pictureFormats.contains(format); });
    return found;
}

bool wantsPictures(const CommandLine &line) { return line.has("--out") && !pictureFormatsAmong(formatsOf(line)).isEmpty(); }

/// Results have usual names: somebody may have put links of these names where they will be written. Empty: nobody has.
static QString plantedLinkIn(const QString &folder)
{
    static const QStringList suffixes{u"json"_s, u"csv"_s, u"itrace"_s, u"har"_s, u"html"_s, u"png"_s, u"svg"_s, u"pdf"_s, u"txt"_s};
    const QFileInfoList entries = QDir(folder).entryInfoList(QDir::Files | QDir::System | QDir::Hidden);
    const auto link = std::find_if(entries.begin(), entries.end(),
                                   [](const QFileInfo &entry) { return entry.isSymLink() && suffixes.contains(entry.suffix().toLower()); });
    return link == entries.end() ? QString() : link->fileName();
}

Result<OutputRequest> outputRequestOf(const CommandLine &line)
{
    const OutputRequest request{line.value("--out"), formatsOf(line)};
    const QStringList known = knownFormats();
    for (const QString &format : request.formats) {
        if (!known.contains(format))
            return Error{u"--format %1: unknown format; known are %2"_s.arg(format, known.join(u", "_s))};
    }
    if (!line.has("--out")) {
        if (line.has("--format"))
            return Error{u"--format needs a folder to write into: add --out DIR"_s};
        return OutputRequest();
    }
    if (request.formats.isEmpty())
        return Error{u"--format: no format is named; known are %1"_s.arg(known.join(u", "_s))};
    if (request.folder == "-"_L1)
        return Error{
            u"--out -: results are several files, which standard output cannot hold; name a folder, or print the report with --json"_s};
    if (const QString link = plantedLinkIn(request.folder); !link.isEmpty())
        return Error{
            u"--out %1: %2 in it is a symbolic link, and what it leads to would be overwritten; remove it, or choose another folder"_s.arg(
                request.folder, link)};
    return request;
}

QString makeFolderOf(const OutputRequest &request)
{
    if (request.folder.isEmpty() || (QDir().mkpath(request.folder) && QFileInfo(request.folder).isWritable()))
        return {};
    return u"--out %1: the folder cannot be made or written to; choose another"_s.arg(request.folder);
}

/// Jobs are more than a call and the work on its reply.
static bool haveNamedSteps(const QList<FinishedRun> &runs)
{
    return std::any_of(runs.begin(), runs.end(), [](const FinishedRun &run) { return !run.report.namedSteps.empty(); });
}

Result<QStringList> writeResultFiles(const OutputRequest &request, const Scenario &scenario, const QList<FinishedRun> &runs,
                                     const QList<ClaimVerdict> &claims, const WindowServices &window, bool rawCsv)
{
    QStringList written;
    if (request.folder.isEmpty())
        return written;
    for (const Exporter &exporter : exporters()) {
        const bool isBeside = exporter.id == "steps"_L1 && request.formats.contains(u"csv"_s) && haveNamedSteps(runs);
        if (!isBeside && !request.formats.contains(exporter.id))
            continue;
        const Result<QStringList> files =
            exportTo(exporter, {scenario, runs, rawCsv, claims}, QDir(request.folder).filePath(exporter.fileName));
        if (!files)
            return files;
        written += *files;
    }
    if (const QStringList pictures = pictureFormatsAmong(request.formats); !pictures.isEmpty() && window.writePictures) {
        const Result<QStringList> files = window.writePictures(scenario, runs, request.folder, pictures);
        if (!files)
            return files;
        written += *files;
    }
    return written;
}

} // namespace interleave::cli
