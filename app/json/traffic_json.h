// Reads and writes the parts of a scenario that say when calls start and what stands between them and the network. Used by
// json/scenario_json. Any thread.
#pragma once

#include "core/scenario.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace interleave {

class FieldReader;
using OrderedJson = nlohmann::ordered_json;

/// What is as usual is left out.
OrderedJson toJson(const TrafficPolicy &policy);
OrderedJson toJson(const Arrival &arrival);
OrderedJson toJson(const Objectives &objectives);

void readTraffic(FieldReader &fields, TrafficPolicy &policy);
void readArrival(FieldReader &fields, Arrival &arrival);
void readObjectives(FieldReader &fields, Objectives &objectives);

QLatin1StringView backoffName(Backoff backoff);
std::optional<Backoff> backoffFromName(const QString &name);
/// "even", "burst".
QLatin1StringView pacingName(Pacing pacing);
std::optional<Pacing> pacingFromName(const QString &name);

} // namespace interleave
