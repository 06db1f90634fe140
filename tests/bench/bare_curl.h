// The other yardstick of short calls: the least that libcurl's multi interface needs for them. One multi handle in a thread of its own, its
// sockets in one epoll set, one POST per call, handles kept, the body read whole; no trace, no provider, no analysis.
#pragma once

#include "bare_client.h"

namespace interleave::bench {

/// `url` takes a POST of `body`. Blocks until all calls are done.
BareResult runBareCurl(const QString &url, const QByteArray &body, int calls, int inFlight);

} // namespace interleave::bench
