// Team: several agents at one job. A crowd works side by side; an orchestrator plans, lets its members work at once, and says what came of
// it; a board is proposed to, answered, and decided about, in rounds. Members are branches: where they run is the execution model's choice.
#include "core/team.h"

#include "workloads/agent.h"
#include "workloads/board.h"
#include "workloads/scope.h"
#include "workloads/workload.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

WorkResult refused(const QString &sentence) { return {Outcome::ProtocolError, {}, sentence}; }

// What stands for an agent in a branch: the number of its role, or one of these.
constexpr int planRole = -1, decisionRole = -2;

/// One member of a team: its role, which of those who have it, and the values that its task asks for.
struct Member {
    int role = 0;
    int index = 1; ///< of all members who work at the same time, from 1
    QString name;
};

QList<Member> membersOf(const Team &team, int firstRole)
{
    QList<Member> members;
    for (int role = firstRole; role < static_cast<int>(team.roles.size()); ++role) {
        const TeamRole &each = team.roles[role];
        for (int i = 1; i <= each.count; ++i)
            members.append(
                {role, static_cast<int>(members.size()) + 1, each.count == 1 ? each.agent.name : u"%1 %2"_s.arg(each.agent.name).arg(i)});
    }
    return members;
}

/// What a plan has for the n-th member (from 1): an item of the list that it is or holds, else a line of it, else all of it.
Json assignmentOf(const QString &plan, int member)
{
    const auto place = static_cast<size_t>(member - 1);
    Json list = jsonInText(plan);
    if (list.is_object()) {
        for (const auto &field : Json(list)) {
            if (field.is_array())
                list = field;
        }
    }
    if (list.is_array())
        return place < list.size() ? list[place] : Json(utf8(plan));
    const QStringList lines = plan.split(u'\n', Qt::SkipEmptyParts);
    return Json(utf8(static_cast<qsizetype>(place) < lines.size() && lines.size() > 1 ? lines[static_cast<qsizetype>(place)] : plan));
}

class TeamRun
{
public:
    TeamRun(JobContext &context, const Unit &unit)
        : m_context(context)
        , m_team(*context.scenario().team)
        , m_scope(scopeOf(unit.job))
        , m_system(unit.job.prompt.system)
    {
    }

    Task<WorkResult> run()
    {
        switch (m_team.shape) {
        case Team::Shape::Crowd:
            break;
        case Team::Shape::Orchestrator:
            return orchestrate();
        case Team::Shape::Board:
            return discuss();
        }
        return workSideBySide();
    }

    Task<WorkResult> workSideBySide()
    {
        const QList<Member> members = membersOf(m_team, 0);
        const std::vector<WorkResult> results = co_await letWork(members);
        Json answers = Json::array();
        for (const WorkResult &result : results) {
            if (!isSuccess(result.outcome))
                co_return refusedBecause(members, results);
            answers.push_back(parseJson(result.value.json));
        }
        co_return WorkResult{Outcome::Ok, {compact(answers)}, {}};
    }

    Task<WorkResult> orchestrate()
    {
        const WorkResult plan = co_await one(planRole, u"plan"_s);
        if (!isSuccess(plan.outcome))
            co_return plan;
        m_scope.set(u"plan"_s, parseJson(plan.value.json));
        const QList<Member> members = membersOf(m_team, 0);
        const std::vector<WorkResult> results = co_await letWork(members);
        if (std::none_of(results.begin(), results.end(), [](const WorkResult &each) { return isSuccess(each.outcome); }))
            co_return refusedBecause(members, results);
        m_scope.set(u"answers"_s, Json(utf8(answersOf(members, results))));
        co_return co_await one(decisionRole, u"decision"_s);
    }

    Task<WorkResult> discuss()
    {
        Board board;
        const QList<Member> members = membersOf(m_team, 1);
        for (int round = 1; round <= m_team.rounds; ++round) {
            m_scope.set(u"round"_s, Json(round));
            m_scope.set(u"board"_s, Json(utf8(board.text())));
            const QString proposer = m_team.roles.front().agent.name;
            const WorkResult proposal = co_await one(0, proposer);
            if (!isSuccess(proposal.outcome))
                co_return proposal;
            board.write({{proposer, textOfValue(parseJson(proposal.value.json))}}, round);
            m_scope.set(u"board"_s, Json(utf8(board.text())));
            const std::vector<WorkResult> answers = co_await letWork(members);
            QList<Board::Word> words;
            for (qsizetype i = 0; i < members.size(); ++i) {
                const WorkResult &answer = answers[static_cast<size_t>(i)];
                if (isSuccess(answer.outcome))
                    words.append({members[i].name, textOfValue(parseJson(answer.value.json))});
            }
            if (words.isEmpty() && !members.isEmpty())
                co_return refusedBecause(members, answers);
            board.write(words, round); // in the order of the roles, whoever was first
        }
        m_scope.set(u"board"_s, Json(utf8(board.text())));
        WorkResult decision = co_await one(decisionRole, u"decision"_s);
        if (isSuccess(decision.outcome))
            decision.value.json =
                compact(OrderedJson{{"answer", utf8(textOfValue(parseJson(decision.value.json)))}, {"board", board.json()}});
        co_return decision;
    }

