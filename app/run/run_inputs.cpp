#include "run/run_inputs.h"

#include "core/bounded_file.h"
#include "simulator/llm/profile.h"
#include "simulator/llm/script.h"
#include "tools/documents.h"
#include "tools/tool_box.h"
#include "json/scenario_json.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// A file or folder that a scenario names by its path.
struct NamedFile {
    const char *field;
    const char *option;
    QString path;
    bool isFolder = false;

    /// Empty: it cannot be read.
    QByteArray fingerprint() const
    {
        if (isFolder)
            return documentsProblem(path).isEmpty() ? documentsOf(path)->fingerprint() : QByteArray();
        constexpr qint64 mostBytes = 64'000'000; // more than a script or a profile may have
        const Result<QByteArray> content = readBounded(path, mostBytes);
        return content ? QCryptographicHash::hash(*content, QCryptographicHash::Sha256).toHex() : QByteArray();
    }
};

QList<NamedFile> namedFiles(const Scenario &scenario)
{
    QList<NamedFile> files;
    if (scenario.endpoint.isSimulator()) {
        if (!scenario.script.isEmpty() && !scriptNames().contains(scenario.script))
            files.append({"script", "--script", scenario.script});
        if (!profileNames().contains(scenario.endpoint.profile))
            files.append({"profile", "--profile", scenario.endpoint.profile});
    }
    if (!scenario.documents.isEmpty() && needsDocuments(scenario))
        files.append({"documents", "--documents", scenario.documents, true});
    return files;
}

QByteArray rowsOf(const Table &table)
{
    QByteArray rows = "[";
    for (const Value &row : *table.rows) {
        if (rows.size() + row.json.size() > mostTableBytes)
            return {};
        if (rows.size() > 1)
            rows += ',';
        rows += row.json;
    }
    return rows + ']';
}

} // namespace

QJsonObject runInputs(const Scenario &scenario)
{
    OrderedJson inputs = OrderedJson::object();
    if (!scenario.table.file.isEmpty() && scenario.table.size() > 0) {
        if (const QByteArray rows = rowsOf(scenario.table); !rows.isEmpty())
            inputs["table_rows"] = parseOrderedJson(rows);
    }
    for (const NamedFile &file : namedFiles(scenario)) {
        inputs["files"][file.field] = {{"path", utf8(file.path)},
                                       {"was", utf8(QFileInfo(file.path).absoluteFilePath())},
                                       {"sha256", file.fingerprint().toStdString()}};
    }
    return qtObject(inputs);
}

Result<Scenario> scenarioOfHeader(const OrderedJson &header, const QString &place)
{
    OrderedJson scenario = header.is_object() && header.contains("scenario") ? header["scenario"] : OrderedJson::object();
    if (scenario.is_object() && header.contains("table_rows"))
        scenario["table"] = header["table_rows"];
    return scenarioFromValue(scenario, place);
}

QString lostInput(const Scenario &scenario, const OrderedJson &header, const QString &run)
{
    if (!scenario.table.file.isEmpty() && scenario.table.size() == 0)
        return u"%1: the rows of its table %2 are not in it (a run keeps at most 1 MB of them); name the scenario's own file instead"_s.arg(
            run, scenario.table.file);
    if (!header.is_object() || !header.contains("files"))
        return {};
    for (const NamedFile &file : namedFiles(scenario)) {
        if (!header["files"].contains(file.field))
            continue;
        const OrderedJson &kept = header["files"][file.field];
        if (textOf(at(kept, "path")) != file.path)
            continue; // named anew
        const QByteArray now = file.fingerprint();
        if (now.isEmpty())
            return u"%1: its %2 %3 is not there any more; put it back, or name another with %4"_s.arg(
                run, QLatin1StringView(file.field), textOf(at(kept, "was")), QLatin1StringView(file.option));
        if (QString::fromLatin1(now) != textOf(at(kept, "sha256")))
            return u"%1: its %2 %3 has changed since the run; put the old one back, or name it as it is now with %4"_s.arg(
                run, QLatin1StringView(file.field), textOf(at(kept, "was")), QLatin1StringView(file.option));
    }
    return {};
}

} // namespace interleave
