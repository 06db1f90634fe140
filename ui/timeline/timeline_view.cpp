#include "ui/timeline/timeline_view.h"

#include "ui/timeline/frame_painter.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/span_tooltip.h"
#include "ui/widgets/empty_card.h"
#include "ui/widgets/theme_manager.h"

#include <QPaintEvent>
#include <QScrollBar>

namespace interleave {

TimelineView::TimelineView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_ownRange(new VisibleRange(this))
    , m_scrollBar(new QScrollBar(Qt::Vertical, viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline"));
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setMouseTracking(true);
    viewport()->grabGesture(Qt::PinchGesture);
    m_scrollBar->setFocusPolicy(Qt::NoFocus);
    m_scrollBar->setCursor(Qt::ArrowCursor);
    m_scrollBar->hide();
    connect(m_scrollBar, &QScrollBar::valueChanged, verticalScrollBar(), &QScrollBar::setValue);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_scrollBar, &QScrollBar::setValue);
    m_hoverTimer.setSingleShot(true);
    m_hoverTimer.setInterval(250);
    connect(&m_hoverTimer, &QTimer::timeout, this, &TimelineView::showCard);
    connect(&ThemeManager::instance(), &ThemeManager::changed, this, &TimelineView::dropCaches);
    m_content.runs.emplace_back();
    setRange(nullptr);
    relayout();
}

TimelineView::~TimelineView() = default;

void TimelineView::setRange(VisibleRange *range)
{
    if (m_range)
        m_range->disconnect(this);
    m_range = range ? range : m_ownRange;
    connect(m_range, &VisibleRange::changed, this, [this](qint64 begin, qint64 end) {
        unhover();
        viewport()->update();
        Q_EMIT rangeChanged(begin, end);
    });
    connect(m_range, &VisibleRange::followingChanged, this, &TimelineView::followingChanged);
    viewport()->update();
}

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
    m_content.now = index.isEmpty() ? 0 : index.relative(index.trace()->last());
    if (isOther) {
        m_marks = {};
        m_marks.hasFocus = hasFocus();
        m_isCursorPinned = false;
        verticalScrollBar()->setValue(0);
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
    const int calls = m_content.calls();
    const int executors = m_content.executors();
    run().index.update();
    const TraceIndex &index = m_content.index();
    m_content.now = m_content.isLive() ? std::max<qint64>(0, index.relative(nowNs)) : index.contentEnd(0);
    if (calls != m_content.calls() || executors != m_content.executors())
        relayout();
    m_range->setContent(m_content.end());
    if (m_wasLive && !m_content.isLive())
        endLive();
    else
        m_range->advance(m_content.now);
    viewport()->update();
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
    m_content.isStacked = true;
    m_content.runs.clear();
    m_content.now = 0;
    for (const NamedTrace &run : runs) {
        m_content.runs.push_back({run.name, TraceIndex(run.trace), run.isGhost});
        if (run.trace && !run.trace->isFinished())
            m_content.now = std::max(m_content.now, run.trace->last() - run.trace->origin());
    }
    m_marks.selected = {};
    m_marks.hovered = {};
    m_marks.selectedCall = -1;
    m_marks.selectedRun = std::min(m_marks.selectedRun, static_cast<int>(runs.size()) - 1);
    m_wasLive = false;
    dropCaches();
    relayout();
    m_range->setFollowing(false);
    m_range->setContent(m_content.end());
    m_range->show(0, m_range->fittedEnd());
    describe();
}

void TimelineView::fitAll() { m_range->fit(); }

void TimelineView::setGutterWidth(int px)
{
    px = std::clamp(px, 44, 400);
    if (px == m_gutter)
        return;
    m_gutter = px;
    viewport()->update();
    updateCard();
    Q_EMIT gutterChanged(px);
}

void TimelineView::setMinimapShown(bool shown)
{
    m_minimapShown = shown;
    relayout();
}

void TimelineView::setEmptyCardShown(bool shown)
{
    m_cardShown = shown;
    updateCard();
}

void TimelineView::setFocusedPhase(std::optional<Phase> phase)
{
    m_marks.focusedPhase = phase;
    viewport()->update();
}

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

void TimelineView::setCursorTime(std::optional<qint64> ns)
{
    m_isCursorPinned = ns.has_value();
    setCursor(ns);
}

void TimelineView::setCursor(std::optional<qint64> ns)
{
    if (ns == m_marks.cursor)
        return;
    m_marks.cursor = ns;
    viewport()->update();
    Q_EMIT cursorChanged(ns.value_or(0), ns.has_value());
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

TimelineFrame TimelineView::frame() const
{
    TimelineFrame frame;
    frame.theme = &currentTheme();
    frame.content = &m_content;
    frame.layout = &m_layout;
    frame.marks = m_marks;
    frame.size = viewport()->size();
    frame.dpr = viewport()->devicePixelRatioF();
    frame.gutter = m_gutter;
    frame.minimapHeight = m_minimapShown && !m_content.isStacked ? metrics::minimap : 0;
    frame.scroll = verticalScrollBar()->value();
    frame.begin = m_range->begin();
    frame.end = m_range->end();
    return frame;
}

void TimelineView::relayout()
{
    const int height = static_cast<int>(frame().lanesRect().height());
    if (m_content.isStacked) {
        QList<int> calls;
        for (const TimelineRun &run : m_content.runs)
            calls.append(run.index.calls());
        m_layout = LaneLayout::stacked(calls, height);
    } else {
        m_layout = LaneLayout::ofRun(m_content.calls(), m_content.executors(), m_callsOpen, m_executorsOpen);
    }
    m_marks.hovered = {};
    m_marks.hoveredRow = -1;
    if (!m_marks.selected.isNull())
        m_marks.selected = findSpan(frame(), m_marks.selected.span);
    m_lanes.clear(); // rows may have other heights at the same total
    updateScrollBar();
    updateCard();
    viewport()->update();
}

void TimelineView::updateScrollBar()
{
    const int room = static_cast<int>(frame().lanesRect().height());
    for (QScrollBar *bar : {verticalScrollBar(), m_scrollBar}) {
        bar->setRange(0, std::max(0, m_layout.height() - room));
        bar->setPageStep(std::max(1, room));
        bar->setSingleStep(LaneRow::compactCall);
    }
    m_scrollBar->setVisible(m_layout.height() > room);
    const int width = m_scrollBar->sizeHint().width();
    m_scrollBar->setGeometry(viewport()->width() - width, frame().lanesTop(), width, room);
}

void TimelineView::updateCard()
{
    const bool hasRun = std::any_of(m_content.runs.begin(), m_content.runs.end(),
                                    [](const TimelineRun &run) { return !run.isGhost && !run.index.isEmpty(); });
    if (!m_cardShown || hasRun) {
        if (m_card)
            m_card->hide();
        return;
    }
    if (!m_card) {
        auto *card =
            new EmptyCard(tr("Nothing has run yet"),
                          tr("Every call and every analysis appears here while it happens. Read along a row to see one call wait, stream "
                             "and be analyzed."),
                          viewport());
        card->addWidget(new PhaseStrip);
        m_card = card;
    }
    const TimelineFrame frame = this->frame();
    const QRect lanes = frame.lanesRect().toAlignedRect();
    const QSize size(400, m_card->hasHeightForWidth() ? m_card->heightForWidth(400) : m_card->sizeHint().height());
    QPoint place(lanes.center().x() - size.width() / 2, lanes.center().y() - size.height() / 2);
    if (!m_content.isEmpty()) {
        // Beside the ghosts: right of the shorter ones, below the longest.
        int longest = 0;
        for (int i = 1; m_content.isStacked && i < static_cast<int>(m_content.runs.size()); ++i) {
            if (m_content.index(i).contentEnd(0) > m_content.index(longest).contentEnd(0))
                longest = i;
        }
        const int row = m_content.isStacked ? longest : 0;
        place = {viewport()->width() * 62 / 100, frame.rowTop(m_layout.rows()[row]) + m_layout.rows()[row].height + 22};
    }
    const bool fits = place.x() + size.width() + 20 <= viewport()->width() && place.y() + size.height() + 8 <= viewport()->height() &&
                      place.y() >= lanes.top();
    m_card->setGeometry(QRect(place, size));
    m_card->setVisible(fits);
}

void TimelineView::describe()
{
    const TimelineFrame frame = this->frame();
    QString text = timelineSentence(frame);
    if (!m_marks.selected.isNull())
        text += QLatin1Char(' ') + tr("Selected: %1.").arg(spanSentence(frame, m_marks.selected));
    setAccessibleDescription(text);
}

void TimelineView::dropCaches()
{
    m_lanes.clear();
    m_minimap.clear();
    viewport()->update();
}

void TimelineView::paintEvent(QPaintEvent *)
{
    const TimelineFrame frame = this->frame();
    QPainter painter(viewport());
    painter.drawImage(frame.lanesRect().topLeft(), m_lanes.update(frame));
    paintMinimap(painter, frame, m_minimap.update(frame));
    paintRuler(painter, frame);
    paintGutter(painter, frame);
    paintOverlay(painter, frame);
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (m_content.isStacked)
        relayout();
    updateScrollBar();
    updateCard();
}

void TimelineView::scrollContentsBy(int, int)
{
    unhover();
    updateCard();
    viewport()->update();
}

void TimelineView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        dropCaches();
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    m_marks.hasFocus = true;
    viewport()->update();
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_marks.hasFocus = false;
    viewport()->update();
}

} // namespace interleave
