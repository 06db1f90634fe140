// The one clock: CLOCK_MONOTONIC in nanoseconds, the same for every process of the machine. Any thread.
#pragma once

#include <QtGlobal>

namespace interleave {

/// Nanoseconds of CLOCK_MONOTONIC.
qint64 monotonicNs();
/// CPU time of the calling thread, in nanoseconds.
qint64 threadCpuNs();
/// CPU time of the whole process, in nanoseconds.
qint64 processCpuNs();

constexpr double secondsFromNs(qint64 ns) { return static_cast<double>(ns) / 1e9; }
constexpr double millisecondsFromNs(qint64 ns) { return static_cast<double>(ns) / 1e6; }
constexpr qint64 nsFromSeconds(double seconds) { return static_cast<qint64>(seconds * 1e9); }

} // namespace interleave
