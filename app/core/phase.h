// What an attempt, or a CPU step, is doing. The order is the order of the legend. Values, any thread.
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace interleave {

enum class Phase : quint8 {
    Startup, // a worker thread or process comes up; belongs to an executor, not to a call
    Limiter, // waits for the traffic policy
    Ready,   // has all it needs and waits for an executor: the loop is busy, no worker, pool thread or core is free
    Pool,    // waits for a free connection
    Dns,
    Connect, // TCP (with TLS where Qt does not tell them apart)
    Tls,
    Send,   // request handed to the socket
    Ttft,   // request sent, no content yet
    Stream, // first content chunk to response complete
    Backoff,
    Analyze, // CPU work on a reply
    Tool,
    Cache, // looks for a kept reply; a span of its own, with outcome CacheHit when there is one
};

inline constexpr std::array allPhases{Phase::Startup, Phase::Limiter, Phase::Ready, Phase::Pool, Phase::Dns,
                                      Phase::Connect, Phase::Tls,     Phase::Send,  Phase::Ttft, Phase::Stream,
                                      Phase::Backoff, Phase::Analyze, Phase::Tool,  Phase::Cache};

/// Work of the program on a reply; a tool may also wait for something outside.
constexpr bool isCpuStep(Phase phase) { return phase == Phase::Analyze || phase == Phase::Tool; }

/// The name used in files and on the wire: "limiter", "ttft", ...
QLatin1StringView phaseName(Phase phase);
std::optional<Phase> phaseFromName(QStringView name);

} // namespace interleave
