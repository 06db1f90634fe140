// Writes a run's events to its file (*.itrace, the append-only event log itself) while it runs, in a thread of its own: a
// crash loses at most what came within the last second. Made and used in the controller's thread; never blocks it.
#pragma once

#include "trace/event.h"

#include <QObject>
#include <QString>

#include <future>
#include <memory>
#include <vector>

namespace interleave {

class RunFile
{
public:
    /// Folder in which runs are kept: "runs" in the user's data folder.
    static QString folder();
    /// "2026-11-22T09-12-05.123-article-hybrid-1.itrace" in folder().
    static QString nameFor(const QString &scenario, const QString &model, int repeat);

    /// Nothing is written when the file cannot be made; error() says why.
    explicit RunFile(const QString &path);
    ~RunFile(); ///< writes what is left, and waits for that unless finish() was called
    /// Call it every frame, also without events: those before may be due.
    void append(const std::vector<Event> &events);
    /// Writes what is left. Ready when all of it is in the file: the error, or empty. To be waited for in another thread.
    std::shared_future<QString> finish();
    QString path() const;
    QString error() const;

private:
    class Writer;
    std::shared_ptr<Writer> m_writer;
    std::vector<Event> m_pending;
    qint64 m_lastWriteNs = 0;
    bool m_isFinished = false;
    void flush();
    static QString errorOf(const Writer &writer);
};

} // namespace interleave
