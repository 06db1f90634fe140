// Reads an agent and a team of agents, as scenarios hold them. Any thread.
#pragma once

#include "core/team.h"
#include "json/field_reader.h"

namespace interleave {

Agent readAgent(FieldReader &fields);
Team readTeam(FieldReader &fields);

} // namespace interleave
