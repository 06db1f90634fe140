// Who may ask the simulator. On this machine only: whoever says that it means this machine (a web page that is open in a browser here
// must not; DNS can make its name lead here, so a foreign Host is refused as a foreign Origin is). Reachable from others: whoever
// brings the token, as the providers' clients send their keys. Used by the service; any thread.
#pragma once

#include "simulator/http/http_message.h"

#include <optional>

namespace interleave {

/// Whether only this machine can connect to the address that is listened on.
bool isLoopbackAddress(const QString &address);

class Doorkeeper
{
public:
    /// An empty token: none is needed.
    Doorkeeper(const QString &bindAddress, const QByteArray &token);

    /// What the request gets instead of an answer. Unset: it may come in.
    std::optional<Answer> refusal(const HttpRequest &request) const;

private:
    bool bringsToken(const HttpRequest &request) const;

    const bool m_isLoopback;
    const QByteArray m_token;
};

} // namespace interleave
