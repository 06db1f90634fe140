// The yardstick of bench_overhead: the least that QNetworkAccessManager needs for the same calls. One manager in a thread of
// its own, one POST per call, the body read whole; no trace, no provider, no analysis. Past six connections per host it asks
// for groups of connections by peerVerifyName, the cheapest way that Qt has (cleartext only).
#pragma once

#include <QByteArray>
#include <QString>

namespace interleave::bench {

struct BareResult {
    double makespanS = 0; ///< from before the first post() to after the last finished()
    int failed = 0;
};

/// `url` takes a POST of `body`. Blocks until all calls are done.
BareResult runBare(const QString &url, const QByteArray &body, int calls, int inFlight);

} // namespace interleave::bench
