// Reads and writes the parts of a scenario that say when calls start and what stands between them and the network. Used by
// json/scenario_json. Any thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"

#include <QJsonObject>

#include <optional>

namespace interleave {

QJsonObject toJson(const TrafficPolicy &policy);
QJsonObject toJson(const Arrival &arrival);
QJsonObject toJson(const Objectives &objectives);

/// `place` names the object in errors. Ranges are checked, too.
Result<TrafficPolicy> trafficFromJson(const QJsonObject &json, const QString &place);
Result<Arrival> arrivalFromJson(const QJsonObject &json, const QString &place);
Result<Objectives> objectivesFromJson(const QJsonObject &json, const QString &place);

QLatin1StringView backoffName(Backoff backoff);
/// "even", "burst".
QLatin1StringView pacingName(Pacing pacing);
std::optional<Pacing> pacingFromName(const QString &name);

} // namespace interleave
