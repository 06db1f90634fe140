// Reads and writes scenarios as JSON (schema "interleave.scenario/1"). Unknown keys, wrong types and values out of
// range are refused by name, in one sentence with the place. Any thread; reading a file blocks.
#pragma once

#include "core/result.h"
#include "core/scenario.h"

#include <nlohmann/json_fwd.hpp>

namespace interleave {

using OrderedJson = nlohmann::ordered_json;

/// In the order in which a person reads it. What is as usual in "arrival", "traffic", "objectives" and "variants" is left out.
OrderedJson toJson(const Scenario &scenario);
OrderedJson toJson(const Prompt &prompt);

/// A prompt as toJson() writes it: an object with "text" and optional "system", "temperature", "max_output_tokens", "class". In a
/// scenario it may be its text alone.
Result<Prompt> promptFromJson(QByteArrayView json, const QString &place);

/// `place` names the source in errors, e.g. the file's path. Of a text, they have line and column.
Result<Scenario> scenarioFromJson(const QByteArray &json, const QString &place);
Result<Scenario> scenarioFromValue(const OrderedJson &json, const QString &place);
Result<Scenario> readScenario(const QString &path);

/// The scenario with a variant's changes, and without variants of its own; an error names the variant and the field.
Result<Scenario> variantOf(const Scenario &scenario, const Variant &variant);

/// Range checks that hold for every scenario, however it was made (file, command line, window).
Result<Scenario> checked(Scenario scenario, const QString &place);

} // namespace interleave
