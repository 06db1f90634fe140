#include "ui/timeline/timeline_keys.h"

#include "ui/timeline/step_links.h"
#include "ui/timeline/timeline_hit.h"
#include "ui/timeline/timeline_mouse.h"
#include "ui/timeline/timeline_selection.h"
#include "ui/timeline/timeline_view.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace interleave {

TimelineKeys::TimelineKeys(TimelineView &view, TimelineSelection &selection, const TimelineMouse &mouse)
    : m_view(view)
    , m_selection(selection)
    , m_mouse(mouse)
{
}

static int firstTreeRow(const TimelineFrame &frame)
{
    const auto &rows = frame.layout->rows();
    const auto first = std::find_if(rows.begin(), rows.end(),
                                    [&](const LaneRow &row) { return row.isOfTree() && frame.content->lane(row.treeRow()).size() > 0; });
    return first == rows.end() ? -1 : static_cast<int>(first - rows.begin());
}

bool TimelineKeys::isOurs(const QKeyEvent &event)
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
    case Qt::Key_C:
    case Qt::Key_Asterisk:
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        return true;
    default:
        return false;
    }
}

bool TimelineKeys::handle(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Escape) {
        // Escape means "stop" further out, so it is taken only if there is something to clear.
        if (!m_selection.isAnythingMarked())
            return false;
        m_selection.pinCursor({});
        m_selection.selectByHand({});
        return true;
    }
    if (!isOurs(event))
        return false;
    const int many = event.modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const qint64 tenth = std::max<qint64>(1, m_view.range()->length() / 10);
    switch (event.key()) {
    case Qt::Key_W:
    case Qt::Key_Plus:
        zoom(0.8);
        break;
    case Qt::Key_S:
    case Qt::Key_Minus:
        zoom(1.25);
        break;
    case Qt::Key_A:
        m_view.range()->panBy(-tenth);
        break;
    case Qt::Key_D:
        m_view.range()->panBy(tenth);
        break;
    case Qt::Key_F:
        centreSelection();
        break;
    case Qt::Key_0:
        m_view.fitAll();
        break;
    case Qt::Key_Left:
    case Qt::Key_Comma:
        m_view.content().isStacked ? stepCursor(-many) : stepSpan(-many);
        break;
    case Qt::Key_Right:
    case Qt::Key_Period:
        m_view.content().isStacked ? stepCursor(many) : stepSpan(many);
        break;
    case Qt::Key_Up:
        stepRow(-1);
        break;
    case Qt::Key_Down:
        stepRow(1);
        break;
    case Qt::Key_Home:
        m_view.range()->set(0, m_view.range()->length());
        break;
    case Qt::Key_End:
        if (m_view.content().isLive()) {
            m_view.range()->setFollowing(true);
            m_view.range()->advance(m_view.content().now);
        } else {
            m_view.range()->set(m_view.range()->fittedEnd() - m_view.range()->length(), m_view.range()->fittedEnd());
        }
        break;
    case Qt::Key_Space:
        if (m_view.content().isLive()) {
            m_view.range()->setFollowing(!m_view.range()->isFollowing());
            m_view.range()->advance(m_view.content().now);
        }
        break;
    case Qt::Key_C:
        m_view.setCriticalPathShown(!m_view.isCriticalPathShown());
        break;
    case Qt::Key_Asterisk:
        fold(true, true);
        break;
    case Qt::Key_BracketLeft:
        followCause(false);
        break;
    case Qt::Key_BracketRight:
        followCause(true);
        break;
    case Qt::Key_PageUp:
        m_view.verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
        break;
    case Qt::Key_PageDown:
        m_view.verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_view.fitSpan(m_selection.marks().selected);
        break;
    default:
        return false;
    }
    return true;
}

void TimelineKeys::zoom(double factor)
{
    // At the mouse if it is over the plot, else at now while following, else in the middle.
    const TimelineFrame frame = m_view.frame();
    qint64 at = m_view.range()->begin() + m_view.range()->length() / 2;
    if (m_mouse.position().x() >= frame.plotLeft())
        at = frame.scale().ns(m_mouse.position().x());
    else if (m_selection.marks().cursor)
        at = *m_selection.marks().cursor;
    m_view.range()->zoomAt(at, factor);
}

/// Of the job or group whose row has the selection, or that the selected row is in; so Left goes outwards. False: nothing changed.
bool TimelineKeys::fold(bool isOpen, bool all)
{
    const TimelineFrame frame = m_view.frame();
    const SpanRef selected = m_selection.marks().selected;
    const StepTree &tree = frame.content->tree;
    if (!frame.content->isTree() || selected.isNull() || selected.row >= frame.layout->rows().size())
        return false;
    const Trace &trace = *frame.content->index().trace();
    const LaneRow &row = frame.layout->rows()[selected.row];
    const qint32 step = stepOfSpan(trace, trace.spans()[static_cast<size_t>(selected.span)]);
    int node = row.kind == RowKind::Node ? row.index : step >= 0 ? tree.nodeOf(step) : -1;
    while (!isOpen && node >= 0 && (!tree.isOpen(node) || !tree.node(node).folds()))
        node = tree.node(node).parent;
    if (node < 0 || !tree.node(node).folds() || (tree.isOpen(node) == isOpen && !all))
        return false;
    m_view.setNodeOpen(node, isOpen, all);
    return true;
}

