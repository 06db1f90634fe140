#include "core/clock.h"

#include <ctime>

namespace interleave {

static qint64 read(clockid_t id)
{
    timespec t{};
    clock_gettime(id, &t);
    return static_cast<qint64>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

qint64 monotonicNs() { return read(CLOCK_MONOTONIC); }
qint64 threadCpuNs() { return read(CLOCK_THREAD_CPUTIME_ID); }
qint64 processCpuNs() { return read(CLOCK_PROCESS_CPUTIME_ID); }

} // namespace interleave
