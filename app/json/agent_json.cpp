#include "json/agent_json.h"

namespace interleave {

using namespace Qt::StringLiterals;

static void readBounds(FieldReader &fields, AgentBounds &bounds)
{
    fields.read(FieldRange{"turns", 1, 1000}, bounds.turns);
    fields.read(FieldRange{"tool_calls", 1, 1000}, bounds.toolCallsOfTurn);
    fields.read(FieldRange{"tokens", 1, 1e9}, bounds.tokens);
    fields.read(FieldRange{"usd", 0, 1e6}, bounds.usd);
    fields.read(FieldRange{"s", 0.001, 86'400}, bounds.s);
}

static void readAgentFields(FieldReader &fields, Agent &agent)
{
    fields.read("name", agent.name);
    fields.read("system", agent.system);
    fields.read("task", agent.task);
    fields.read("tools", agent.tools);
    fields.object("bounds", [&](FieldReader &inner) { readBounds(inner, agent.bounds); });
    fields.read("model", agent.modelName);
    fields.read(rangeOf("temperature"), agent.temperature);
    fields.read(rangeOf("max_output_tokens"), agent.maxOutputTokens);
    fields.read("class", agent.callClass);
    fields.read(FieldRange{"tools_at_once", 0, 1000}, agent.toolsAtOnce);
}

Agent readAgent(FieldReader &fields)
{
    Agent agent;
    readAgentFields(fields, agent);
    return agent;
}

static std::optional<Team::Shape> shapeFromName(const QString &name)
{
    if (name == "crowd"_L1)
        return Team::Shape::Crowd;
    if (name == "orchestrator"_L1)
        return Team::Shape::Orchestrator;
    return name == "board"_L1 ? std::optional(Team::Shape::Board) : std::nullopt;
}

static void readOptionalAgent(FieldReader &fields, const char *key, std::optional<Agent> &agent)
{
    if (fields.has(key))
        fields.object(key, [&](FieldReader &inner) { agent = readAgent(inner); });
    fields.know(key);
}

Team readTeam(FieldReader &fields)
{
    constexpr int mostMembers = 1000;
    Team team;
    fields.choose("shape", team.shape, u"crowd"_s, shapeFromName, "crowd, orchestrator or board");
    fields.objects("roles", [&](FieldReader &inner) {
        TeamRole role;
        readAgentFields(inner, role.agent);
        inner.read(FieldRange{"count", 1, mostMembers}, role.count);
        if (role.agent.name.isEmpty())
            inner.fail("name", u"is missing; give the role a name"_s);
        team.roles.append(role);
    });
    if (team.roles.isEmpty())
        fields.fail("roles", u"is empty; a team has at least one role"_s);
    readOptionalAgent(fields, "plan", team.plan);
    readOptionalAgent(fields, "decision", team.decision);
    fields.read(FieldRange{"rounds", 1, 100}, team.rounds);
    fields.read(FieldRange{"wave", 0, mostMembers}, team.wave);
    if (team.shape == Team::Shape::Orchestrator && (!team.plan || !team.decision))
        fields.fail(team.plan ? "decision" : "plan", u"is missing; an orchestrator plans first, and at last says what came of it"_s);
    if (team.shape == Team::Shape::Board && !team.decision)
        fields.fail("decision", u"is missing; a board ends with one"_s);
    return team;
}

} // namespace interleave
