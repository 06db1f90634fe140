// What tests of coroutines share: a log of what happened, and an object that logs when the frame that holds it dies.
#pragma once

#include "async/completion.h"
#include "async/semaphore.h"
#include "async/task_group.h"
#include "async/virtual_loop.h"

#include <QStringList>

namespace interleave::test {

/// Lives in a coroutine's frame.
class FrameGuard
{
public:
    FrameGuard(QStringList &log, const QString &name)
        : m_log(log)
        , m_name(name)
    {
    }
    ~FrameGuard() { m_log.append(m_name + QStringLiteral(" destroyed")); }
    FrameGuard(const FrameGuard &) = delete;
    FrameGuard &operator=(const FrameGuard &) = delete;

private:
    QStringList &m_log;
    QString m_name;
};

/// Runs until nothing is left to do.
inline void runToIdle(VirtualLoop &loop)
{
    loop.runUntil([] { return false; });
}

} // namespace interleave::test
