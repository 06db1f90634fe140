#include "ui/timeline/timeline_selection.h"

namespace interleave {

TimelineSelection::TimelineSelection(const TimelineContent &content, QObject *parent)
    : QObject(parent)
    , m_content(content)
{
}

void TimelineSelection::setCall(int call)
{
    if (call == m_marks.selectedCall)
        return;
    m_marks.selectedCall = call;
    m_marks.selected = {};
    Q_EMIT selectionChanged();
}

/// With the call that it is of.
void TimelineSelection::mark(const SpanRef &ref)
{
    m_marks.selected = ref;
    m_marks.selectedCall = ref.isNull() ? -1 : m_content.index(ref.run).trace()->spans()[static_cast<size_t>(ref.span)].call;
    Q_EMIT selectionChanged();
}

void TimelineSelection::setSpan(const SpanRef &ref) { mark(ref); }

void TimelineSelection::setRun(int run)
{
    m_marks.selectedRun = run;
    Q_EMIT marked();
}

void TimelineSelection::selectByHand(const SpanRef &ref)
{
    const int callBefore = m_marks.selectedCall;
    const bool isOtherSpan = ref.span != m_marks.selected.span || ref.run != m_marks.selected.run;
    mark(ref);
    if (m_marks.selectedCall != callBefore)
        Q_EMIT callSelected(m_marks.selectedCall);
    if (isOtherSpan)
        Q_EMIT spanSelected(ref.span);
}

void TimelineSelection::selectCallByHand(int call)
{
    const bool hadSpan = !m_marks.selected.isNull();
    const bool isOther = call != m_marks.selectedCall;
    m_marks.selected = {};
    m_marks.selectedCall = call;
    Q_EMIT selectionChanged();
    if (isOther)
        Q_EMIT callSelected(call);
    if (hadSpan)
        Q_EMIT spanSelected(-1);
}

void TimelineSelection::selectRunByHand(int run)
{
    if (run == m_marks.selectedRun)
        return;
    setRun(run);
    Q_EMIT runSelected(run);
}

void TimelineSelection::pinCursor(std::optional<qint64> ns)
{
    m_isCursorPinned = ns.has_value();
    moveCursor(ns);
}

void TimelineSelection::moveCursor(std::optional<qint64> ns)
{
    if (ns == m_marks.cursor)
        return;
    m_marks.cursor = ns;
    Q_EMIT marked();
    Q_EMIT cursorChanged(ns.value_or(0), ns.has_value());
}

bool TimelineSelection::hover(const SpanRef &span, int row, bool isGutterHot)
{
    if (span == m_marks.hovered && row == m_marks.hoveredRow && isGutterHot == m_marks.isGutterHot)
        return false;
    m_marks.hovered = span;
    m_marks.hoveredRow = row;
    m_marks.isGutterHot = isGutterHot;
    Q_EMIT marked();
    return true;
}

void TimelineSelection::setFocusedPhase(std::optional<Phase> phase)
{
    m_marks.focusedPhase = phase;
    Q_EMIT marked();
}

void TimelineSelection::setFocus(bool hasFocus)
{
    m_marks.hasFocus = hasFocus;
    Q_EMIT marked();
}

void TimelineSelection::clear()
{
    const bool hasFocus = m_marks.hasFocus;
    m_marks = {};
    m_marks.hasFocus = hasFocus;
    m_isCursorPinned = false;
}

void TimelineSelection::showStacked(int runs)
{
    m_marks.selected = {};
    m_marks.hovered = {};
    m_marks.selectedCall = -1;
    m_marks.selectedRun = std::min(m_marks.selectedRun, runs - 1);
}

void TimelineSelection::relocate(const SpanRef &selected)
{
    m_marks.hovered = {};
    m_marks.hoveredRow = -1;
    m_marks.selected = selected;
}

} // namespace interleave
