#include "analysis/analyzer.h"

#include "core/clock.h"

namespace interleave {

double burnCpu(double milliseconds, const StopFlag *stop)
{
    // `!(x > 0)`: not a number burns nothing, too
    if (!(milliseconds > 0))
        return 0;
    // One batch takes some ten microseconds, so that reading the clock (a system call) is a few per cent of the work.
    constexpr int batch = 10'000;
    const qint64 begin = threadCpuNs();
    const double target = milliseconds * 1e6;
    volatile quint64 sink = 0x9e3779b97f4a7c15; // volatile: the work must not be optimised away
    double burnt = 0;
    while (burnt < target && !(stop && stop->load(std::memory_order_relaxed))) {
        quint64 x = sink;
        for (int i = 0; i < batch; ++i) { // xorshift64
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
        }
        sink = x;
        burnt = static_cast<double>(threadCpuNs() - begin);
    }
    return burnt / 1e6;
}

} // namespace interleave
