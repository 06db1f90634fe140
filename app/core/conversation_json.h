// What a prompt carries beside its text, as JSON in scenarios and run files: "history", "tools", "tool_choice", "chosen_tool". Strict:
// unknown keys and wrong types are refused by name. Used by core/scenario_json. Pure functions, any thread.
#pragma once

#include "core/field_reader.h"
#include "core/prompt.h"

namespace interleave {

/// Adds what there is.
void writeConversation(const Prompt &prompt, QJsonObject &json);
/// Errors go to `fields`.
void readConversation(FieldReader &fields, const QString &place, Prompt &prompt);

} // namespace interleave
