#include "run/run_file.h"

#include "core/clock.h"
#include "trace/event_json.h"
#include "trace/trace_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QThreadPool>

#include <atomic>

namespace interleave {

/// Touched by one pool task at a time: the pool has one thread.
class RunFile::Writer
{
public:
    explicit Writer(const QString &path)
        : m_file(path)
    {
    }

    void open()
    {
        if (!QDir().mkpath(QFileInfo(m_file.fileName()).path()) || !m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            failed = true;
            return;
        }
        m_file.write(traceFileHeader());
    }
    void write(const std::vector<Event> &events)
    {
        if (failed)
            return;
        QByteArray lines;
        for (const Event &event : events) {
            appendJsonLine(lines, event);
            lines += '\n';
        }
        if (m_file.write(lines) != lines.size() || !m_file.flush())
            failed = true; // a full disk: the run itself goes on
    }

    QString path() const { return m_file.fileName(); }

    std::atomic<bool> failed{false};

private:
    QFile m_file;
};

static QThreadPool &writerThread()
{
    static QThreadPool pool;
    pool.setMaxThreadCount(1);
    return pool;
}

QString RunFile::folder() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs"); }

QString RunFile::nameFor(const QString &scenario, const QString &model, int repeat)
{
    QString safe;
    for (const QChar c : scenario)
        safe += c.isLetterOrNumber() || c == u'-' || c == u'_' ? c : QChar(u'_');
    const QString time = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-ddTHH-mm-ss.zzz"));
    return folder() + u'/' + time + u'-' + safe.left(60) + u'-' + model + u'-' + QString::number(repeat + 1) + QStringLiteral(".itrace");
}

RunFile::RunFile(const QString &path)
    : m_writer(std::make_shared<Writer>(path))
{
    writerThread().start([writer = m_writer] { writer->open(); });
}

RunFile::~RunFile() { flush(); }

void RunFile::append(const std::vector<Event> &events)
{
    m_pending.insert(m_pending.end(), events.begin(), events.end());
    if (monotonicNs() - m_lastWriteNs > 500'000'000)
        flush();
}

void RunFile::flush()
{
    m_lastWriteNs = monotonicNs();
    if (m_pending.empty())
        return;
    writerThread().start([writer = m_writer, events = std::exchange(m_pending, {})] { writer->write(events); });
}

QString RunFile::path() const { return m_writer->path(); }

QString RunFile::error() const
{
    return m_writer->failed
               ? QStringLiteral("runs are not being saved: %1 cannot be written; free some space or make it writable").arg(folder())
               : QString();
}

} // namespace interleave
