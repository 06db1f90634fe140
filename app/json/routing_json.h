// Where calls go besides the scenario's endpoint, as JSON: rules, fallbacks, and the cheapest of several. Used by json/scenario_json; any
// thread.
#pragma once

#include "core/traffic_policy.h"

#include <nlohmann/json_fwd.hpp>

namespace interleave {

class FieldReader;

nlohmann::ordered_json toJson(const RoutingPolicy &routing);
void readRouting(FieldReader &fields, RoutingPolicy &routing);

} // namespace interleave
