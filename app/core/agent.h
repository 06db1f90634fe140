// An agent: a system text, the tools that it may call, and its bounds. Read by json/agent_json, run by workloads/agent. A value.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace interleave {

/// What ends an agent that has not answered by itself. Nothing is unbounded.
struct AgentBounds {
    int turns = 12;            ///< calls
    int toolCallsOfTurn = 16;  ///< what a turn asks for beyond them is refused, and the model is told
    std::optional<int> tokens; ///< of all its calls, input and output
    std::optional<double> usd; ///< of all its calls, by the price table
    std::optional<double> s;   ///< since it began

    bool operator==(const AgentBounds &) const = default;
};

struct Agent {
    QString name;   ///< empty: "agent"
    QString system; ///< a template
    QString task;   ///< a template; empty: the text of the job's prompt
    QStringList tools;
    AgentBounds bounds;
    QString modelName; ///< empty: the endpoint's, or where routing leads
    std::optional<double> temperature;
    std::optional<int> maxOutputTokens;
    QString callClass;
    int toolsAtOnce = 0; ///< of one turn; 0: all that it asks for, within the bound

    bool operator==(const Agent &) const = default;
};

} // namespace interleave
