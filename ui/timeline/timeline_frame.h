// All that the painters of a timeline may know: the look, the content, the part that is visible and what is marked. One
// is made per paint, so a picture for export and the view on the screen cannot differ. A value; the painter's thread.
#pragma once

#include "ui/timeline/lane_layout.h"
#include "ui/timeline/time_scale.h"
#include "ui/timeline/timeline_content.h"
#include "ui/widgets/theme.h"

#include <QRect>

#include <optional>

namespace interleave {

/// A span that is pointed at: its lane's row and its number in the trace of that run.
struct SpanRef {
    int run = 0;
    int row = -1; ///< of the layout
    int lane = 0; ///< within a Run row
    qint32 span = -1;

    bool isNull() const { return span < 0; }
    bool operator==(const SpanRef &) const = default;
};

struct TimelineMarks {
    int selectedCall = -1;
    int selectedRun = -1; ///< stacked mode
    SpanRef selected;
    SpanRef hovered;
    int hoveredRow = -1;
    std::optional<qint64> cursor;
    std::optional<Phase> focusedPhase; ///< the others are dimmed, errors never
    bool hasFocus = false;
    bool isGutterHot = false; ///< the mouse is on the edge that resizes the gutter
};

struct TimelineFrame {
    const Theme *theme = nullptr;
    const TimelineContent *content = nullptr;
    const LaneLayout *layout = nullptr;
    TimelineMarks marks;
    QSize size;
    double dpr = 1;
    int gutter = 250;
    int minimapHeight = 0; ///< 0: no minimap
    int scroll = 0;
    qint64 begin = 0;
    qint64 end = 1;

    static constexpr int rulerHeight = 24;

    /// The plot begins on a device pixel also where gutter * dpr is not whole.
    double plotLeft() const { return std::round(gutter * dpr) / dpr; }
    double plotWidth() const { return std::max(1.0, size.width() - plotLeft()); }
    int lanesTop() const { return minimapHeight + rulerHeight; }
    QRectF minimapRect() const { return {plotLeft(), 0, plotWidth(), static_cast<double>(minimapHeight)}; }
    QRectF rulerRect() const { return {plotLeft(), static_cast<double>(minimapHeight), plotWidth(), static_cast<double>(rulerHeight)}; }
    QRectF lanesRect() const
    {
        return {plotLeft(), static_cast<double>(lanesTop()), plotWidth(), static_cast<double>(std::max(0, size.height() - lanesTop()))};
    }

    /// Coordinates of the widget.
    TimeScale scale() const { return TimeScale::fit(begin, end, plotLeft(), plotWidth()); }
    /// The minimap shows all content.
    TimeScale minimapScale() const;
    /// Device pixels from the left of the plot.
    TimeScale deviceScale() const { return TimeScale::fit(begin, end, 0, plotWidth() * dpr); }
    int deviceWidth() const { return static_cast<int>(std::lround(plotWidth() * dpr)); }
    /// Top of a row in the coordinates of the widget.
    int rowTop(const LaneRow &row) const { return lanesTop() + row.y - scroll; }
    /// On a device pixel.
    double snap(double x) const { return std::round(x * dpr) / dpr; }
    double hairline() const { return std::max(1.0, std::floor(dpr)) / dpr; }
};

} // namespace interleave
