// What is known of an attempt beyond its outcome and its tokens: who answered, and how. The event log has it as the text of
// AttemptEnd, compact JSON that only this file knows: {"model","provider","status", and where there is one "protocol","transport",
// "not_taken","resend","error","content","answered","note"}. Written as a call is recorded, read once by the trace. A value, any thread.
#pragma once

#include "core/reply.h"

#include <QString>

namespace interleave {

struct AttemptDetail {
    QString model{};     ///< as it was asked for
    QString provider{};  ///< "simulator" for the built-in one, whatever protocol it spoke
    int status = 0;      ///< of HTTP; 0: no response line was read
    QString protocol{};  ///< version of HTTP that the response came over: "1.1", "2"; empty: none came
    QString transport{}; ///< "qnam", "curl"; empty: none was used
    NotTaken notTaken = NotTaken::No;
    bool isResend = false;   ///< made at once because the server had not taken the one before it
    QString error{};         ///< one sentence; empty when ok
    bool hasContent = false; ///< the model had begun: what it made is paid for
    QString answered{};      ///< the model that answered, by its own word; empty: not told
    QString note{};          ///< what came otherwise than it was asked for

    bool operator==(const AttemptDetail &) const = default;

    QString toText() const;
    /// What is missing, of another type or unknown is left out; of a text that is no JSON object everything is.
    static AttemptDetail fromText(const QString &text);
};

} // namespace interleave
