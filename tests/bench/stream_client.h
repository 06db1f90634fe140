// The least client that can hold thousands of streams: one thread, epoll, raw sockets, no HTTP library. It knows a chunk by the
// simulator's stamp ("mono_ns=") and nothing else of the response. HTTP/1.1 with a connection per stream, or HTTP/2 in the
// clear with few connections. For bench_streams.
#pragma once

#include <QByteArray>

#include <memory>
#include <vector>

namespace interleave::bench {

struct StreamLoad {
    int port = 0;
    int streams = 5000;
    int http2Connections = 0; ///< 0: HTTP/1.1
    double rampS = 5;         ///< over which the streams are started, evenly
    double settleS = 1;
    double windowS = 8;     ///< of measuring, with all streams running
    double firstChunkS = 0; ///< after the request, as the simulator plans it
    double chunksPerS = 15; ///< of each stream
};

struct StreamResult {
    std::vector<double> sentLateMs;    ///< the server's stamp behind the time planned from the request's sending
    std::vector<double> arrivedLateMs; ///< the same for when this client had read it
    std::vector<double> readLateMs;    ///< when this client had read it behind the server's stamp
    int failed = 0;                    ///< streams that ended or broke before the window did
    double clientCores = 0;
    double serverCores = 0;
};

/// Blocks until the window is over. `serverPid`: whose CPU time is read.
StreamResult holdStreams(const StreamLoad &load, qint64 serverPid);

} // namespace interleave::bench
