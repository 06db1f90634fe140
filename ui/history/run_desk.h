// What the window does with kept runs, away from its own thread: lists them, marks them, deletes them, and holds those that it shows, so
// that no other program deletes them. One thing at a time, in the order in which it was asked for. GUI thread; all the work is done in a
// thread of its own.
#pragma once

#include "history/run_store.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <vector>

namespace interleave {

class RunHold;

class RunDesk : public QObject
{
    Q_OBJECT
public:
    explicit RunDesk(QObject *parent = nullptr);
    ~RunDesk() override; ///< waits for what goes on, which ends early

    /// listed() follows, as it does every change.
    void list();
    void mark(const RunEntry &entry, const RunMarks &marks);
    void remove(const QList<RunEntry> &entries);
    /// These, and no longer those before.
    void hold(const QStringList &files);

Q_SIGNALS:
    void listed(const QList<interleave::RunEntry> &entries);
    void failed(const QString &sentence);

private:
    using Holds = std::vector<std::unique_ptr<RunHold>>;

    QThreadPool m_worker; // of one thread
    std::atomic<bool> m_leaves = false;
    std::shared_ptr<Holds> m_holds; // touched by the worker alone
};

} // namespace interleave
