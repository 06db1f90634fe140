#include "json/scenario_text.h"

#include "core/result.h"
#include "json/json.h"
#include "json/json_edit.h"
#include "json/scenario_json.h"

#include <nlohmann/json.hpp>

namespace interleave {

QByteArray scenarioText(const Scenario &scenario, const QByteArray &before)
{
    const Result<Scenario> old = before.isEmpty() ? Error{} : scenarioFromJson(before, {});
    if (!old)
        return pretty(toJson(scenario));
    if (*old == scenario)
        return before;
    const QByteArray text = editedJson(before, toJson(*old), toJson(scenario), "text"); // a prompt may be its text alone
    // Whatever a text looks like, what is saved is what was edited.
    const Result<Scenario> read = scenarioFromJson(text, {});
    return read && *read == scenario ? text : pretty(toJson(scenario));
}

} // namespace interleave
