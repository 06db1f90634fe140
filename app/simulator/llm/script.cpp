#include "simulator/llm/script.h"

#include "simulator/llm/script_text.h"
#include "simulator/protocols/conversation_text.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

namespace {

/// What a request says since the user last spoke, and how often the model has answered since.
struct Situation {
    ScriptFacts facts;
    int turn = 0;
};

Situation situationOf(const Prompt &prompt)
{
    Situation situation;
    situation.facts.question = lastQuestion(prompt);
    if (!prompt.text.isEmpty())
        return situation;
    qsizetype begin = prompt.history.size();
    while (begin > 0) {
        const Message &turn = prompt.history[begin - 1];
        if (turn.role == Message::Role::User && !turn.text.isEmpty())
            break;
        --begin;
    }
    for (qsizetype i = begin; i < prompt.history.size(); ++i) {
        situation.turn += prompt.history[i].role == Message::Role::Model;
        situation.facts.results += prompt.history[i].toolResults;
    }
    return situation;
}

bool areOffered(const QStringList &names, const Prompt &prompt)
{
    return std::all_of(names.begin(), names.end(), [&](const QString &name) {
        return std::any_of(prompt.tools.begin(), prompt.tools.end(), [&](const ToolDefinition &tool) { return tool.name == name; });
    });
}

bool holds(const ScriptRule &rule, const Prompt &prompt, const Situation &situation)
{
    const QList<ToolResult> &results = situation.facts.results;
    const bool hasFailed = !results.isEmpty() && isFailure(results.last());
    return prompt.system.contains(rule.system) && situation.facts.question.contains(rule.prompt) &&
           (!rule.turn || *rule.turn == situation.turn) && areOffered(rule.tools, prompt) && (!rule.failed || *rule.failed == hasFailed);
}

ScriptedReply::Call callOf(const ScriptRule::Call &call, const ScriptFacts &facts)
{
    if (call.argumentsText)
        return {call.name, filled(*call.argumentsText, facts)};
    const QJsonObject arguments = filled(QJsonValue(call.arguments), facts).toObject();
    return {call.name, QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact))};
}

} // namespace

std::optional<ScriptedReply> scriptedReply(const Script &script, const Prompt &prompt)
{
    const Situation situation = situationOf(prompt);
    const auto rule = std::find_if(script.rules.begin(), script.rules.end(),
                                   [&](const ScriptRule &candidate) { return holds(candidate, prompt, situation); });
    if (rule == script.rules.end())
        return std::nullopt;
    ScriptedReply reply;
    reply.text = filled(rule->text, situation.facts);
    for (const ScriptRule::Call &call : rule->calls)
        reply.calls.push_back(callOf(call, situation.facts));
    reply.tokens = rule->tokens;
    reply.end = rule->end;
    reply.status = rule->status;
    reply.retryAfterS = rule->retryAfterS;
    return reply;
}

} // namespace interleave
