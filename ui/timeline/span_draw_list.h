// What is painted of one lane: at most two operations per pixel column, however many spans there are. Spans of a column
// or more are drawn one by one, from round(begin) to round(end), so neighbours tile without a gap. Narrower ones share
// their column: it takes the colour of the phase that lasted longest in it, and neighbouring columns join only if they
// have the same colour, so zooming out never paints a colour that is not there. A failed span always wins its column:
// no error disappears at any zoom. Values, any thread.
#pragma once

#include "ui/timeline/lane_spans.h"
#include "ui/timeline/time_scale.h"

namespace interleave {

struct SpanDrawOp {
    int x0 = 0; ///< px from the left of the plot; < x1. A bar that is cut off ends `overhang` px outside, so that its outline does too
    int x1 = 0;
    qint32 span = -1; ///< index into Trace::spans() of the one it shows, or of the longest
    qint32 count = 1; ///< spans it stands for
    Phase phase = Phase::Limiter;
    bool failed = false;
    bool open = false;

    static constexpr int overhang = 4;

    int width() const { return x1 - x0; }
    bool operator==(const SpanDrawOp &) const = default;
};

struct SpanDrawList {
    std::vector<SpanDrawOp> bars;    ///< a column or more each, in order, not overlapping
    std::vector<SpanDrawOp> columns; ///< drawn over them: what is narrower, joined by colour
    size_t size() const { return bars.size() + columns.size(); }
    bool operator==(const SpanDrawList &) const = default;
};

enum class SpanWidths : quint8 {
    ByTime,
    SendAsTick, ///< lanes of executors: requests overlap there, so each is one tick where it begins
};

/// Draw operations of `lane` for the columns [0, width). `scale.left` is taken as 0. Open spans end at `now`.
SpanDrawList makeDrawList(const LaneSpans &lane, TimeScale scale, int width, qint64 now, SpanWidths widths = SpanWidths::ByTime);

} // namespace interleave
