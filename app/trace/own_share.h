// How much of a reported time may be the client's own. The client's part of each call is taken out of that call's time, and the
// figure is taken again from what is left: the difference is how far the figure may be off, whichever calls were hit. A delay
// that met one call in a hundred so moves the 99th percentile and leaves the median alone. Used by the verdict; any thread.
//
//   p50   off by more than 5 % of itself, or
//   tail  off by more than 10 % of itself: the 99th percentile, or the maximum where there are too few samples for one
//
// and in both cases by more than 1 ms, below which the parts themselves are not known: Qt's timers, which tell how late a loop is,
// count whole milliseconds, and so does the wait of its event dispatcher. CPU time is known to the microsecond, so where a part
// is CPU time alone the floor is 0.05 ms.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace interleave {

inline constexpr double mostOfMedian = 0.05;
inline constexpr double mostOfTail = 0.10;
inline constexpr qint64 timerFloorNs = 1'000'000;
inline constexpr qint64 cpuFloorNs = 50'000;

/// A figure, and how far it may be off.
struct Shift {
    qint64 reportedNs = 0;
    qint64 ownNs = 0; ///< reported - what it is without the client's parts
    bool isTail = false;
    bool isMaximum = false; ///< of too few samples for a 99th percentile
    int n = 0;

    double share() const { return reportedNs > 0 ? static_cast<double>(ownNs) / static_cast<double>(reportedNs) : 0; }
    /// "p50 (10.3 ms) may be 1.2 ms too long (12 %)"; a p50 that is withheld is "the median of 4"
    QString text() const;
};

/// What is over its limit; the worse of both, measured by its limit. `own` has the client's part of each sample, in the same order.
std::optional<Shift> shiftOf(const std::vector<qint64> &samples, const std::vector<qint64> &own, qint64 floorNs = timerFloorNs);

} // namespace interleave
