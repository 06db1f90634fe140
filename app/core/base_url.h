// A base URL as a person types or pastes it, put right, or refused in one sentence. The one place for all of them: the command
// line, the window and every file; any thread.
//
// Put right: white space and slashes around it, a scheme in capitals or missing (http for this machine and addresses of a local
// network, else https), a fragment, and the path of a whole request (…/chat/completions, …/v1/messages,
// …/v1beta/models/m:generateContent), of which the base is kept. A query is kept: the request's path goes before it. Refused: a
// user name or a password, a key in the query (both end up in reports), another scheme, control characters, what is no URL.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace interleave {

/// The sentence never repeats what was typed where that may hold a secret. Empty is the simulator, and stays empty.
Result<QString> normalBaseUrl(const QString &typed);

/// Whether it can name an environment variable: letters, digits and _, no digit first. A pasted key does not.
bool isVariableName(const QString &name);

/// Why a value cannot be sent in a header, for a sentence about it ("holds a line break"); empty: it can. Never the value itself.
QString headerValueProblem(const QByteArray &value);

} // namespace interleave
