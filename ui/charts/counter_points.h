// From counters to the few points that a track draws: the visible part of a step line, and bars of a rate. However long the
// run, the number of points follows the width and not the trace. Functions, any thread. Times: ns since the run's origin.
#pragma once

#include "trace/counters.h"

#include <QList>
#include <QPointF>

namespace interleave {

/// Most points of one line, so that a frame stays far below the display's rate.
inline constexpr int maximumPoints = 1000;

struct StepShape {
    QList<QPointF> line;
    QList<QPointF> low, high; ///< edges of the band of extremes; empty where the line shows every step
    double last = 0;          ///< value at the end of the line: of the counter, or the mean of its last column
};

/// The line in [begin, min(end, now)], from its value at begin on: every corner, or, where steps are denser than the line can
/// show, the mean over each column, with its lowest and highest value as a band: a peak is never lost.
StepShape stepShape(const StepCounter &counter, qint64 begin, qint64 end, qint64 now);

/// Width of a bar: the narrowest of 125, 250, 500 ms, 1, 2, 5, 10, 30 s, ... whose bars are at least 5 px wide.
qint64 barStep(double nsPerPx);

struct RateBars {
    QList<QPointF> outline; ///< upper edge of all bars, down to 0 between them; y = per second
    double peak = 0;        ///< highest bar of the whole run
};

/// Bars of the tokens read per second in [begin, end), `step` wide, with `gap` ns between them.
RateBars rateBars(const Counters &counters, qint64 begin, qint64 end, qint64 step, qint64 gap);

} // namespace interleave
