// How far the steps of a run are, by the names that its graph has them under: how many wait, run, are done or failed, over all jobs.
// Grows with the trace and looks only at what is new or not over. Used by WorkloadGraph; a value, GUI thread.
#pragma once

#include "trace/trace.h"

#include <QHash>
#include <QString>

namespace interleave {

struct StepCounts {
    int waits = 0; ///< all that it needs is there, and it is held: by a limit, for a connection, for an executor
    int runs = 0;
    int done = 0;
    int failed = 0;
    qint64 doneNs = 0; ///< how long those that are done took together

    int begun() const { return waits + runs + done + failed; }
    bool operator==(const StepCounts &) const = default;
};

class StepProgress
{
public:
    /// True: something is other than before. Another trace than the last one is counted from its beginning.
    bool update(const TracePtr &trace);
    /// Of the steps of that name: "draft", whatever the round of its loop. Where only a group has it (a member of a team, a step that is
    /// an agent), of that. "turn" and "tools" of an agent have its name before them: "prices/turn"; of the only one: "/turn".
    StepCounts of(const QString &name) const;
    int jobs() const { return m_jobs; }
    bool isEmpty() const { return m_closed.isEmpty() && m_open.empty(); }

    /// "3 run, 2 wait, 5 done, 1 failed"; when all is over also how long one took, from when it could have begun: "5 done, 1.93 s", and
    /// "each" where there is room for it.
    static QString text(const StepCounts &counts, bool isLong = false);

private:
    QStringList keysOf(const StepRecord &step) const;
    static bool isHeld(const StepRecord &step, const Trace &trace);

    TracePtr m_trace;
    quint64 m_version = 0;
    size_t m_seen = 0;
    int m_jobs = 0;
    std::vector<qint32> m_open; // not over
    QHash<QString, StepCounts> m_closed, m_now;
};

} // namespace interleave
