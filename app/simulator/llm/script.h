// A script of the simulated model: what it answers to which request. Read from resources/scripts/NAME.json or a file; used by the server
// and by the prediction in virtual time, which thus get the same replies. What it says is a pure function of the request: the same on every
// wire, streamed or plain. Values; any thread.
//
// {"schema": "interleave.script/1", "title", "sentence", "rules": [{"when": {...}, "reply": {...}}]}. The first rule whose "when" holds
// answers; where none does, the profile's generated text comes.
//   "when", all that is given must hold: "system", "prompt" (are in the system text, in the last user text), "turn" (model's messages since
//     that text), "tools" (all of them are offered), "failed" (whether the last result is an error)
//   "reply": "text"; "calls": [{"name", "arguments"}] or with "arguments_text", which is sent as it is; "tokens": of output in all, which
//     thinking before the content fills up; "end": "refusal", "length", "cut" (the stream breaks) or {"status": 429, "retry_after_s": 2}
// Texts and strings in arguments may have placeholders (script_text.h).
#pragma once

#include "core/prompt.h"
#include "core/result.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace interleave {

/// How a scripted reply ends.
enum class ScriptEnd : quint8 {
    Whole,
    Length,  ///< as if the limit on output tokens had cut it
    Refusal, ///< the model's own
    Cut,     ///< the connection closes in mid-reply
    Status,  ///< no reply, but an error
};

struct ScriptRule {
    QString system, prompt; ///< empty: any
    std::optional<int> turn;
    QStringList tools;
    std::optional<bool> failed;

    struct Call {
        QString name;
        QJsonObject arguments;
        std::optional<QString> argumentsText; ///< instead of the arguments
    };
    QString text;
    std::vector<Call> calls;
    int tokens = 0; ///< 0: as many as the content has
    ScriptEnd end = ScriptEnd::Whole;
    int status = 0;         ///< 429, 500 or 503
    double retryAfterS = 0; ///< simulated seconds
};

struct Script {
    QString id;
    QString title;
    QString sentence;
    std::vector<ScriptRule> rules;
};

/// A reply as the script has it for one request, with its placeholders filled.
struct ScriptedReply {
    struct Call {
        QString name;
        QString arguments; ///< as text: an object, or what the script sends in place of one
    };
    QString text;
    std::vector<Call> calls;
    int tokens = 0; ///< 0: as many as the content has
    ScriptEnd end = ScriptEnd::Whole;
    int status = 0;
    double retryAfterS = 0;
};

/// Nothing: no rule holds.
std::optional<ScriptedReply> scriptedReply(const Script &script, const Prompt &prompt);

/// Shipped scripts, in menu order.
QStringList scriptNames();
/// A shipped script by name, or a file.
Result<Script> loadScript(const QString &nameOrPath);
/// `where` begins the error sentence: a file name.
Result<Script> parseScript(const QByteArray &json, const QString &where);

} // namespace interleave
