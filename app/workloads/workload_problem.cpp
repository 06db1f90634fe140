// What a scenario's workload lacks, or names without its being there. The rest was refused when the file was read.
#include "workloads/workload.h"

#include "core/text_template.h"
#include "tools/tool.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// Columns of the scenario's table: those of all rows.
QStringList columnsOf(const Table &table)
{
    QStringList columns;
    for (int row = 0; row < table.size(); ++row) {
        const Json values = parseJson((*table.rows)[static_cast<size_t>(row)].json);
        for (const auto &[name, value] : values.items()) {
            if (const QString column = QString::fromStdString(name); !columns.contains(column))
                columns.append(column);
        }
    }
    return columns;
}

QString unknownTool(const Scenario &scenario, const QString &place, const QString &name)
{
    QStringList known;
    for (const ToolSettings &settings : scenario.tools)
        known.append(settings.name);
    for (const Tool &tool : tools())
        known.append(tool.id);
    return u"%1 names the tool \"%2\", and there is none; known are %3"_s.arg(place, name, known.join(u", "_s));
}

QString unknownName(const QString &place, const QString &text, const QStringList &known)
{
    return u"%1: %2 names no step that it can wait for, and no column of the table; known are %3"_s.arg(place, text, known.join(u", "_s));
}

/// With a table, prompts are templates over its columns; without one, braces are text. {{call}} is the call's number.
QString problemOfPrompts(const Scenario &scenario, const QStringList &known)
{
    if (scenario.table.size() == 0)
        return {};
    for (qsizetype i = 0; i < scenario.prompts.size(); ++i) {
        for (const Placeholder &placeholder : placeholdersOf(scenario.prompts[i].text + scenario.prompts[i].system)) {
            if (placeholder.name != "call"_L1 &&
                (!known.contains(placeholder.name) || placeholder.name == "prompt"_L1 || placeholder.name == "job"_L1))
                return unknownName(u"prompt %1"_s.arg(i + 1), placeholder.text(), known.mid(2) + QStringList{u"call"_s});
        }
    }
    return {};
}

QString problemOfAgent(const Scenario &scenario, const Agent &agent, const QString &place, const QStringList &known)
{
    for (const QString &tool : agent.tools) {
        if (!toolNamed(scenario, tool))
            return unknownTool(scenario, place, tool);
    }
    for (const auto &[field, text] : {std::pair(u"system"_s, agent.system), std::pair(u"task"_s, agent.task)}) {
        for (const Placeholder &placeholder : placeholdersOf(text)) {
            if (!known.contains(placeholder.name))
                return unknownName(u"%1, \"%2\""_s.arg(place, field), placeholder.text(), known);
        }
    }
    return {};
}

QString problemOfWorkflow(const Scenario &scenario, const Workflow &workflow, const QStringList &known)
{
    for (const WantedName &wanted : workflow.wanted) {
        if (!known.contains(wanted.name))
            return unknownName(u"step \"%1\", \"%2\""_s.arg(wanted.step, wanted.field), wanted.text, known);
    }
    for (const WorkflowBlock &block : workflow.blocks) {
        for (const WorkflowStep &step : block.steps) {
            const QString place = u"step \"%1\""_s.arg(step.name);
            if (step.kind == WorkflowStep::Kind::Tool && !toolNamed(scenario, step.tool))
                return unknownTool(scenario, place, step.tool);
            for (const QString &tool : step.agent.tools) {
                if (!toolNamed(scenario, tool))
                    return unknownTool(scenario, place, tool);
            }
        }
    }
    return {};
}

QString problemOfTeam(const Scenario &scenario, const Team &team, QStringList known)
{
    constexpr int mostAtOnce = 64; // a fan-out that nobody meant
    int members = 0;
    known += {u"index"_s, u"plan"_s, u"assignment"_s, u"board"_s, u"round"_s, u"answers"_s};
    for (const TeamRole &role : team.roles) {
        members += role.count;
        if (const QString problem = problemOfAgent(scenario, role.agent, u"role \"%1\""_s.arg(role.agent.name), known); !problem.isEmpty())
            return problem;
    }
    for (const auto &[name, agent] : {std::pair(u"plan"_s, team.plan), std::pair(u"decision"_s, team.decision)}) {
        const QString problem = agent ? problemOfAgent(scenario, *agent, u"\"%1\""_s.arg(name), known) : QString();
        if (!problem.isEmpty())
            return problem;
    }
    if (members > mostAtOnce && team.wave == 0)
        return u"the team has %1 members who would all work at once; say how many may (\"wave\")"_s.arg(members);
    return {};
}

} // namespace

QString problemOfWorkload(const Scenario &scenario)
{
    const QString &workload = scenario.workload;
    const auto isMissing = [&](const char *id, bool isThere) { return workload == QLatin1StringView(id) && !isThere; };
    if (isMissing("workflow", scenario.workflow.isThere()) || isMissing("agent", scenario.agent.isThere()) ||
        isMissing("team", scenario.team.isThere()))
        return u"its workload is %1, and there is no \"%1\" that says what to do; add one"_s.arg(workload);
    const QStringList known = QStringList{u"prompt"_s, u"job"_s} + columnsOf(scenario.table);
    QString problem = problemOfPrompts(scenario, known);
    if (problem.isEmpty() && scenario.workflow.isThere())
        problem = problemOfWorkflow(scenario, *scenario.workflow, known);
    if (problem.isEmpty() && scenario.agent.isThere())
        problem = problemOfAgent(scenario, *scenario.agent, u"\"agent\""_s, known);
    if (problem.isEmpty() && scenario.team.isThere())
        problem = problemOfTeam(scenario, *scenario.team, known);
    return problem;
}

} // namespace interleave
