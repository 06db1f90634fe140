#include "environment/branch_gathering.h"

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

WorkResult givenUp(const QString &why)
{
    WorkResult result;
    result.outcome = Outcome::Cancelled;
    result.error = why;
    return result;
}

BranchGathering::BranchGathering(Place place, std::vector<Unit> branches, Gathering rule)
    : m_place(std::move(place))
    , m_branches(std::move(branches))
    , m_rule(rule)
    , m_states(m_branches.size(), State::Waiting)
    , m_results(m_branches.size())
    , m_isLate(m_branches.size(), false)
{
}

Task<std::vector<WorkResult>> BranchGathering::results()
{
    for (;;) {
        m_isChanged = false;
        look();
        if (m_isChanged)
            continue; // some were over at once
        if (m_running == 0)
            co_return std::move(m_results);
        Completion<bool> change;
        m_change = &change;
        co_await change;
        m_change = nullptr;
    }
}

/// What is over may let others begin, and those that cannot begin are over too.
void BranchGathering::look()
{
    while (beginReady()) {
    }
    startReady();
}

/// True: one was over at once, and others may have waited for it.
bool BranchGathering::beginReady()
{
    bool isOver = false;
    for (size_t i = 0; i < m_branches.size() && !m_isDecided; ++i) {
        if (m_states[i] != State::Waiting)
            continue;
        const std::vector<int> &after = m_branches[i].branch.after;
        const auto of = [](int branch) { return static_cast<size_t>(branch); };
        if (!std::all_of(after.begin(), after.end(), [&](int each) { return m_states[of(each)] == State::Over; }))
            continue;
        begin(i);
        const auto failed = std::find_if(after.begin(), after.end(), [&](int each) { return !isSuccess(m_results[of(each)].outcome); });
        if (failed != after.end()) {
            over(i, givenUp(u"it waited for %1, which failed"_s.arg(m_branches[of(*failed)].branch.name)));
            isOver = true;
            continue;
        }
        m_branches[i].branch.waited.clear();
        for (const int each : after)
            m_branches[i].branch.waited.push_back(m_results[of(each)].value);
    }
    return isOver;
}

void BranchGathering::startReady()
{
    for (size_t i = 0; i < m_branches.size() && !m_isDecided && (m_rule.atOnce <= 0 || m_running < m_rule.atOnce); ++i) {
        if (m_states[i] != State::Ready)
            continue;
        m_states[i] = State::Running;
        ++m_running;
        m_tasks.add(run(i));
        if (timeoutOf(i) > 0)
            m_tasks.add(endInTime(i));
    }
}

void BranchGathering::begin(size_t branch)
{
    Unit &unit = m_branches[branch];
    StepFacts facts;
    facts.kind = StepKind::Group;
    facts.label = unit.branch.name;
    facts.parent = unit.group.group().step;
    facts.causes = unit.branch.causes;
    for (const int each : unit.branch.after)
        facts.causes.push_back(m_branches[static_cast<size_t>(each)].group.step);
    if (!unit.branch.after.empty())
        unit.job.plannedNs = m_place.now();
    m_states[branch] = State::Ready;
    m_place.recorder.beginStep(m_place.now(), unit.group, std::move(facts), m_place.executor);
}

void BranchGathering::over(size_t branch, WorkResult result)
{
    m_states[branch] = State::Over;
    m_place.recorder.endStep(m_place.now(), m_branches[branch].group, m_place.executor, result.outcome, result.error);
    m_results[branch] = std::move(result);
}

qint64 BranchGathering::timeoutOf(size_t branch) const
{
    const qint64 own = m_branches[branch].branch.timeoutNs;
    return own > 0 ? own : m_rule.timeoutNs;
}

Task<void> BranchGathering::run(size_t branch)
{
    const QString name = m_branches[branch].branch.name;
    WorkResult result = co_await m_place.run(m_branches[branch]);
    --m_running;
    if (m_isLate[branch] && !isSuccess(result.outcome)) {
        result.outcome = Outcome::Timeout;
        result.error = m_branches[branch].branch.lateSentence;
        if (result.error.isEmpty())
            result.error = u"%1 was not over within %2 s; raise its time-out, or lower the load"_s.arg(name).arg(
                static_cast<double>(timeoutOf(branch)) / 1e9);
    }
    const bool isGood = isSuccess(result.outcome);
    over(branch, std::move(result));
    if (!m_isDecided && m_rule.until == Gathering::Until::FirstGood && isGood)
        giveUp(givenUp(u"%1 was first"_s.arg(name)));
    else if (!m_isDecided && m_rule.until == Gathering::Until::FirstFailure && !isGood)
        giveUp(givenUp(u"%1 failed"_s.arg(name)));
    m_isChanged = true;
    if (m_change)
        m_change->set(true);
}

Task<void> BranchGathering::endInTime(size_t branch)
{
    co_await SleepUntil(m_place.now() + timeoutOf(branch));
    if (m_states[branch] != State::Running)
        co_return;
    m_isLate[branch] = true;
    m_place.cancel(m_branches[branch].group);
}

void BranchGathering::giveUp(const WorkResult &because)
{
    m_isDecided = true;
    for (size_t i = 0; i < m_branches.size(); ++i) {
        if (m_states[i] == State::Running)
            m_place.cancel(m_branches[i].group);
        else if (m_states[i] == State::Ready)
            over(i, because);
        else if (m_states[i] == State::Waiting)
            m_results[i] = because; // it never began
    }
}

} // namespace interleave
