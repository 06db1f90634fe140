#include "run/run_file.h"

#include "core/clock.h"
#include "core/private_file.h"
#include "run/run_hold.h"
#include "trace/event_json.h"
#include "trace/trace_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QThreadPool>

#include <atomic>
#include <cerrno>

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
        if (isNew && !create())
            return;
        QByteArray lines = isNew ? traceFileHeader() : QByteArray();
        for (const Event &event : events) {
            appendJsonLine(lines, event);
            lines += '\n';
        }
        // A full disk: the run itself goes on.
        if (m_file.write(lines) != lines.size())
            fail(qt_error_string(errno)); // unbuffered, so it is of this write; QFile itself only knows "Unknown error"
        else if (isNew && !QFile::rename(m_file.fileName(), m_path))
            fail(QStringLiteral("a file in it cannot be renamed"));
        if (failed && isNew)
            m_file.remove(); // nobody opens it without its name, and the disk may be full
    }

    QString path() const { return m_path; }

    /// After `failed` was seen, and no longer written then.
    QString problem() const { return m_problem; }

    std::atomic<bool> failed{false};

private:
    void fail(const QString &problem)
    {
        m_problem = problem;
        failed = true;
    }
    bool create()
    {
        const QString folder = QFileInfo(m_path).path();
        if (!makePrivateFolder(folder))
            fail(QStringLiteral("the folder cannot be made"));
        else if (QFile::exists(m_path))
            fail(QStringLiteral("there is such a file already"));
        else if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered, ownerOnly))
            fail(m_file.errorString());
        else
            holdRun(m_file.handle());
        return !failed;
    }

    const QString m_path;
    QString m_problem;
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
    if (!writer.failed)
        return {};
    // Of its folder, so that a comparison says it once.
    return QStringLiteral("runs are not being saved: %1 cannot be written (%2); free some space or make it writable")
        .arg(QFileInfo(writer.path()).path(), writer.problem());
}

} // namespace interleave
