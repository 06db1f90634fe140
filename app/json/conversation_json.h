// What a prompt carries beside its text, as JSON in scenarios and run files: "history", "tools", "tool_choice", "chosen_tool". Strict:
// unknown keys and wrong types are refused by name. Used by json/scenario_json and by the line to worker processes. Pure functions, any
// thread.
#pragma once

#include "core/prompt.h"
#include "json/field_reader.h"

namespace interleave {

/// Adds what there is.
void writeConversation(const Prompt &prompt, OrderedJson &json);
void readConversation(FieldReader &fields, Prompt &prompt);

/// A model's tool calls alone, under "tool_calls".
OrderedJson toJson(const QList<ToolCall> &toolCalls);
void readToolCalls(FieldReader &fields, QList<ToolCall> &calls);

} // namespace interleave