    /// A member at its task, in the branch that is its own.
    Task<WorkResult> workAs(int role, Scope scope)
    {
        m_scope = std::move(scope);
        return one(role, {});
    }

private:
    const Agent &agentOf(int role) const
    {
        return role == planRole ? *m_team.plan : role == decisionRole ? *m_team.decision : m_team.roles[role].agent;
    }

    static Value inputOf(int role, Json scope) { return {compact(Json{{"role", role}, {"scope", std::move(scope)}})}; }

    /// An agent, here, or where its seconds are bounded in a branch, which can be given up. `name`: of the group that it is; empty: it is a
    /// branch already.
    Task<WorkResult> one(int role, QString name)
    {
        const Agent &agent = agentOf(role);
        if (!name.isEmpty() && agent.bounds.s) {
            std::vector<Branch> alone{withinItsSeconds(agent, {.name = name, .input = inputOf(role, m_scope.all())})};
            co_return (co_await m_context.all(std::move(alone), m_after, &m_after)).front();
        }
        const Result<QString> system = m_scope.fill(agent.system.isEmpty() ? m_system : agent.system);
        const Result<QString> task = m_scope.fill(agent.task.isEmpty() ? usualTask() : agent.task);
        if (!system || !task)
            co_return refused(system ? task.error() : system.error());
        if (name.isEmpty())
            co_return co_await workAsAgent(m_context, agent, *system, *task, {});
        const StepId group = m_context.begin(StepKind::Group, name, m_after);
        WorkResult result = co_await workAsAgent(m_context, agent, *system, *task, {}, group);
        m_context.end(group, result.outcome, result.error);
        m_after = {group};
        co_return result;
    }

    QString usualTask() const
    {
        QStringList parts{u"{{prompt}}"_s};
        for (const QString &name : {u"assignment"_s, u"board"_s, u"answers"_s}) {
            if (m_scope.has(name))
                parts.append(u"{{"_s + name + u"}}"_s);
        }
        return parts.join(u"\n\n"_s);
    }

    /// All at once, or in waves with a barrier between them; their results in their order.
    Task<std::vector<WorkResult>> letWork(const QList<Member> &members)
    {
        std::vector<WorkResult> results;
        const qsizetype wave = m_team.wave > 0 ? m_team.wave : std::max<qsizetype>(1, members.size());
        for (qsizetype first = 0; first < members.size(); first += wave) {
            std::vector<Branch> branches;
            for (const Member &member : members.mid(first, wave)) {
                Json scope = m_scope.all();
                scope["index"] = member.index;
                if (m_scope.has(u"plan"_s))
                    scope["assignment"] = assignmentOf(textOfValue(m_scope.value(u"plan"_s)), member.index);
                branches.push_back(
                    withinItsSeconds(agentOf(member.role), {.name = member.name, .input = inputOf(member.role, std::move(scope))}));
            }
            const std::vector<WorkResult> made = co_await m_context.all(std::move(branches), m_after, &m_after);
            results.insert(results.end(), made.begin(), made.end());
        }
        co_return results;
    }

    static QString answersOf(const QList<Member> &members, const std::vector<WorkResult> &results)
    {
        QStringList answers;
        for (qsizetype i = 0; i < members.size(); ++i) {
            const WorkResult &result = results[static_cast<size_t>(i)];
            answers.append(members[i].name + u": " +
                           (isSuccess(result.outcome) ? textOfValue(parseJson(result.value.json)) : result.error));
        }
        return answers.join(u"\n\n"_s);
    }

    static WorkResult refusedBecause(const QList<Member> &members, const std::vector<WorkResult> &results)
    {
        int failed = 0, first = -1;
        for (int i = 0; i < static_cast<int>(results.size()); ++i) {
            if (isSuccess(results[static_cast<size_t>(i)].outcome))
                continue;
            ++failed;
            first = first < 0 ? i : first;
        }
        const WorkResult &cause = results[static_cast<size_t>(first)];
        return {
            cause.outcome, {}, u"%1 of %2 members failed; %3: %4"_s.arg(failed).arg(results.size()).arg(members[first].name, cause.error)};
    }

    JobContext &m_context;
    const Team &m_team;
    Scope m_scope;
    const QString m_system;
    std::vector<StepId> m_after; // what the next member waits for
};

} // namespace

Task<WorkResult> team(JobContext &context, const Unit &unit)
{
    if (isToolBranch(unit))
        co_return co_await toolOfBranch(context, unit);
    TeamRun run(context, unit);
    if (unit.isWhole())
        co_return co_await run.run();
    const Json input = parseJson(unit.branch.input.json);
    co_return co_await run.workAs(at(input, "role").get<int>(), Scope(at(input, "scope")));
}

} // namespace interleave
