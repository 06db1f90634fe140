// Keyboard of TimelineView: everything that the mouse can do.
#include "ui/timeline/timeline_view.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace interleave {

bool TimelineView::isOurs(const QKeyEvent &event)
{
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_W:
    case Qt::Key_S:
    case Qt::Key_A:
    case Qt::Key_D:
    case Qt::Key_F:
    case Qt::Key_0:
    case Qt::Key_Plus:
    case Qt::Key_Minus:
    case Qt::Key_Period:
    case Qt::Key_Comma:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return true;
    default:
        return false;
    }
}

bool TimelineView::event(QEvent *event)
{
    // Single letters are ours while the timeline has the focus, also where the window uses them.
    if (event->type() == QEvent::ShortcutOverride && isOurs(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    if (!handleKey(*event))
        event->ignore();
}

bool TimelineView::handleKey(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Escape) {
        // Escape means "stop" further out, so it is taken only if there is something to clear.
        if (m_marks.selected.isNull() && m_marks.selectedCall < 0 && !m_isCursorPinned)
            return false;
        setCursorTime({});
        select({}, true);
        return true;
    }
    if (!isOurs(event))
        return false;
    const int many = event.modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const qint64 tenth = std::max<qint64>(1, m_range->length() / 10);
    switch (event.key()) {
    case Qt::Key_W:
    case Qt::Key_Plus:
        zoomByKey(0.8);
        break;
    case Qt::Key_S:
    case Qt::Key_Minus:
        zoomByKey(1.25);
        break;
    case Qt::Key_A:
        m_range->panBy(-tenth);
        break;
    case Qt::Key_D:
        m_range->panBy(tenth);
        break;
    case Qt::Key_F:
        centreSelection();
        break;
    case Qt::Key_0:
        fitAll();
        break;
    case Qt::Key_Left:
    case Qt::Key_Comma:
        m_content.isStacked ? stepCursor(-many) : stepSpan(-many);
        break;
    case Qt::Key_Right:
    case Qt::Key_Period:
        m_content.isStacked ? stepCursor(many) : stepSpan(many);
        break;
    case Qt::Key_Up:
        stepRow(-1);
        break;
    case Qt::Key_Down:
        stepRow(1);
        break;
    case Qt::Key_Home:
        m_range->set(0, m_range->length());
        break;
    case Qt::Key_End:
        if (m_content.isLive()) {
            m_range->setFollowing(true);
            m_range->advance(m_content.now);
        } else {
            m_range->set(m_range->fittedEnd() - m_range->length(), m_range->fittedEnd());
        }
        break;
    case Qt::Key_Space:
        if (m_content.isLive()) {
            m_range->setFollowing(!m_range->isFollowing());
            m_range->advance(m_content.now);
        }
        break;
    case Qt::Key_PageUp:
        verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
        break;
    case Qt::Key_PageDown:
        verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        fitSpan(m_marks.selected);
        break;
    default:
        return false;
    }
    return true;
}

void TimelineView::zoomByKey(double factor)
{
    // At the mouse if it is over the plot, else at now while following, else in the middle.
    const TimelineFrame frame = this->frame();
    qint64 at = m_range->begin() + m_range->length() / 2;
    if (m_mouse.x() >= frame.plotLeft())
        at = frame.scale().ns(m_mouse.x());
    else if (m_marks.cursor)
        at = *m_marks.cursor;
    m_range->zoomAt(at, factor);
}

void TimelineView::stepSpan(int steps)
{
    const TimelineFrame frame = this->frame();
    SpanRef next = m_marks.selected;
    if (next.isNull()) {
        const int row = m_layout.find(RowKind::Call, std::max(0, m_marks.selectedCall));
        next = row < 0 ? SpanRef{} : spanInRow(frame, row, steps > 0 ? m_range->begin() : m_range->end());
    } else {
        next = neighbour(frame, next, steps);
    }
    if (next.isNull())
        return;
    select(next, true);
    reveal(next);
}

void TimelineView::stepRow(int steps)
{
    if (m_content.isStacked) {
        const auto last = static_cast<int>(m_content.runs.size()) - 1;
        selectRunByHand(std::clamp(m_marks.selectedRun + steps, 0, std::max(0, last)));
        return;
    }
    const TimelineFrame frame = this->frame();
    int row = m_marks.selected.row;
    qint64 at = m_range->begin() + m_range->length() / 2;
    if (const TraceIndex &index = m_content.index(); !m_marks.selected.isNull()) {
        const Span &span = index.trace()->spans()[static_cast<size_t>(m_marks.selected.span)];
        at = index.relative(span.begin) + ((span.end == Trace::open ? index.trace()->origin() + m_content.now : span.end) - span.begin) / 2;
    } else {
        row = m_marks.selectedCall >= 0 ? m_layout.find(RowKind::Call, m_marks.selectedCall)
              : steps > 0               ? -1
                                        : static_cast<int>(m_layout.rows().size());
    }
    for (row += steps; row >= 0 && row < m_layout.rows().size(); row += steps) {
        const LaneRow &lane = m_layout.rows()[row];
        if (lane.isHeader())
            continue;
        const SpanRef next = spanInRow(frame, row, at);
        if (next.isNull() && lane.kind != RowKind::Call)
            continue;
        if (next.isNull())
            selectCallByHand(lane.index);
        else
            select(next, true);
        if (lane.y < verticalScrollBar()->value() || lane.bottom() > verticalScrollBar()->value() + verticalScrollBar()->pageStep())
            verticalScrollBar()->setValue(lane.y - verticalScrollBar()->pageStep() / 2);
        return;
    }
}

void TimelineView::stepCursor(int pixels)
{
    if (m_content.isEmpty())
        return;
    const double nsPerPx = frame().scale().nsPerPx;
    const qint64 from = m_marks.cursor.value_or(m_range->begin() + m_range->length() / 2);
    setCursorTime(std::max<qint64>(0, m_marks.cursor ? from + std::llround(pixels * nsPerPx) : from));
}

void TimelineView::reveal(const SpanRef &ref)
{
    const TraceIndex &index = m_content.index(ref.run);
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const qint64 begin = index.relative(span.begin);
    const qint64 end = span.end == Trace::open ? m_content.now : index.relative(span.end);
    const qint64 margin = m_range->length() / 10;
    if (begin < m_range->begin())
        m_range->panBy(begin - margin - m_range->begin());
    else if (begin > m_range->end() - margin)
        m_range->panBy(std::min(end, begin + m_range->length() / 2) + margin - m_range->end());
}

void TimelineView::centreSelection()
{
    const SpanRef ref = m_marks.selected;
    if (ref.isNull()) {
        fitAll();
        return;
    }
    const TraceIndex &index = m_content.index(ref.run);
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const qint64 begin = index.relative(span.begin);
    const qint64 end = span.end == Trace::open ? m_content.now : index.relative(span.end);
    const qint64 centred = std::max<qint64>(0, begin + (end - begin) / 2 - m_range->length() / 2);
    if (std::abs(centred - m_range->begin()) <= m_range->length() / 200) // it is centred: the second press fits
        fitSpan(ref);
    else
        m_range->set(centred, centred + m_range->length());
}

} // namespace interleave
