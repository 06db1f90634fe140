#include "run/run_file.h"

#include "core/clock.h"
#include "core/private_file.h"
#include "trace/event_json.h"
#include "trace/trace_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QThreadPool>

#include <atomic>

namespace interleave {

static constexpr qint64 writeEveryNs = 250'000'000; // well below the second that a crash may cost, on a busy machine too

/// Touched by one pool task at a time: the pool has one thread.
class RunFile::Writer
{
public:
    explicit Writer(const QString &path)
        : m_path(path)
        , m_file(path + QStringLiteral(".part"))
    {
    }

    /// The file gets its name once it holds its first events: at no moment is there one that cannot be opened as a run.
    void write(const std::vector<Event> &events)
    {
        if (failed)
            return;
        const bool isNew = !m_file.isOpen();
        failed = isNew && !create();
        if (failed)
            return;
        QByteArray lines = isNew ? traceFileHeader() : QByteArray();
        for (const Event &event : events) {
            appendJsonLine(lines, event);
            lines += '\n';
        }
        // A full disk: the run itself goes on.
        failed = m_file.write(lines) != lines.size() || !m_file.flush() || (isNew && !QFile::rename(m_file.fileName(), m_path));
    }

    QString path() const { return m_path; }

    std::atomic<bool> failed{false};

private:
    bool create()
    {
        return makePrivateFolder(QFileInfo(m_path).path()) && !QFile::exists(m_path) &&
               m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly);
    }

    const QString m_path;
    QFile m_file; // goes on writing when it is renamed
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
}

RunFile::~RunFile()
{
    if (!m_isFinished)
        finish().wait();
}

std::shared_future<QString> RunFile::finish()
{
    m_isFinished = true;
    flush();
    auto written = std::make_shared<std::promise<QString>>();
    writerThread().start([writer = m_writer, written] { written->set_value(errorOf(*writer)); }); // after all that was written before
    return written->get_future().share();
}

void RunFile::append(const std::vector<Event> &events)
{
    m_pending.insert(m_pending.end(), events.begin(), events.end());
    if (monotonicNs() - m_lastWriteNs > writeEveryNs)
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

QString RunFile::error() const { return errorOf(*m_writer); }

QString RunFile::errorOf(const Writer &writer)
{
    return writer.failed
               ? QStringLiteral("runs are not being saved: %1 cannot be written; free some space or make it writable").arg(folder())
               : QString();
}

} // namespace interleave
