#include "layers.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QLibraryInfo>
#include <QRegularExpression>

namespace interleave::test {

namespace {

// From the ground up. Left may include right, and itself. A name that ends in .h allows that one header and no other of its folder.
constexpr const char *layerTable = R"(
core          : QtCore
json          : QtCore core
async         : QtCore core
trace         : QtCore core json
providers     : QtCore QtNetwork core json
analysis      : QtCore QtConcurrent core
tools         : QtCore core json
traffic       : QtCore core json async trace
transport     : QtCore QtNetwork core async trace providers traffic
environment   : QtCore QtConcurrent core json async trace traffic
workers       : QtCore QtNetwork core json async trace traffic environment
arrivals      : QtCore core async trace environment/environment.h
execution     : QtCore core async environment/environment.h
workloads     : QtCore core json async tools environment/job_context.h
simulator     : QtCore QtNetwork core json providers
export        : QtCore core json trace
setup         : QtCore QtNetwork core json providers analysis tools execution workloads transport simulator/llm/profile.h simulator/llm/script.h
forecast      : QtCore core json tools analysis async trace traffic environment arrivals execution workloads export simulator
telemetry     : QtCore QtNetwork core json trace export transport simulator/http/doorkeeper.h
run           : QtCore QtNetwork QtConcurrent core json async trace traffic providers analysis tools environment workers arrivals execution workloads transport simulator export setup telemetry
history       : QtCore core json trace run
cli           : QtCore core json trace export setup forecast telemetry run history
ui/widgets    : QtCore QtGui QtWidgets QtSvg setup trace core export
ui/timeline   : QtCore QtGui QtWidgets QtSvg QtConcurrent trace core export ui/widgets
ui/charts     : QtCore QtGui QtWidgets QtSvg QtConcurrent QtCharts setup trace core json export ui/widgets
ui/itemmodels : QtCore QtGui QtConcurrent run setup trace core json export ui/widgets
ui/edit       : QtCore QtGui QtWidgets QtSvg QtConcurrent run setup forecast trace core json export ui/widgets ui/timeline ui/itemmodels
ui/run        : QtCore QtGui QtWidgets QtSvg QtConcurrent run setup trace core export ui/widgets ui/timeline ui/charts ui/itemmodels
ui/compare    : QtCore QtGui QtWidgets QtSvg QtConcurrent QtCharts run setup forecast trace core json export ui/widgets ui/timeline ui/charts ui/itemmodels
ui/history    : QtCore QtGui QtWidgets QtSvg QtConcurrent history run setup trace core json export ui/widgets ui/timeline ui/itemmodels
ui/endpoints  : QtCore QtGui QtWidgets QtSvg QtConcurrent run setup core json ui/widgets ui/itemmodels
ui            : QtCore QtGui QtWidgets QtSvg QtConcurrent history run setup forecast trace core json export ui/widgets ui/timeline ui/charts ui/itemmodels ui/edit ui/run ui/compare ui/history ui/endpoints
)";

const QHash<QString, QStringList> &allowed()
{
    static const QHash<QString, QStringList> table = [] {
        QHash<QString, QStringList> result;
        for (const QString &line : QString::fromUtf8(layerTable).split(u'\n', Qt::SkipEmptyParts)) {
            const qsizetype colon = line.indexOf(u':');
            result.insert(line.left(colon).trimmed(), line.mid(colon + 1).simplified().split(u' '));
        }
        return result;
    }();
    return table;
}

QString quotedComplaint(const QString &layer, const QString &header)
{
    if (header.contains(QStringLiteral("..")))
        return QStringLiteral("goes up with \"..\"; includes are rooted at app/, or at the project for ui/");
    if (!header.contains(u'/'))
        return {}; // its own folder, or what moc made
    const QString target = layerOf(header.startsWith(QStringLiteral("ui/")) ? header : QStringLiteral("app/") + header);
    if (!allowed().contains(target))
        return QStringLiteral("is in no layer of the table");
    const QStringList &right = allowed()[layer];
    if (target == layer || right.contains(target) || right.contains(header))
        return {};
    return layer + QStringLiteral(" may not include ") + target;
}

} // namespace

QString layerOf(const QString &path)
{
    const QStringList parts = path.split(u'/');
    const bool window = parts.first() == QStringLiteral("ui");
    if (window && parts.size() == 2)
        return path == QStringLiteral("ui/ui_pch.h") ? QString() : QStringLiteral("ui");
    if (parts.size() < 3)
        return {};
    return window ? QStringLiteral("ui/") + parts.at(1) : parts.at(1);
}

QString qtModuleOf(const QString &header)
{
    if (header.contains(u'/'))
        return header.startsWith(QStringLiteral("Qt")) ? header.section(u'/', 0, 0) : QString();
    static QHash<QString, QString> known;
    const auto found = known.constFind(header);
    if (found != known.constEnd())
        return *found;
    QString module;
    const QDir headers(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    for (const QString &folder : headers.entryList({QStringLiteral("Qt*")}, QDir::Dirs)) {
        if (QFileInfo::exists(headers.filePath(folder + u'/' + header)))
            module = folder;
    }
    known.insert(header, module);
    return module;
}

QStringList layeringComplaints(const SourceFile &file)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"));
    const QString layer = layerOf(file.path);
    if (layer.isEmpty())
        return {};
    if (!allowed().contains(layer))
        return {file.path + QStringLiteral(": its folder is in no layer of the table")};
    QStringList complaints;
    for (qsizetype i = 0; i < file.lines.size(); ++i) {
        const QRegularExpressionMatch match = include.match(file.lines.at(i));
        if (!match.hasMatch())
            continue;
        const QString header = match.captured(2);
        QString complaint;
        if (match.captured(1) == QStringLiteral("\""))
            complaint = quotedComplaint(layer, header);
        else if (const QString module = qtModuleOf(header); !module.isEmpty() && !allowed()[layer].contains(module))
            complaint = layer + QStringLiteral(" may not use ") + module;
        if (!complaint.isEmpty())
            complaints.append(QStringLiteral("%1:%2: %3: %4").arg(file.path).arg(i + 1).arg(header, complaint));
    }
    return complaints;
}

} // namespace interleave::test
