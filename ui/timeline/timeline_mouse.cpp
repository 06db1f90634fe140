#include "ui/timeline/timeline_mouse.h"

#include "ui/timeline/span_tooltip.h"
#include "ui/timeline/timeline_selection.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/tree_gutter.h"

#include <QApplication>
#include <QGestureEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

namespace interleave {

namespace {
constexpr int narrowestGutter = 180;
constexpr int narrowestStackedGutter = 140;
constexpr int widestGutter = 360;
} // namespace

TimelineMouse::TimelineMouse(TimelineView &view, TimelineSelection &selection)
    : m_view(view)
    , m_selection(selection)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(250);
    QObject::connect(&m_rest, &QTimer::timeout, &view, [this] { showCard(); });
}

void TimelineMouse::leave()
{
    m_position = {-1, -1};
    unhover();
    if (!m_selection.isCursorPinned())
        m_selection.moveCursor({});
}

bool TimelineMouse::gesture(QEvent &event)
{
    VisibleRange &range = *m_view.range();
    if (event.type() == QEvent::NativeGesture) {
        const auto &gesture = static_cast<const QNativeGestureEvent &>(event);
        if (gesture.gestureType() != Qt::ZoomNativeGesture)
            return false;
        range.zoomAt(m_view.frame().scale().ns(gesture.position().x()), 1 / std::max(0.2, 1 + gesture.value()));
        return true;
    }
    if (event.type() != QEvent::Gesture)
        return false;
    const auto *pinch = static_cast<const QPinchGesture *>(static_cast<QGestureEvent &>(event).gesture(Qt::PinchGesture));
    if (!pinch)
        return false;
    const QPointF centre = m_view.viewport()->mapFromGlobal(pinch->centerPoint());
    if (pinch->scaleFactor() > 0)
        range.zoomAt(m_view.frame().scale().ns(centre.x()), 1 / pinch->scaleFactor());
    return true;
}

void TimelineMouse::hover(QPointF point)
{
    const TimelineFrame frame = m_view.frame();
    const TimelineZone zone = zoneAt(frame, point);
    updateShape(zone);
    const SpanRef span = zone == TimelineZone::Lanes ? spanAt(frame, point) : SpanRef{};
    const int row = zone == TimelineZone::Lanes || zone == TimelineZone::Gutter ? rowAt(frame, point) : -1;
    const bool isEdge = zone == TimelineZone::GutterEdge;
    if (span != m_selection.marks().hovered)
        QToolTip::hideText();
    m_selection.hover(span, row, isEdge);
    if (row >= 0)
        m_rest.start();
    else
        m_rest.stop();
    if (m_view.content().isStacked && !m_selection.isCursorPinned()) {
        const bool isPlot = zone == TimelineZone::Lanes || zone == TimelineZone::Ruler;
        m_selection.moveCursor(isPlot && !m_view.content().isEmpty() ? std::optional(frame.scale().ns(point.x())) : std::nullopt);
    }
}

void TimelineMouse::unhover()
{
    m_rest.stop();
    if (m_selection.hover({}, -1, false))
        QToolTip::hideText();
}

void TimelineMouse::showCard()
{
    const TimelineFrame frame = m_view.frame();
    const TimelineMarks &marks = frame.marks;
    if (m_drag != Drag::None || marks.hoveredRow < 0 || marks.hoveredRow >= frame.layout->rows().size())
        return;
    const LaneRow &row = frame.layout->rows()[marks.hoveredRow];
    QString text;
    if (!marks.hovered.isNull())
        text = spanCard(frame, marks.hovered);
    else if (row.kind == RowKind::Call && m_position.x() < frame.plotLeft())
        text = callCard(frame, 0, row.index);
    if (!text.isEmpty())
        QToolTip::showText(m_view.viewport()->mapToGlobal(m_position.toPoint() + QPoint(0, 6)), text, m_view.viewport());
}

