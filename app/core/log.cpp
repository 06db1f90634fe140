#include "core/log.h"

#include "core/visible_text.h"

#include <QDateTime>
#include <QFile>
#include <QStringList>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

namespace interleave {

Q_LOGGING_CATEGORY(logProgram, "interleave.program", QtWarningMsg)
Q_LOGGING_CATEGORY(logRun, "interleave.run", QtWarningMsg)
Q_LOGGING_CATEGORY(logCall, "interleave.call", QtWarningMsg)
Q_LOGGING_CATEGORY(logSimulator, "interleave.simulator", QtWarningMsg)

namespace logging {

namespace {

constexpr qsizetype longest = 4000;     // characters of a message: what a server says may be long
constexpr qsizetype shortestSecret = 4; // less would take pieces out of ordinary words

struct State {
    std::mutex mutex;
    int file = -1; // -1: no log
    LineForm form = plainLine;
    QtMessageHandler before = nullptr;
    QList<QByteArray> secrets;
};

State &state()
{
    static State state;
    return state;
}

const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    default:
        return "error";
    }
}

/// One line, whatever came from outside.
QString onOneLine(const QString &text)
{
    QString line = text.left(longest);
    for (QChar &c : line) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph)
            c = u' ';
    }
    return visibleText(line, LineBreaks::Shown);
}

void write(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    State &log = state();
    const QByteArray category = QByteArray(context.category ? context.category : "default");
    const bool isOurs = category.startsWith("interleave.");
    const std::lock_guard lock(log.mutex);
    if (log.file >= 0) {
        QByteArray said = onOneLine(text).toUtf8();
        for (const QByteArray &secret : std::as_const(log.secrets))
            said.replace(secret, "[key]");
        const QByteArray line = log.form({QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toUtf8(), getpid(), levelName(type),
                                          isOurs ? category.mid(11) : category, said}) +
                                '\n';
        // One call: lines of several processes do not mix. A full disk costs the log and nothing else.
        [[maybe_unused]] const ssize_t written = ::write(log.file, line.constData(), static_cast<size_t>(line.size()));
    }
    if (!isOurs && log.before)
        log.before(type, context, text); // Qt's own warnings are seen as before
}

} // namespace

QByteArray plainLine(const Line &line)
{
    return line.timeUtc + ' ' + QByteArray::number(line.process) + ' ' + line.level + ' ' + line.category + ": " + line.text;
}

QString start(const QString &file, const QString &level, LineForm form)
{
    static const QStringList levels{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning")};
    const qsizetype chosen = levels.indexOf(level);
    if (chosen < 0)
        return QStringLiteral("log level \"%1\" is unknown; it must be debug, info or warning").arg(level);
    const int opened = file == QStringLiteral("-")
                           ? STDERR_FILENO
                           : ::open(QFile::encodeName(file).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (opened < 0)
        return QStringLiteral("the log %1 cannot be written (%2); choose another file")
            .arg(file, QString::fromLocal8Bit(std::strerror(errno)));
    stop();
    State &log = state();
    {
        const std::lock_guard lock(log.mutex);
        log.file = opened;
        log.form = form;
    }
    QLoggingCategory::setFilterRules(QStringLiteral("interleave.*.debug=%1\ninterleave.*.info=%2")
                                         .arg(chosen <= 0 ? QStringLiteral("true") : QStringLiteral("false"),
                                              chosen <= 1 ? QStringLiteral("true") : QStringLiteral("false")));
    log.before = qInstallMessageHandler(write);
    return {};
}

void stop()
{
    State &log = state();
    int file = -1;
    {
        const std::lock_guard lock(log.mutex);
        file = std::exchange(log.file, -1);
    }
    if (file < 0)
        return;
    qInstallMessageHandler(std::exchange(log.before, nullptr));
    QLoggingCategory::setFilterRules({});
    if (file != STDERR_FILENO)
        ::close(file);
}

void keepSecret(const QByteArray &key)
{
    if (key.size() < shortestSecret)
        return;
    State &log = state();
    const std::lock_guard lock(log.mutex);
    if (!log.secrets.contains(key))
        log.secrets.append(key);
}

} // namespace logging
} // namespace interleave
