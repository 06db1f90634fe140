// Mouse, wheel and touch of TimelineView.
#include "ui/timeline/span_tooltip.h"
#include "ui/timeline/timeline_view.h"

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

bool TimelineView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Leave:
        m_mouse = {-1, -1};
        unhover();
        if (!m_isCursorPinned)
            setCursor({});
        break;
    case QEvent::NativeGesture: {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() != Qt::ZoomNativeGesture)
            break;
        m_range->zoomAt(frame().scale().ns(gesture->position().x()), 1 / std::max(0.2, 1 + gesture->value()));
        return true;
    }
    case QEvent::Gesture:
        if (const auto *pinch = static_cast<QPinchGesture *>(static_cast<QGestureEvent *>(event)->gesture(Qt::PinchGesture))) {
            const QPointF centre = viewport()->mapFromGlobal(pinch->centerPoint());
            if (pinch->scaleFactor() > 0)
                m_range->zoomAt(frame().scale().ns(centre.x()), 1 / pinch->scaleFactor());
            return true;
        }
        break;
    default:
        break;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::hover(QPointF point)
{
    const TimelineFrame frame = this->frame();
    const TimelineZone zone = zoneAt(frame, point);
    updateShape(zone);
    const SpanRef span = zone == TimelineZone::Lanes ? spanAt(frame, point) : SpanRef{};
    const int row = zone == TimelineZone::Lanes || zone == TimelineZone::Gutter ? rowAt(frame, point) : -1;
    const bool isEdge = zone == TimelineZone::GutterEdge;
    if (span != m_marks.hovered || row != m_marks.hoveredRow || isEdge != m_marks.isGutterHot) {
        if (span != m_marks.hovered)
            QToolTip::hideText();
        m_marks.hovered = span;
        m_marks.hoveredRow = row;
        m_marks.isGutterHot = isEdge;
        viewport()->update();
    }
    if (row >= 0)
        m_hoverTimer.start();
    else
        m_hoverTimer.stop();
    if (m_content.isStacked && !m_isCursorPinned) {
        const bool isPlot = zone == TimelineZone::Lanes || zone == TimelineZone::Ruler;
        setCursor(isPlot && !m_content.isEmpty() ? std::optional(frame.scale().ns(point.x())) : std::nullopt);
    }
}

void TimelineView::unhover()
{
    m_hoverTimer.stop();
    if (m_marks.hovered.isNull() && m_marks.hoveredRow < 0 && !m_marks.isGutterHot)
        return;
    QToolTip::hideText();
    m_marks.hovered = {};
    m_marks.hoveredRow = -1;
    m_marks.isGutterHot = false;
    viewport()->update();
}

void TimelineView::showCard()
{
    const TimelineFrame frame = this->frame();
    if (m_drag != Drag::None || m_marks.hoveredRow < 0 || m_marks.hoveredRow >= m_layout.rows().size())
        return;
    const LaneRow &row = m_layout.rows()[m_marks.hoveredRow];
    QString text;
    if (!m_marks.hovered.isNull())
        text = spanCard(frame, m_marks.hovered);
    else if (row.kind == RowKind::Call && m_mouse.x() < frame.plotLeft())
        text = callCard(frame, 0, row.index);
    if (!text.isEmpty())
        QToolTip::showText(viewport()->mapToGlobal(m_mouse.toPoint() + QPoint(0, 6)), text, viewport());
}

void TimelineView::updateShape(TimelineZone zone)
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
    if (viewport()->cursor().shape() != shape)
        viewport()->setCursor(shape);
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    const TimelineFrame frame = this->frame();
    m_dragFrom = event->position();
    m_dragBegin = m_range->begin();
    m_dragEnd = m_range->end();
    m_dragScroll = verticalScrollBar()->value();
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
            m_range->set(at - length / 2, at - length / 2 + length);
            m_dragBegin = m_range->begin();
            m_dragEnd = m_range->end();
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
    event->accept();
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->position();
    if (m_drag == Drag::None) {
        hover(m_mouse);
        return;
    }
    if (m_drag == Drag::Pressed) {
        if ((m_mouse - m_dragFrom).manhattanLength() < QApplication::startDragDistance() || m_dragFrom.x() < frame().plotLeft())
            return;
        m_drag = Drag::Pan;
        unhover();
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
    dragTo(m_mouse);
}

