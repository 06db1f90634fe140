// Prompts and replies as JSON for the line between the engine and a worker process: every field of theirs, and nothing is checked that the
// engine has not checked before. Used by worker_link; the files that people write have rules of their own (json/scenario_json). Any thread.
#pragma once

#include "core/prompt.h"
#include "core/reply.h"

#include <QJsonObject>

namespace interleave::worker_values {

/// Of what toJson(const Prompt &) of json/scenario_json wrote.
Prompt promptFromJson(const QJsonObject &json);

QJsonObject toJson(const Reply &reply);
Reply replyFromJson(const QJsonObject &json);

} // namespace interleave::worker_values
