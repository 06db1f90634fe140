#include "cli/log_options.h"

#include "core/log.h"

#include <QFileInfo>
#include <QSysInfo>
#include <QThread>

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

QString startLog(QStringList &arguments)
{
    QString file = qEnvironmentVariable("INTERLEAVE_LOG"), level = qEnvironmentVariable("INTERLEAVE_LOG_LEVEL");
    if (!take(arguments, u"--log"_s, file))
        return u"--log needs a file; \"-\" is standard error"_s;
    if (!take(arguments, u"--log-level"_s, level))
        return u"--log-level needs debug, info or warning"_s;
    if (file.isEmpty())
        return level.isEmpty() || qEnvironmentVariableIsSet("INTERLEAVE_LOG_LEVEL") ? QString() : u"--log-level needs --log FILE too"_s;
    if (file != "-"_L1)
        file = QFileInfo(file).absoluteFilePath();
    if (level.isEmpty())
        level = u"info"_s;
    if (const QString problem = logging::start(file, level); !problem.isEmpty())
        return problem;
    qputenv("INTERLEAVE_LOG", file.toLocal8Bit());
    qputenv("INTERLEAVE_LOG_LEVEL", level.toLocal8Bit());
    // The verb alone: what follows it may have an address with a key in it.
    qCInfo(logProgram).noquote() << "interleave " INTERLEAVE_VERSION ", Qt" << qVersion() << "on" << QSysInfo::prettyProductName()
                                 << QSysInfo::currentCpuArchitecture() << "with" << QThread::idealThreadCount() << "cores;"
                                 << (arguments.isEmpty() || QFileInfo(arguments.first()).isFile() ? u"window"_s : arguments.first());
    return {};
}

} // namespace interleave::cli
