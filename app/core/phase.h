// What an attempt, or a CPU step, is doing, and what each phase is like: a row of traits, which metrics, exports and views read. To add a
// phase: a name here, a row below it (in the order of the legend), and its colours (ui/widgets/phase_painter.cpp). Values, any thread.
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace interleave {

enum class Phase : quint8 { Startup, Limiter, Ready, Pool, Dns, Connect, Tls, Send, Ttft, Stream, Backoff, Analyze, Tool, Cache };

/// Who a phase is spent on. In flight are calls in a phase of the Server.
enum class PhaseFamily : quint8 { Client, Connection, Server, Cpu };

/// Which of the timings of an HTTP archive (HAR 1.2) a phase is counted in; Ssl is a part of Connect.
enum class HarTiming : quint8 { None, Blocked, Dns, Connect, Ssl, Send, Wait, Receive };

struct PhaseTraits {
    Phase phase;
    const char *name;    ///< in files and on the wire
    const char *title;   ///< in legends and tables
    const char *doing;   ///< of a call in the middle of a sentence: "#3 waits for an executor"
    const char *meaning; ///< one phrase that explains it
    PhaseFamily family;
    bool isOfAttempt = false;  ///< of one HTTP exchange
    bool isClientWait = false; ///< the client makes the step wait for itself
    bool isExecuted = false;   ///< on the executor that it names, in whose lane it is; whatever only waits would cover that
    bool isUsual = false;      ///< a call without faults goes through it: shown also before anything has happened
    HarTiming har = HarTiming::None;
};

namespace detail {
using enum PhaseFamily;
inline constexpr std::array phaseTable{
    PhaseTraits{.phase = Phase::Startup,
                .name = "startup",
                .title = "start-up",
                .doing = "starting",
                .meaning = "A worker thread or process comes up",
                .family = Client,
                .isExecuted = true},
    PhaseTraits{.phase = Phase::Limiter,
                .name = "limiter",
                .title = "limiter",
                .doing = "held by the limiter",
                .meaning = "Waits for a limit of the traffic policy",
                .family = Client,
                .isClientWait = true,
                .isUsual = true},
    PhaseTraits{.phase = Phase::Ready,
                .name = "ready",
                .title = "ready",
                .doing = "waits for an executor",
                .meaning = "Has all it needs and waits for an executor: the loop is busy, or no worker or pool thread is free",
                .family = Client,
                .isClientWait = true,
                .isUsual = true},
    PhaseTraits{.phase = Phase::Pool,
                .name = "pool",
                .title = "pool",
                .doing = "waits for a connection",
                .meaning = "Waits for a free connection",
                .family = Client,
                .isOfAttempt = true,
                .isClientWait = true,
                .isUsual = true,
                .har = HarTiming::Blocked},
    PhaseTraits{.phase = Phase::Dns,
                .name = "dns",
                .title = "dns",
                .doing = "connecting",
                .meaning = "Looks up the address of the server",
                .family = Connection,
                .isOfAttempt = true,
                .har = HarTiming::Dns},
    // with TLS where Qt does not tell them apart
    PhaseTraits{.phase = Phase::Connect,
                .name = "connect",
                .title = "connect",
                .doing = "connecting",
                .meaning = "Opens the connection",
                .family = Connection,
                .isOfAttempt = true,
                .isUsual = true,
                .har = HarTiming::Connect},
    PhaseTraits{.phase = Phase::Tls,
                .name = "tls",
                .title = "tls",
                .doing = "connecting",
                .meaning = "Agrees on encryption",
                .family = Connection,
                .isOfAttempt = true,
                .har = HarTiming::Ssl},
    PhaseTraits{.phase = Phase::Send,
                .name = "send",
                .title = "send",
                .doing = "sending",
                .meaning = "Hands the request to the socket",
                .family = Connection,
                .isOfAttempt = true,
                .isExecuted = true,
                .isUsual = true,
                .har = HarTiming::Send},
    PhaseTraits{.phase = Phase::Ttft,
                .name = "ttft",
                .title = "waiting",
                .doing = "waiting",
                .meaning = "Request sent, nothing of the answer yet",
                .family = Server,
                .isOfAttempt = true,
                .isUsual = true,
                .har = HarTiming::Wait},
    // first content chunk to response complete
    PhaseTraits{.phase = Phase::Stream,
                .name = "stream",
                .title = "streaming",
                .doing = "streaming",
                .meaning = "The answer arrives",
                .family = Server,
                .isOfAttempt = true,
                .isUsual = true,
                .har = HarTiming::Receive},
    PhaseTraits{.phase = Phase::Backoff,
                .name = "backoff",
                .title = "backoff",
                .doing = "backing off",
                .meaning = "Waits before it tries again",
                .family = Client,
                .isClientWait = true},
    PhaseTraits{.phase = Phase::Analyze,
                .name = "analyze",
                .title = "analyze",
                .doing = "analyzing",
                .meaning = "CPU work on the answer",
                .family = Cpu,
                .isExecuted = true,
                .isUsual = true},
    // which may also wait for something
    PhaseTraits{.phase = Phase::Tool,
                .name = "tool",
                .title = "tool",
                .doing = "runs a tool",
                .meaning = "Runs a tool",
                .family = Cpu,
                .isExecuted = true},
    // a span of its own, with outcome CacheHit when there is one
    PhaseTraits{.phase = Phase::Cache,
                .name = "cache",
                .title = "cache",
                .doing = "looks in the cache",
                .meaning = "Looks for a kept reply",
                .family = Client},
};
} // namespace detail

inline constexpr auto allPhases = [] {
    std::array<Phase, detail::phaseTable.size()> phases{};
    for (size_t i = 0; i < phases.size(); ++i)
        phases[i] = static_cast<Phase>(i);
    return phases;
}();

constexpr const PhaseTraits &traitsOf(Phase phase) { return detail::phaseTable[static_cast<size_t>(phase)]; }
static_assert(
    [] {
        for (const Phase phase : allPhases) {
            if (traitsOf(phase).phase != phase)
                return false;
        }
        return true;
    }(),
    "a row of traits for each phase, in the same order");

/// Work of the program on a reply; a tool may also wait for something outside.
constexpr bool isCpuStep(Phase phase) { return traitsOf(phase).family == PhaseFamily::Cpu; }
/// Request handed to the socket, reply not complete: what "in flight" means everywhere.
constexpr bool isInFlight(Phase phase) { return traitsOf(phase).family == PhaseFamily::Server; }
/// Of the exchange itself. A limiter's wait comes before it, back-off after, CPU steps work on its reply.
constexpr bool isOfAttempt(Phase phase) { return traitsOf(phase).isOfAttempt; }
constexpr bool isExecuted(Phase phase) { return traitsOf(phase).isExecuted; }
/// Limiter, pool, ready, backoff: the client's own.
constexpr bool isClientWait(Phase phase) { return traitsOf(phase).isClientWait; }

/// The name used in files and on the wire: "limiter", "ttft", ...
QLatin1StringView phaseName(Phase phase);
/// As people read it: "waiting", "streaming", ...
QString phaseTitle(Phase phase);
std::optional<Phase> phaseFromName(QStringView name);

} // namespace interleave