void TimelineView::dragTo(QPointF point)
{
    const TimelineFrame frame = this->frame();
    const double dx = point.x() - m_dragFrom.x();
    const auto mapNs = [&](double px) { return std::llround(px * frame.minimapScale().nsPerPx); };
    switch (m_drag) {
    case Drag::Pan: {
        // Whole pixels, so that bars keep their widths while they move.
        const qint64 shift = std::llround(std::round(dx) * static_cast<double>(m_dragEnd - m_dragBegin) / frame.plotWidth());
        m_range->set(m_dragBegin - shift, m_dragEnd - shift);
        verticalScrollBar()->setValue(m_dragScroll - qRound(point.y() - m_dragFrom.y()));
        break;
    }
    case Drag::Window:
        m_range->set(m_dragBegin + mapNs(dx), m_dragEnd + mapNs(dx));
        break;
    case Drag::BeginGrip:
        m_range->set(std::min(m_dragBegin + mapNs(dx), m_dragEnd - VisibleRange::shortest), m_dragEnd);
        break;
    case Drag::EndGrip:
        m_range->set(m_dragBegin, std::max(m_dragEnd + mapNs(dx), m_dragBegin + VisibleRange::shortest));
        break;
    case Drag::Gutter:
        setGutterWidth(std::clamp(qRound(point.x()), m_content.isStacked ? narrowestStackedGutter : narrowestGutter, widestGutter));
        break;
    case Drag::None:
    case Drag::Pressed:
        break;
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    const bool isClick = m_drag == Drag::Pressed;
    m_drag = Drag::None;
    viewport()->setCursor(Qt::ArrowCursor);
    if (isClick && event->button() == Qt::LeftButton)
        click(event->position());
    hover(event->position());
}

void TimelineView::click(QPointF point)
{
    const TimelineFrame frame = this->frame();
    const TimelineZone zone = zoneAt(frame, point);
    const int number = zone == TimelineZone::Lanes || zone == TimelineZone::Gutter ? rowAt(frame, point) : -1;
    if (m_content.isStacked && (zone == TimelineZone::Lanes || zone == TimelineZone::Ruler) && !m_content.isEmpty())
        setCursorTime(frame.scale().ns(point.x()));
    if (number < 0)
        return;
    const LaneRow row = m_layout.rows()[number];
    if (row.isHeader()) {
        bool &isOpen = row.kind == RowKind::CallsHeader ? m_callsOpen : m_executorsOpen;
        isOpen = !isOpen;
        relayout();
        return;
    }
    if (row.kind == RowKind::Run)
        selectRunByHand(row.index);
    const SpanRef span = zone == TimelineZone::Lanes ? spanAt(frame, point) : SpanRef{};
    if (!span.isNull())
        select(span, true);
    else if (row.kind == RowKind::Call)
        selectCallByHand(row.index);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const TimelineFrame frame = this->frame();
    const TimelineZone zone = zoneAt(frame, event->position());
    if (zone == TimelineZone::Ruler || zone == TimelineZone::Minimap)
        fitAll();
    else if (zone == TimelineZone::Lanes)
        fitSpan(spanAt(frame, event->position()));
}

void TimelineView::fitSpan(const SpanRef &ref)
{
    if (ref.isNull())
        return;
    const TraceIndex &index = m_content.index(ref.run);
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const qint64 begin = index.relative(span.begin);
    const qint64 end = span.end == Trace::open ? m_content.now : index.relative(span.end);
    const qint64 margin = std::max<qint64>((end - begin) / 6, VisibleRange::shortest);
    m_range->set(begin - margin, end + margin);
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const TimelineFrame frame = this->frame();
    const QPoint angle = event->angleDelta();
    const TimelineZone zone = zoneAt(frame, event->position());
    const bool overAxis = zone == TimelineZone::Ruler || zone == TimelineZone::Minimap;
    if (event->modifiers().testFlag(Qt::ControlModifier) || (overAxis && angle.x() == 0 && event->modifiers() == Qt::NoModifier)) {
        const double at = std::max(frame.plotLeft(), event->position().x());
        m_range->zoomAt(frame.scale().ns(at), std::pow(1.2, -angle.y() / 120.0));
    } else if (event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(angle.x()) > std::abs(angle.y())) {
        // A touch pad tells pixels; a notch of a wheel is a tenth of what is visible.
        const QPoint pixels = event->pixelDelta();
        const double px = pixels.x() != 0 ? pixels.x() : (angle.x() != 0 ? angle.x() : angle.y()) / 120.0 * frame.plotWidth() / 10;
        m_range->panBy(-std::llround(px * frame.scale().nsPerPx));
    } else if (verticalScrollBar()->maximum() > 0) {
        const int pixels = event->pixelDelta().y();
        verticalScrollBar()->setValue(verticalScrollBar()->value() - (pixels != 0 ? pixels : angle.y() * 3 * LaneRow::compactCall / 240));
    } else {
        event->ignore(); // nothing to scroll: what the timeline lies in may scroll
        return;
    }
    event->accept();
}

} // namespace interleave
