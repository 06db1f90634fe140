// Placeholders in a script's texts: {{question}} is the last user text; {{result.0}} is what the first tool said since then, {{result.-1}}
// what the last one said; {{result.0.hits.0.id}} is a place in it, read as JSON; and each may go on with | /expression/, which takes the
// first group of what it matches. What is not there, or does not match, is "[nothing]", and so a wrong answer. Used by script.cpp and
// script_json.cpp. Pure; any thread.
#pragma once

#include "core/conversation.h"

#include <QJsonValue>
#include <QString>

namespace interleave {

/// What a request says since the user last spoke.
struct ScriptFacts {
    QString question;
    QList<ToolResult> results;
};

/// With all placeholders filled.
QString filled(const QString &text, const ScriptFacts &facts);
/// Of every text in it. One that is a lone placeholder becomes the value itself: a number stays a number.
QJsonValue filled(const QJsonValue &value, const ScriptFacts &facts);

/// What is wrong with the placeholders of a text; empty: nothing.
QString placeholderProblem(const QString &text);
QString placeholderProblem(const QJsonValue &value);
/// Without its placeholders: the least that it will be.
QString withoutPlaceholders(const QString &text);

/// A result as every wire brings it: its words without the mark of an error; JSON in one form, its fields sorted.
QString plainOutput(const ToolResult &result);
/// On a wire that has no mark for it, an error is told by its words alone.
bool isFailure(const ToolResult &result);

} // namespace interleave
