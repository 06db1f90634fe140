#include "run/named_files.h"

#include "run/run_file.h"
#include "simulator/llm/profile.h"
#include "simulator/llm/script.h"
#include "json/scenario_json.h"

#include <QDir>
#include <QFileInfo>

namespace interleave {

using namespace Qt::StringLiterals;

/// Links resolved; what does not exist is where it would be.
static QString realPath(const QString &path)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    return real.isEmpty() ? QDir::cleanPath(QFileInfo(path).absoluteFilePath()) : real;
}

static bool isIn(const QString &path, const QString &folder) { return realPath(path).startsWith(realPath(folder) + u'/'); }

static QString refusalOf(const QString &field, const QString &path, const QString &option, const QString &file)
{
    const bool isNear = isIn(path, QFileInfo(file).absolutePath()) || isIn(path, QDir::currentPath()) || isIn(path, RunFile::folder());
    return isNear ? QString()
                  : u"%1: \"%2\" names %3, which does not lie with the scenario; put it there, or name it yourself with %4"_s.arg(
                        file, field, path, option);
}

static QString namedElsewhere(const Scenario &scenario, const QString &file)
{
    const QString &profile = scenario.endpoint.profile;
    if (scenario.endpoint.isSimulator() && !profileNames().contains(profile)) {
        if (const QString refusal = refusalOf(u"profile"_s, profile, u"--profile"_s, file); !refusal.isEmpty())
            return refusal;
    }
    if (scenario.endpoint.isSimulator() && !scenario.script.isEmpty() && !scriptNames().contains(scenario.script)) {
        if (const QString refusal = refusalOf(u"script"_s, scenario.script, u"--script"_s, file); !refusal.isEmpty())
            return refusal;
    }
    if (const QString refusal = refusalOf(u"documents"_s, scenario.documents, u"--documents"_s, file);
        !scenario.documents.isEmpty() && !refusal.isEmpty())
        return refusal;
    return scenario.arrival.kind == Arrival::Kind::Replay ? refusalOf(u"schedule"_s, scenario.arrival.file, u"--arrival"_s, file)
                                                          : QString();
}

QString fileNamedElsewhere(const Scenario &scenario, const QString &file)
{
    QString refusal = namedElsewhere(scenario, file);
    for (const Variant &variant : scenario.variants) {
        const Result<Scenario> changed = refusal.isEmpty() ? variantOf(scenario, variant) : Error{};
        if (changed)
            refusal = namedElsewhere(*changed, file);
    }
    return refusal;
}

} // namespace interleave
