// A team of agents, whose members are parts of one job. Read by json/team_json, run by workloads/team. A value.
#pragma once

#include "core/agent.h"

#include <QList>

namespace interleave {

/// So many of one kind.
struct TeamRole {
    Agent agent;
    int count = 1;

    bool operator==(const TeamRole &) const = default;
};

struct Team {
    enum class Shape : quint8 {
        Crowd,        ///< members work side by side, each on its own; their answers are the result
        Orchestrator, ///< a plan, the members at once, and a last call about what they found
        Board,        ///< rounds over a shared board: the first role proposes, the others answer at once; then a decision
    };
    Shape shape = Shape::Crowd;
    QList<TeamRole> roles;
    std::optional<Agent> plan;     ///< of an orchestrator: the call before
    std::optional<Agent> decision; ///< of an orchestrator or a board: the call after
    int rounds = 1;                ///< of a board
    int wave = 0;                  ///< members at once, and the next so many when all of them are over; 0: all at once

    bool operator==(const Team &) const = default;
};

} // namespace interleave
