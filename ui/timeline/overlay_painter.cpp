#include "ui/timeline/overlay_painter.h"

#include "ui/timeline/path_painter.h"
#include "ui/timeline/role_text.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/widgets/phase_painter.h"

#include <QFontMetricsF>

namespace interleave {

QRectF spanRect(const TimelineFrame &frame, const SpanRef &ref)
{
    if (ref.isNull() || ref.row < 0 || ref.row >= frame.layout->rows().size())
        return {};
    const LaneRow &row = frame.layout->rows()[ref.row];
    const TraceIndex &index = frame.content->index(ref.run);
    if (index.isEmpty() || static_cast<size_t>(ref.span) >= index.trace()->spans().size())
        return {};
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const TimeScale scale = frame.scale();
    const qint64 begin = index.relative(span.begin);
    const qint64 end = span.end == Trace::open ? frame.content->now : index.relative(span.end);
    const double x0 = std::max(frame.plotLeft() - 8, frame.snap(scale.x(begin)));
    const double x1 = std::min(frame.size.width() + 8.0, std::max(x0 + 2, frame.snap(scale.x(end))));
    if (x1 <= frame.plotLeft() || x0 >= frame.size.width())
        return {};
    const double top = frame.rowTop(row) + row.barTop + (row.kind == RowKind::Run ? ref.lane * row.pitch : 0);
    return {x0, top, x1 - x0, static_cast<double>(row.barHeight)};
}

namespace {

/// Only then is one sooner than the other.
bool isSameWork(const RunResult &a, const RunResult &b) { return a.isComplete() && b.isComplete() && a.planned == b.planned; }

/// The makespan of a stacked run: a line through its lanes, the value, and the difference to the first run in words.
void paintEnd(QPainter &painter, const TimelineFrame &frame, const LaneRow &row)
{
    const Theme &theme = *frame.theme;
    const TimelineRun &run = frame.content->runs[static_cast<size_t>(row.index)];
    const qint64 end = run.isGhost || run.index.isEmpty() ? 0 : run.index.makespanEnd();
    if (end <= 0)
        return;
    const double x = frame.snap(frame.scale().x(end));
    if (x < frame.plotLeft() || x > frame.size.width() + 200)
        return;
    const double top = frame.rowTop(row);
    painter.fillRect(QRectF(x - 1, top + 3, 2, row.height - 7), theme.text);

    QString difference;
    const TimelineRun &base = frame.content->runs.front();
    const RunResult &result = run.index.result();
    if (!result.isComplete()) {
        difference = result.text();
    } else if (row.index > 0 && !base.isGhost && !base.index.isEmpty() && isSameWork(result, base.index.result())) {
        const qint64 less = base.index.makespan() - run.index.makespan();
        if (std::abs(less) < 5'000'000)
            difference = QObject::tr("as soon as %1").arg(base.name);
        else
            difference =
                (less > 0 ? QObject::tr("%1 sooner than %2") : QObject::tr("%1 later than %2")).arg(secondsText(std::abs(less)), base.name);
    }
    const QString value = secondsText(run.index.makespan());
    const double width = std::max(QFontMetricsF(themeFont(TextRole::BodyStrong)).horizontalAdvance(value),
                                  QFontMetricsF(themeFont(TextRole::Small)).horizontalAdvance(difference)) +
                         2;
    const bool flips = x + 10 + width > frame.size.width() - 4;
    const double textLeft = flips ? x - 10 - width : x + 9;
    const Qt::Alignment side = (flips ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    const double middle = top + row.height / 2.0;
    QRectF line(textLeft, difference.isEmpty() ? middle - 9 : middle - 17, width, 18);
    if (flips) { // over its own lanes: a plain ground keeps it readable
        painter.fillRect(QRectF(textLeft - 4, line.top(), width + 8, difference.isEmpty() ? 18 : 35), withAlpha(theme.canvas, 0.86));
    }
    paintText(painter, line, side, TextRole::BodyStrong, theme.text, value);
    if (!difference.isEmpty())
        paintText(painter, line.translated(0, 17), side, TextRole::Small, theme.text2, difference);
}

void paintLine(QPainter &painter, const TimelineFrame &frame, qint64 ns, const QColor &colour, bool dashed)
{
    const double x = frame.scale().x(ns);
    if (x < frame.plotLeft() || x > frame.size.width())
        return;
    const double line = frame.hairline();
    const double left = frame.snap(x);
    // From below the flag on the ruler to the bottom.
    const double top = frame.minimapHeight + 20;
    if (!dashed) {
        painter.fillRect(QRectF(left, top, line, frame.size.height() - top), colour);
        return;
    }
    for (double y = frame.lanesTop(); y < frame.size.height(); y += 6)
        painter.fillRect(QRectF(left, y, line, 4), colour);
}

} // namespace

void paintOverlay(QPainter &painter, const TimelineFrame &frame)
{
    const Theme &theme = *frame.theme;
    const QRectF lanes = frame.lanesRect();
    painter.setClipRect(lanes);
    if (frame.content->isStacked) {
        const auto [first, last] = frame.layout->rowsIn(frame.scroll, frame.scroll + static_cast<int>(std::ceil(lanes.height())));
        for (int i = first; i < last; ++i)
            paintEnd(painter, frame, frame.layout->rows()[i]);
    }
    paintCriticalPath(painter, frame);
    paintCauses(painter, frame);
    if (const QRectF rect = spanRect(frame, frame.marks.hovered); !rect.isEmpty() && frame.marks.hovered != frame.marks.selected) {
        painter.setPen(QPen(theme.text2, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(snapped(painter, rect).adjusted(-0.5, -0.5, 0.5, 0.5));
    }
    if (const QRectF rect = spanRect(frame, frame.marks.selected); !rect.isEmpty())
        paintSelectedSpan(painter, theme, rect);
    painter.setClipping(false);

    if (frame.content->isLive())
        paintLine(painter, frame, frame.content->now, theme.now, false);
    if (frame.marks.cursor)
        paintLine(painter, frame, *frame.marks.cursor, theme.accent, true);
    if (frame.marks.hasFocus) {
        // Inside of the widget: panels touch, and there is no room outside.
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(1, 1, frame.size.width() - 2, frame.size.height() - 2));
    }
}

} // namespace interleave
