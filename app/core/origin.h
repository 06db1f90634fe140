// The origin of an address: scheme, host and port. What a key belongs to. Every merge of endpoints (variants, routes, options, names)
// asks here what stays behind when the address changes; whether a key may go at all is setup/keys/key_trust's. Functions; any thread.
#pragma once

#include "core/endpoint.h"

namespace interleave {

/// "https://host", with the port where it is not the scheme's own; empty: the simulator, or no address.
QString originOf(const QString &baseUrl);

/// After a merge: the key of `before` goes to no other origin, and its certificate to no other host. What the merge itself named for
/// the new address is the caller's to put back.
void leaveSecretsBehind(const Endpoint &before, Endpoint &after);

} // namespace interleave
