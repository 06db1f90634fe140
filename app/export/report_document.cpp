#include "export/report_document.h"

#include "export/exporters.h"
#include "trace/comparison.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
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

static QJsonObject environmentOf(const QList<FinishedRun> &runs)
{
    if (!runs.isEmpty() && runs.front().trace) {
        const QJsonObject header = QJsonDocument::fromJson(runs.front().trace->header().toUtf8()).object();
        if (const QJsonObject recorded = header[Key("environment")].toObject(); !recorded.isEmpty())
            return recorded;
    }
    return currentEnvironment();
}

QJsonObject reportDocument(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    QJsonArray runsJson;
    QList<RunReport> reports;
    for (const FinishedRun &run : runs) {
        runsJson.append(toJson(run.report));
        reports.append(run.report);
    }
    return {{Key("schema"), Key("interleave.report/1")},
            {Key("scenario"), qtObject(toJson(scenario))},
            {Key("environment"), environmentOf(runs)},
            {Key("runs"), runsJson},
            {Key("comparison"), comparisonJson(compareRuns(reports))}};
}

QString writeReportJson(const ExportInput &input, QIODevice &device)
{
    device.write(QJsonDocument(reportDocument(input.scenario, input.runs)).toJson());
    return {};
}

} // namespace interleave
