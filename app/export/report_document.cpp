#include "export/report_document.h"

#include "export/exporters.h"
#include "trace/comparison.h"
#include "trace/why.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QDateTime>
#include <QFile>
#include <QSysInfo>
#include <QThread>

#include <nlohmann/json.hpp>

namespace interleave {

using Key = QLatin1StringView;

static QString nameOfCpu()
{
    QFile info(QStringLiteral("/proc/cpuinfo"));
    if (info.open(QIODevice::ReadOnly)) {
        // Sizes of files in /proc are unknown before they are read, so atEnd() is of no use.
        for (QByteArray line = info.readLine(); !line.isEmpty(); line = info.readLine()) {
            if (line.startsWith("model name"))
                return QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
        }
    }
    return QSysInfo::currentCpuArchitecture();
}

QJsonObject currentEnvironment()
{
    static const QString cpu = nameOfCpu(); // the kernel writes kilobytes for it
    return {{Key("program"), Key("interleave")},
            {Key("version"), Key(INTERLEAVE_VERSION)},
            {Key("qt"), Key(qVersion())},
            {Key("os"), QSysInfo::prettyProductName()},
            {Key("cpu"), cpu},
            {Key("cores"), QThread::idealThreadCount()},
            {Key("time_utc"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}};
}

OrderedJson environmentOf(const QList<FinishedRun> &runs)
{
    if (!runs.isEmpty() && runs.front().trace) {
        const OrderedJson header = parseOrderedJson(runs.front().trace->header().toUtf8());
        if (header.is_object() && header.contains("environment") && !header["environment"].empty())
            return header["environment"];
    }
    return jsonOf(currentEnvironment());
}

OrderedJson reportDocument(const Scenario &scenario, const QList<FinishedRun> &runs, const QList<ClaimVerdict> &claims)
{
    OrderedJson runsJson = OrderedJson::array();
    QList<RunReport> reports;
    for (const FinishedRun &run : runs) {
        runsJson.push_back(toJson(run.report));
        reports.append(run.report);
    }
    const QList<ModelComparison> comparison = compareRuns(reports);
    OrderedJson document{{"schema", "interleave.report/1"},
                         {"scenario", toJson(scenario)},
                         {"environment", environmentOf(runs)},
                         {"runs", std::move(runsJson)},
                         {"comparison", comparisonJson(comparison)}};
    if (const QList<Why> whys = whyOf(reports, comparison); !whys.isEmpty())
        document["why"] = toJson(whys, reports);
    for (const ClaimVerdict &claim : claims)
        document["claims"].push_back(toJson(claim));
    return document;
}

QString writeReportJson(const ExportInput &input, QIODevice &device)
{
    device.write(pretty(reportDocument(input.scenario, input.runs, input.claims)));
    return {};
}

} // namespace interleave
