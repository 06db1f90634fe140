// What a scenario says of its tools, as JSON: {"search": {"delay_s": 0.4, "limit": 1}, "embed": {"does": "wait", "delay_s": 0.3}}. Strict,
// as everything that people write. Used by json/scenario_json; any thread.
#pragma once

#include "core/tool_settings.h"

#include <QList>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

class FieldReader;

nlohmann::ordered_json toJson(const QList<ToolSettings> &tools);
void readTools(FieldReader &fields, QList<ToolSettings> &tools);

} // namespace interleave