void TimelineMouse::updateShape(TimelineZone zone)
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    switch (zone) {
    case TimelineZone::GutterEdge:
        shape = Qt::SplitHCursor;
        break;
    case TimelineZone::MinimapBeginGrip:
    case TimelineZone::MinimapEndGrip:
        shape = Qt::SizeHorCursor;
        break;
    case TimelineZone::Minimap:
        shape = Qt::OpenHandCursor;
        break;
    case TimelineZone::Ruler:
    case TimelineZone::Gutter:
    case TimelineZone::Lanes:
        break;
    }
    if (m_view.viewport()->cursor().shape() != shape)
        m_view.viewport()->setCursor(shape);
}

void TimelineMouse::press(QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton && event.button() != Qt::MiddleButton)
        return;
    const TimelineFrame frame = m_view.frame();
    m_dragFrom = event.position();
    m_dragBegin = m_view.range()->begin();
    m_dragEnd = m_view.range()->end();
    m_dragScroll = m_view.verticalScrollBar()->value();
    switch (zoneAt(frame, m_dragFrom)) {
    case TimelineZone::GutterEdge:
        m_drag = Drag::Gutter;
        break;
    case TimelineZone::MinimapBeginGrip:
        m_drag = Drag::BeginGrip;
        break;
    case TimelineZone::MinimapEndGrip:
        m_drag = Drag::EndGrip;
        break;
    case TimelineZone::Minimap: {
        const qint64 at = frame.minimapScale().ns(m_dragFrom.x());
        if (at < m_dragBegin || at > m_dragEnd) { // outside of the window: it jumps there
            const qint64 length = m_dragEnd - m_dragBegin;
            m_view.range()->set(at - length / 2, at - length / 2 + length);
            m_dragBegin = m_view.range()->begin();
            m_dragEnd = m_view.range()->end();
        }
        m_drag = Drag::Window;
        break;
    }
    case TimelineZone::Ruler:
    case TimelineZone::Gutter:
    case TimelineZone::Lanes:
        m_drag = Drag::Pressed;
        break;
    }
    event.accept();
}

void TimelineMouse::move(const QMouseEvent &event)
{
    m_position = event.position();
    if (m_drag == Drag::None) {
        hover(m_position);
        return;
    }
    if (m_drag == Drag::Pressed) {
        if ((m_position - m_dragFrom).manhattanLength() < QApplication::startDragDistance() || m_dragFrom.x() < m_view.frame().plotLeft())
            return;
        m_drag = Drag::Pan;
        unhover();
        m_view.viewport()->setCursor(Qt::ClosedHandCursor);
    }
    dragTo(m_position);
}

void TimelineMouse::dragTo(QPointF point)
{
    const TimelineFrame frame = m_view.frame();
    const double dx = point.x() - m_dragFrom.x();
    const auto mapNs = [&](double px) { return std::llround(px * frame.minimapScale().nsPerPx); };
    switch (m_drag) {
    case Drag::Pan: {
        // Whole pixels, so that bars keep their widths while they move.
        const qint64 shift = std::llround(std::round(dx) * static_cast<double>(m_dragEnd - m_dragBegin) / frame.plotWidth());
        m_view.range()->set(m_dragBegin - shift, m_dragEnd - shift);
        m_view.verticalScrollBar()->setValue(m_dragScroll - qRound(point.y() - m_dragFrom.y()));
        break;
    }
    case Drag::Window:
        m_view.range()->set(m_dragBegin + mapNs(dx), m_dragEnd + mapNs(dx));
        break;
    case Drag::BeginGrip:
        m_view.range()->set(std::min(m_dragBegin + mapNs(dx), m_dragEnd - VisibleRange::shortest), m_dragEnd);
        break;
    case Drag::EndGrip:
        m_view.range()->set(m_dragBegin, std::max(m_dragEnd + mapNs(dx), m_dragBegin + VisibleRange::shortest));
        break;
    case Drag::Gutter:
        m_view.setGutterWidth(
            std::clamp(qRound(point.x()), m_view.content().isStacked ? narrowestStackedGutter : narrowestGutter, widestGutter));
        break;
    case Drag::None:
    case Drag::Pressed:
        break;
    }
}

