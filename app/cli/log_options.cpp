#include "cli/log_options.h"

#include "core/log.h"
#include "json/json.h"

#include <QFileInfo>
#include <QSysInfo>
#include <QThread>

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

/// Takes "NAME VALUE" or "NAME=VALUE" out of the arguments. False: its value is missing.
static bool take(QStringList &arguments, const QString &name, QString &value)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i].startsWith(name + u'=')) {
            value = arguments.takeAt(i--).mid(name.size() + 1);
        } else if (arguments[i] == name) {
            arguments.removeAt(i);
            if (i >= arguments.size())
                return false;
            value = arguments.takeAt(i--);
        }
    }
    return true;
}

/// For programs that gather logs: an object on each line.
static QByteArray jsonLine(const logging::Line &line)
{
    return compact(OrderedJson{{"time", line.timeUtc.toStdString()},
                               {"level", line.level},
                               {"logger", line.category.toStdString()},
                               {"process", line.process},
                               {"message", line.text.toStdString()}});
}

QString startLog(QStringList &arguments)
{
    QString form = qEnvironmentVariable("INTERLEAVE_LOG_FORMAT");
    QString file = qEnvironmentVariable("INTERLEAVE_LOG"), level = qEnvironmentVariable("INTERLEAVE_LOG_LEVEL");
    if (!take(arguments, u"--log"_s, file))
        return u"--log needs a file; \"-\" is standard error"_s;
    if (!take(arguments, u"--log-level"_s, level))
        return u"--log-level needs debug, info or warning"_s;
    if (!take(arguments, u"--log-format"_s, form))
        return u"--log-format needs text or json"_s;
    if (!form.isEmpty() && form != "text"_L1 && form != "json"_L1)
        return u"log format \"%1\" is unknown; it must be text or json"_s.arg(form);
    if (file.isEmpty())
        return level.isEmpty() || qEnvironmentVariableIsSet("INTERLEAVE_LOG_LEVEL") ? QString() : u"--log-level needs --log FILE too"_s;
    if (file != "-"_L1)
        file = QFileInfo(file).absoluteFilePath();
    if (level.isEmpty())
        level = u"info"_s;
    if (const QString problem = logging::start(file, level, form == "json"_L1 ? jsonLine : logging::plainLine); !problem.isEmpty())
        return problem;
    qputenv("INTERLEAVE_LOG", file.toLocal8Bit());
    qputenv("INTERLEAVE_LOG_LEVEL", level.toLocal8Bit());
    qputenv("INTERLEAVE_LOG_FORMAT", form.toLocal8Bit());
    // The verb alone: what follows it may have an address with a key in it.
    qCInfo(logProgram).noquote() << "interleave " INTERLEAVE_VERSION ", Qt" << qVersion() << "on" << QSysInfo::prettyProductName()
                                 << QSysInfo::currentCpuArchitecture() << "with" << QThread::idealThreadCount() << "cores;"
                                 << (arguments.isEmpty() || QFileInfo(arguments.first()).isFile() ? u"window"_s : arguments.first());
    return {};
}

} // namespace interleave::cli