/// To the last of the causes, or to the first effect; what has none of its own has its group's.
void TimelineKeys::followCause(bool forward)
{
    const TimelineContent &content = m_view.content();
    const SpanRef selected = m_selection.marks().selected;
    if (selected.isNull() || content.isStacked)
        return;
    const Trace &trace = *content.index().trace();
    qint32 step = stepOfSpan(trace, trace.spans()[static_cast<size_t>(selected.span)]);
    while (step >= 0) {
        const qint32 next = forward ? firstEffectOf(trace, step) : lastCauseOf(trace, step);
        if (next >= 0) {
            m_view.showStep(leafOf(trace, next, !forward), !forward);
            return;
        }
        const StepRecord &record = trace.steps()[static_cast<size_t>(step)];
        step = trace.find({record.id.job, record.parent});
    }
}

void TimelineKeys::stepSpan(int steps)
{
    const TimelineFrame frame = m_view.frame();
    SpanRef next = m_selection.marks().selected;
    if (next.isNull()) {
        const bool isTree = frame.content->isTree();
        const int row = isTree ? firstTreeRow(frame) : frame.layout->find(RowKind::Call, std::max(0, m_selection.marks().selectedCall));
        next = row < 0 ? SpanRef{} : spanInRow(frame, row, steps > 0 ? m_view.range()->begin() : m_view.range()->end());
    } else {
        next = neighbour(frame, next, steps);
        if (next == m_selection.marks().selected && fold(steps > 0, false)) // it was the last one on this side
            return;
    }
    if (next.isNull())
        return;
    m_selection.selectByHand(next);
    reveal(next);
}

void TimelineKeys::stepRow(int steps)
{
    if (m_view.content().isStacked) {
        const auto last = static_cast<int>(m_view.content().runs.size()) - 1;
        m_selection.selectRunByHand(std::clamp(m_selection.marks().selectedRun + steps, 0, std::max(0, last)));
        return;
    }
    const TimelineFrame frame = m_view.frame();
    int row = m_selection.marks().selected.row;
    qint64 at = m_view.range()->begin() + m_view.range()->length() / 2;
    if (const TraceIndex &index = m_view.content().index(); !m_selection.marks().selected.isNull()) {
        const Span &span = index.trace()->spans()[static_cast<size_t>(m_selection.marks().selected.span)];
        at = index.relative(span.begin) +
             ((span.end == Trace::open ? index.trace()->origin() + m_view.content().now : span.end) - span.begin) / 2;
    } else {
        row = m_selection.marks().selectedCall >= 0 ? frame.layout->find(RowKind::Call, m_selection.marks().selectedCall)
              : steps > 0                           ? -1
                                                    : static_cast<int>(frame.layout->rows().size());
    }
    for (row += steps; row >= 0 && row < frame.layout->rows().size(); row += steps) {
        const LaneRow &lane = frame.layout->rows()[row];
        if (lane.isHeader() || lane.kind == RowKind::Path)
            continue;
        const SpanRef next = spanInRow(frame, row, at);
        if (next.isNull() && lane.kind != RowKind::Call)
            continue;
        if (next.isNull())
            m_selection.selectCallByHand(lane.index);
        else
            m_selection.selectByHand(next);
        if (lane.y < m_view.verticalScrollBar()->value() ||
            lane.bottom() > m_view.verticalScrollBar()->value() + m_view.verticalScrollBar()->pageStep())
            m_view.verticalScrollBar()->setValue(lane.y - m_view.verticalScrollBar()->pageStep() / 2);
        return;
    }
}

void TimelineKeys::stepCursor(int pixels)
{
    if (m_view.content().isEmpty())
        return;
    const double nsPerPx = m_view.frame().scale().nsPerPx;
    const qint64 from = m_selection.marks().cursor.value_or(m_view.range()->begin() + m_view.range()->length() / 2);
    m_selection.pinCursor(std::max<qint64>(0, m_selection.marks().cursor ? from + std::llround(pixels * nsPerPx) : from));
}

void TimelineKeys::reveal(const SpanRef &ref)
{
    const TraceIndex &index = m_view.content().index(ref.run);
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const qint64 begin = index.relative(span.begin);
    const qint64 end = span.end == Trace::open ? m_view.content().now : index.relative(span.end);
    const LaneRow &lane = m_view.frame().layout->rows()[ref.row];
    QScrollBar &bar = *m_view.verticalScrollBar();
    if (lane.y < bar.value() || lane.bottom() > bar.value() + bar.pageStep())
        bar.setValue(lane.y - bar.pageStep() / 2);
    const qint64 margin = m_view.range()->length() / 10;
    if (begin < m_view.range()->begin())
        m_view.range()->panBy(begin - margin - m_view.range()->begin());
    else if (begin > m_view.range()->end() - margin)
        m_view.range()->panBy(std::min(end, begin + m_view.range()->length() / 2) + margin - m_view.range()->end());
}

void TimelineKeys::centreSelection()
{
    const SpanRef ref = m_selection.marks().selected;
    if (ref.isNull()) {
        m_view.fitAll();
        return;
    }
    const TraceIndex &index = m_view.content().index(ref.run);
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const qint64 begin = index.relative(span.begin);
    const qint64 end = span.end == Trace::open ? m_view.content().now : index.relative(span.end);
    const qint64 centred = std::max<qint64>(0, begin + (end - begin) / 2 - m_view.range()->length() / 2);
    if (std::abs(centred - m_view.range()->begin()) <= m_view.range()->length() / 200) // it is centred: the second press fits
        m_view.fitSpan(ref);
    else
        m_view.range()->set(centred, centred + m_view.range()->length());
}

} // namespace interleave