void TimelineMouse::release(const QMouseEvent &event)
{
    const bool isClick = m_drag == Drag::Pressed;
    m_drag = Drag::None;
    m_view.viewport()->setCursor(Qt::ArrowCursor);
    if (isClick && event.button() == Qt::LeftButton)
        click(event.position());
    hover(event.position());
}

void TimelineMouse::click(QPointF point)
{
    const TimelineFrame frame = m_view.frame();
    const TimelineZone zone = zoneAt(frame, point);
    const int number = zone == TimelineZone::Lanes || zone == TimelineZone::Gutter ? rowAt(frame, point) : -1;
    if (m_view.content().isStacked && (zone == TimelineZone::Lanes || zone == TimelineZone::Ruler) && !m_view.content().isEmpty())
        m_selection.pinCursor(frame.scale().ns(point.x()));
    if (number < 0)
        return;
    const LaneRow row = frame.layout->rows()[number];
    if (row.isHeader()) {
        m_view.foldGroup(row.kind);
        return;
    }
    if (foldMark(frame, row).contains(point)) {
        m_view.setNodeOpen(row.index, !m_view.content().tree.isOpen(row.index));
        return;
    }
    if (row.kind == RowKind::Run)
        m_selection.selectRunByHand(row.index);
    const SpanRef span = zone == TimelineZone::Lanes ? spanAt(frame, point) : SpanRef{};
    if (!span.isNull())
        m_selection.selectByHand(span);
    else if (zone == TimelineZone::Gutter && (row.kind == RowKind::Node || row.kind == RowKind::Step))
        m_selection.selectByHand(spanInRow(frame, number, frame.begin));
    else if (row.kind == RowKind::Call)
        m_selection.selectCallByHand(row.index);
}

void TimelineMouse::doubleClick(const QMouseEvent &event)
{
    const TimelineFrame frame = m_view.frame();
    const TimelineZone zone = zoneAt(frame, event.position());
    if (zone == TimelineZone::Ruler || zone == TimelineZone::Minimap)
        m_view.fitAll();
    else if (zone == TimelineZone::Lanes)
        m_view.fitSpan(spanAt(frame, event.position()));
}

void TimelineMouse::wheel(QWheelEvent &event)
{
    const TimelineFrame frame = m_view.frame();
    const QPoint angle = event.angleDelta();
    const TimelineZone zone = zoneAt(frame, event.position());
    const bool overAxis = zone == TimelineZone::Ruler || zone == TimelineZone::Minimap;
    if (event.modifiers().testFlag(Qt::ControlModifier) || (overAxis && angle.x() == 0 && event.modifiers() == Qt::NoModifier)) {
        const double at = std::max(frame.plotLeft(), event.position().x());
        m_view.range()->zoomAt(frame.scale().ns(at), std::pow(1.2, -angle.y() / 120.0));
    } else if (event.modifiers().testFlag(Qt::ShiftModifier) || std::abs(angle.x()) > std::abs(angle.y())) {
        // A touch pad tells pixels; a notch of a wheel is a tenth of what is visible.
        const QPoint pixels = event.pixelDelta();
        const double px = pixels.x() != 0 ? pixels.x() : (angle.x() != 0 ? angle.x() : angle.y()) / 120.0 * frame.plotWidth() / 10;
        m_view.range()->panBy(-std::llround(px * frame.scale().nsPerPx));
    } else if (m_view.verticalScrollBar()->maximum() > 0) {
        const int pixels = event.pixelDelta().y();
        m_view.verticalScrollBar()->setValue(m_view.verticalScrollBar()->value() -
                                             (pixels != 0 ? pixels : angle.y() * 3 * LaneRow::compactCall / 240));
    } else {
        event.ignore(); // nothing to scroll: what the timeline lies in may scroll
        return;
    }
    event.accept();
}

} // namespace interleave
