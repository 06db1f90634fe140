// Paints the rows of a timeline right of the gutter: grid, bars, chunk ticks, labels, first-token marks and what is
// predicted. Paints into an image whose left edge is the left edge of the plot and whose top is the top of the visible
// lanes; LanesImage keeps that image between paints. The painter's thread.
#pragma once

#include "ui/timeline/pixel_fill.h"
#include "ui/timeline/predicted_spans.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/span_draw_list.h"
#include "ui/timeline/timeline_frame.h"

#include <QPainter>

#include <optional>

namespace interleave {

class LanePainter
{
public:
    /// Both must outlive the painter; the image has the frame's device pixel ratio.
    LanePainter(const TimelineFrame &frame, QImage &image);
    /// Into a drawing whose origin is where the image's would be: shapes instead of pixels.
    LanePainter(const TimelineFrame &frame, QPainter &drawing);

    void paintRow(const LaneRow &row);
    /// Grid lines where no lane is.
    void paintGround(int top, int bottom);

private:
    // lane_painter.cpp
    void findGrid();
    void paintCall(const TraceIndex &index, int call, int top, int height, bool withText);
    /// `calls`: whose chunks and first tokens are on it.
    void paintLane(const TraceIndex &index, const LaneSpans &lane, const std::vector<int> &calls, QRect bar, bool withText);
    void paintTreeRow(const LaneRow &row, int top);
    void paintExecutor(const LaneRow &row, int top);
    void paintRun(const LaneRow &row, int top);
    void paintOps(const SpanDrawList &list, int top, int height);
    void paintBar(const SpanDrawOp &op, int top, int height);
    void paintPlanned(const TraceIndex &index, int call, bool isGhost, int top, int height);
    void paintReads(const std::vector<qint64> &reads, int top, int height);
    QColor dimmed(Phase phase, const QColor &colour) const;
    // lane_marks.cpp
    void paintChunks(const CallRecord &call, const TraceIndex &index, const SpanDrawOp &op, const QRectF &bar, double labelEnd);
    double paintLabel(const TraceIndex &index, const SpanDrawOp &op, const QRectF &bar, bool ofExecutor);
    void paintTexts(const TraceIndex &index, const SpanDrawList &list, int top, int height, bool ofExecutor);
    void paintPredicted(const QList<PredictedSpan> &spans, int top, int height, bool withText);
    void paintUnreadOf(const TraceIndex &index, int call, int top, int height);
    void paintPredictedLane(const LaneSpans &lane, int top, int height);

    QRectF rect(int x0, int x1, int top, int height) const
    {
        return {x0 / m_frame.dpr, double(top), (x1 - x0) / m_frame.dpr, double(height)};
    }
    int device(double logical) const { return static_cast<int>(std::lround(logical * m_frame.dpr)); }
    double logicalX(qint64 ns) const { return m_scale.pixel(ns) / m_frame.dpr; }

    const TimelineFrame &m_frame;
    const TimelineContent &m_content;
    const Theme &m_theme;
    TimeScale m_scale; // device pixels
    PixelFill m_pixels;
    std::optional<QPainter> m_ofImage;
    QPainter &m_painter;
    QList<RulerTick> m_grid;
};

} // namespace interleave
