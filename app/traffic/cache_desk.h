// A response cache as the loop uses it: one on disk is read and written in a thread of its own, so that no disk and no lock of another
// program ever holds up the network; what is asked waits as a coroutine does. One in memory answers at once (virtual time, and runs whose
// cache begins empty). Used by TrafficControl; thread of the loop.
#pragma once

#include "async/task.h"
#include "traffic/response_cache.h"

#include <QObject>
#include <QThreadPool>

namespace interleave {

class CacheDesk
{
public:
    explicit CacheDesk(std::unique_ptr<ResponseCache> cache);
    ~CacheDesk(); ///< what was given to keep is kept first
    CacheDesk(const CacheDesk &) = delete;
    CacheDesk &operator=(const CacheDesk &) = delete;

    /// Null: it is not there. What was given to keep before is found. Both outlive the task.
    Task<std::shared_ptr<const Reply>> find(const Endpoint &endpoint, const Prompt &prompt);
    void keep(const Endpoint &endpoint, const Prompt &prompt, const Reply &reply);
    QString problem() const { return m_problem; }

private:
    struct Answer;

    QObject m_home; // in the loop's thread: answers come through it
    std::unique_ptr<ResponseCache> m_cache;
    const QString m_problem;
    std::unique_ptr<QThreadPool> m_thread; // null: the cache is in memory
};

} // namespace interleave
