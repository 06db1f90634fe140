// What of each call's latency and first chunk was the client's own, from what it recorded about itself. Of the measured calls that
// were sent and are ok. Used by the verdict; any thread.
//   schedule    released to the execution model - planned
//   connection  waits of its attempts for a free connection
//   late        how late its loop was as it handed the request over and as it read the reply: the lateness of the 10 ms timer
//               (LoopLag) that was due in the same stretch, which meets a call as likely as it met the timer, but no more than the
//               time since the tick before; or, where the server stamps its chunks, read - sent if that is more
//   cpu         CPU time of its loop and of the library's threads, without the CPU steps, for each thing that a loop handles (a
//               request, a chunk, an end); two of these are on the way to a first chunk, three on the way to the end
// Stretches in which a CPU step kept the loop busy are the execution model's doing and left out of the first three.
#pragma once

#include "trace/trace.h"

#include <array>

namespace interleave {

enum class ClientPart : quint8 { Schedule, Connection, Late, Cpu };
inline constexpr int clientParts = 4;

/// Samples of one figure with the client's part in each.
struct FigureParts {
    std::vector<qint64> samples, own;
    std::array<qint64, clientParts> sums{}; ///< of own, by ClientPart

    void add(qint64 sample, const std::array<qint64, clientParts> &parts);
};

struct CallParts {
    FigureParts latency, ttft;
    std::vector<qint64> cpuOfLatency, cpuOfTtft; ///< the CPU part alone, in the same order
};

/// How long the network loop was busy with CPU steps between two moments.
class BusyOnLoop
{
public:
    explicit BusyOnLoop(const Trace &trace);
    qint64 between(qint64 begin, qint64 end) const;

private:
    struct Stretch {
        qint64 begin, end;
    };
    std::vector<Stretch> m_steps; // in order; a loop does one at a time
};

CallParts partsOf(const Trace &trace, const BusyOnLoop &busy);

} // namespace interleave
