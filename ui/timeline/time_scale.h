// Nanoseconds to pixels and back for one view: a value, any thread. The view's begin is subtracted as int64 before
// anything becomes floating point, so a day-long trace stays exact to the nanosecond when zoomed in.
// "ns" in ui/timeline is always relative to the origin of the run (Trace::origin()): every run starts at 0.
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace interleave {

struct TimeScale {
    qint64 begin = 0;     ///< ns at `left`
    double left = 0;      ///< px
    double nsPerPx = 1e6; ///< > 0

    /// The scale that shows [begin, end) on `width` px from `left`. An empty range or width gives a usable scale too.
    static TimeScale fit(qint64 begin, qint64 end, double left, double width)
    {
        return {begin, left, static_cast<double>(std::max<qint64>(1, end - begin)) / std::max(1.0, width)};
    }

    double x(qint64 ns) const { return left + static_cast<double>(ns - begin) / nsPerPx; }
    qint64 ns(double x) const { return begin + std::llround((x - left) * nsPerPx); }

    /// Nearest whole pixel. Far outside of the view it stops at ±`farAway`, so that differences of pixels never overflow.
    int pixel(qint64 ns) const { return static_cast<int>(std::lround(std::clamp(x(ns), -farAway, farAway))); }
    double width(qint64 ns) const { return static_cast<double>(ns) / nsPerPx; }

    bool operator==(const TimeScale &) const = default;

    static constexpr double farAway = 1e6;
};

} // namespace interleave
