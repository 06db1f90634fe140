// Branches of one job under a rule: each begins when those are over that it waits for, so many at once, until all are over, or the first
// that is good, or the first that fails; the others are then given up and waited for. Records where the groups that stand for them begin
// and end. The same for branches on a job's own loop and for those on workers, live and in virtual time. Thread of the loop.
#pragma once

#include "async/completion.h"
#include "async/task_group.h"
#include "core/job.h"
#include "trace/recorder.h"

#include <functional>
#include <vector>

namespace interleave {

class BranchGathering
{
public:
    /// Where the branches run.
    struct Place {
        std::function<Task<WorkResult>(Unit branch)> run;
        std::function<void(StepId branch)> cancel; ///< its run() ends soon after
        std::function<qint64()> now;
        RecorderBuffer &recorder;
        int executor = 0; ///< of the loop that gathers them
    };

    BranchGathering(Place place, std::vector<Unit> branches, Gathering rule);

    /// In the order of the branches. Once.
    Task<std::vector<WorkResult>> results();

private:
    enum class State : quint8 { Waiting, Ready, Running, Over };
    void look();
    bool beginReady();
    void startReady();
    void begin(size_t branch);
    void over(size_t branch, WorkResult result);
    void giveUp(const WorkResult &because);
    qint64 timeoutOf(size_t branch) const;
    Task<void> run(size_t branch);
    Task<void> endInTime(size_t branch);

    Place m_place;
    std::vector<Unit> m_branches;
    const Gathering m_rule;
    std::vector<State> m_states;
    std::vector<WorkResult> m_results;
    std::vector<bool> m_isLate;
    int m_running = 0;
    bool m_isDecided = false;
    bool m_isChanged = false;             // a branch was over since results() looked
    Completion<bool> *m_change = nullptr; // of results(), while it waits
    TaskGroup m_tasks;                    // last: destroyed first
};

/// What a branch comes to that was given up.
WorkResult givenUp(const QString &why);

} // namespace interleave
