// The secrets of an endpoint, handed out where setup/keys/key_trust allows it and nowhere else: its key, and the certificate that is
// trusted besides the system's. Used by everything that makes a request: calls, worker processes, the endpoint manager. Any thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"
#include "setup/keys/key_trust.h"
#include "transport/http_settings.h"

#include <QJsonObject>

namespace interleave {

/// The key of an endpoint, from this session's keys or else its environment variable; empty when it needs none; an error that names
/// the variable when it needs one that is not set, or that may not go there.
Result<QByteArray> keyOf(const Endpoint &endpoint);

/// httpSettingsOf(), where the endpoint's certificate may be trusted for its origin.
Result<HttpSettings> trustedSettingsOf(const Endpoint &endpoint);

/// What the scenario would send or trust, over every variant, rule, fallback and cheaper model, and nobody has allowed; each once.
QList<SecretUse> unknownUsesOf(const Scenario &scenario);

/// The endpoint's own key and certificate are what the person typed: they may go there until the program ends.
void allowTyped(const Endpoint &endpoint);

/// What a worker process needs of this one's secrets, for its standard input; nothing else of them is passed on.
QJsonObject secretsForWorker(const QList<Endpoint> &endpoints);
/// In the worker process.
void takeSecrets(const QJsonObject &secrets);

} // namespace interleave
