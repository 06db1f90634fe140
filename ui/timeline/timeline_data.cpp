// Which runs TimelineView shows, and how it goes along with one that grows.
#include "ui/timeline/timeline_view.h"

#include "ui/timeline/step_links.h"
#include "ui/timeline/timeline_keys.h"

#include <QScrollBar>

#include <utility>

namespace interleave {

void TimelineView::setTrace(TracePtr trace)
{
    const bool isOther = m_content.isStacked || m_content.index().tracePtr() != trace;
    if (m_content.isStacked) {
        m_content.isStacked = false;
        m_content.runs.resize(1);
        m_content.runs.front() = {};
    }
    run().index.setTrace(std::move(trace));
    const TraceIndex &index = m_content.index();
    m_content.takeIn(isOther);
    m_content.now = index.isEmpty() ? 0 : index.relative(index.trace()->last());
    if (isOther) {
        m_selection.clear();
        verticalScrollBar()->setValue(0);
        m_follower = {};
    }
    dropCaches();
    relayout();
    m_wasLive = m_content.isLive();
    if (isOther)
        showStart();
    describe();
}

void TimelineView::showStart()
{
    const bool isLive = m_content.isLive();
    m_range->setContent(m_content.end());
    // A run that goes on gets a window in which its present stays for a while; everything else is shown whole.
    const qint64 expected = m_content.ghost.contentEnd(0);
    const qint64 window = expected > 0 ? expected * 6 / 10 : 4'400'000'000;
    m_range->show(0, isLive ? window : m_range->fittedEnd());
    m_range->setFollowing(isLive);
    m_showsStart = isLive;
}

void TimelineView::advance(const TracePtr &trace, qint64 nowNs)
{
    if (m_content.isStacked || m_content.index().tracePtr() != trace)
        setTrace(trace);
    setNow(nowNs);
}

void TimelineView::setNow(qint64 nowNs)
{
    if (m_content.isStacked || m_content.index().isEmpty())
        return;
    run().index.update();
    const TraceIndex &index = m_content.index();
    m_content.now = m_content.isLive() ? std::max<qint64>(0, index.relative(nowNs)) : index.contentEnd(0);
    const bool hasNewRows = m_content.tree.update(*index.trace());
    if (hasNewRows || m_laidOutCalls != m_content.calls() || m_laidOutExecutors != m_content.executors())
        relayout(); // the trace grew meanwhile, perhaps before this was called
    followCalls();
    m_range->setContent(m_content.end());
    if (m_wasLive && !m_content.isLive())
        endLive();
    else
        m_range->advance(m_content.now);
    viewport()->update();
}

void TimelineView::followCalls()
{
    if (!m_range->isFollowing() || !m_callsOpen || m_content.isTree())
        return;
    if (const std::optional<int> scroll = m_follower.scrollFor(frame())) {
        verticalScrollBar()->setValue(*scroll);
        m_follower.scrolled(verticalScrollBar()->value());
    }
}

void TimelineView::endLive()
{
    m_wasLive = false;
    if (m_range->isFollowing()) {
        m_range->show(0, m_range->fittedEnd());
        m_range->setFollowing(false);
    }
    relayout();
    describe();
}

void TimelineView::setCriticalPath(CriticalPathPtr path)
{
    m_content.setPath(std::move(path), isCriticalPathShown());
    relayout();
}

void TimelineView::setWidthNote(int job, const QString &note)
{
    m_content.widthJob = job;
    m_content.widthNote = note;
    dropCaches();
}

void TimelineView::setCriticalPathShown(bool shown)
{
    if (shown == isCriticalPathShown())
        return;
    m_content.setPath(m_content.knownPath, shown);
    relayout();
    Q_EMIT criticalPathShownChanged(shown);
}

void TimelineView::showStep(qint32 step, bool atItsEnd)
{
    if (m_content.isStacked || m_content.index().isEmpty() || step < 0)
        return;
    const Trace &trace = *m_content.index().trace();
    if (m_content.isTree()) {
        m_content.tree.reveal(step);
        relayout();
    }
    const SpanRef ref = findSpan(frame(), spanOfStep(trace, step, atItsEnd));
    if (ref.isNull())
        return;
    m_selection.selectByHand(ref);
    m_keys->reveal(ref);
}

void TimelineView::setGhost(TracePtr ghost)
{
    if (ghost == m_content.ghost.tracePtr())
        return;
    m_content.ghost.setTrace(std::move(ghost));
    dropCaches();
    relayout();
    if (!m_content.isStacked && (m_content.index().isEmpty() || (m_showsStart && m_range->isFollowing())))
        showStart();
}

void TimelineView::setRuns(const QList<NamedTrace> &runs)
{
    const bool isOther = m_content.stack(runs);
    m_selection.showStacked(static_cast<int>(runs.size()));
    m_wasLive = false;
    dropCaches();
    relayout();
    m_range->setFollowing(false);
    m_range->setContent(m_content.end());
    if (isOther)
        m_range->show(0, m_range->fittedEnd());
    describe();
}

} // namespace interleave
