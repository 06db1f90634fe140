#include "ui/history/run_desk.h"

#include "run/run_hold.h"

#include <QMetaObject>

namespace interleave {

RunDesk::RunDesk(QObject *parent)
    : QObject(parent)
    , m_holds(std::make_shared<Holds>())
{
    m_worker.setMaxThreadCount(1);
}

RunDesk::~RunDesk()
{
    m_leaves = true;
    m_worker.waitForDone();
}

void RunDesk::list()
{
    m_worker.start([this] {
        const QList<RunEntry> entries = RunStore().entries([this](qsizetype, qsizetype) { return !m_leaves.load(); });
        QMetaObject::invokeMethod(this, [this, entries] { Q_EMIT listed(entries); });
    });
}

void RunDesk::mark(const RunEntry &entry, const RunMarks &marks)
{
    m_worker.start([this, entry, marks] {
        const QString problem = RunStore().mark(entry, marks);
        if (!problem.isEmpty())
            QMetaObject::invokeMethod(this, [this, problem] { Q_EMIT failed(problem); });
    });
    list();
}

void RunDesk::remove(const QList<RunEntry> &entries)
{
    m_worker.start([this, entries, holds = m_holds] {
        QString problem;
        for (const RunEntry &entry : entries) {
            // That this window itself shows it is no reason: it has all of it in memory, and the person asked.
            std::erase_if(*holds, [&](const std::unique_ptr<RunHold> &hold) { return hold->path() == entry.file; });
            if (const QString why = RunStore().remove(entry); !why.isEmpty())
                problem = why;
        }
        if (!problem.isEmpty())
            QMetaObject::invokeMethod(this, [this, problem] { Q_EMIT failed(problem); });
    });
    list();
}

void RunDesk::hold(const QStringList &files)
{
    m_worker.start([files, holds = m_holds] {
        Holds now;
        for (const QString &file : files)
            now.push_back(std::make_unique<RunHold>(file));
        *holds = std::move(now);
    });
}

} // namespace interleave
