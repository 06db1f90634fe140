// What is selected in TimelineView: by a setter, silently, or by hand, with a signal.
#include "ui/timeline/span_tooltip.h"
#include "ui/timeline/timeline_view.h"

namespace interleave {

void TimelineView::setSelectedCall(int call)
{
    if (call == m_marks.selectedCall)
        return;
    m_marks.selectedCall = call;
    m_marks.selected = {};
    describe();
    viewport()->update();
}

void TimelineView::setSelectedSpan(qint32 span) { select(findSpan(frame(), span), false); }

void TimelineView::setSelectedRun(int run)
{
    m_marks.selectedRun = run;
    viewport()->update();
}

void TimelineView::select(const SpanRef &ref, bool byHand)
{
    const int call = ref.isNull() ? -1 : m_content.index(ref.run).trace()->spans()[static_cast<size_t>(ref.span)].call;
    const bool isOtherCall = call != m_marks.selectedCall;
    const bool isOtherSpan = ref.span != m_marks.selected.span || ref.run != m_marks.selected.run;
    m_marks.selected = ref;
    m_marks.selectedCall = call;
    describe();
    viewport()->update();
    if (byHand && isOtherCall)
        Q_EMIT callSelected(call);
    if (byHand && isOtherSpan)
        Q_EMIT spanSelected(ref.span);
}

void TimelineView::selectCallByHand(int call)
{
    const bool hadSpan = !m_marks.selected.isNull();
    const bool isOther = call != m_marks.selectedCall;
    m_marks.selected = {};
    m_marks.selectedCall = call;
    describe();
    viewport()->update();
    if (isOther)
        Q_EMIT callSelected(call);
    if (hadSpan)
        Q_EMIT spanSelected(-1);
}

void TimelineView::selectRunByHand(int run)
{
    if (run == m_marks.selectedRun)
        return;
    m_marks.selectedRun = run;
    viewport()->update();
    Q_EMIT runSelected(run);
}

void TimelineView::describe()
{
    const TimelineFrame frame = this->frame();
    QString text = timelineSentence(frame);
    if (!m_marks.selected.isNull())
        text += QLatin1Char(' ') + tr("Selected: %1.").arg(spanSentence(frame, m_marks.selected));
    setAccessibleDescription(text);
}

} // namespace interleave
