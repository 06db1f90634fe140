#include "ui/timeline/timeline_view.h"

#include "ui/timeline/frame_painter.h"
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
    frame.minimapHeight = m_minimapShown && !m_content.isStacked && !m_content.isEmpty() ? metrics::minimap : 0;
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
        m_laidOutCalls = m_content.calls();
        m_laidOutExecutors = m_content.executors();
        m_layout = LaneLayout::ofRun(m_laidOutCalls, m_laidOutExecutors, m_callsOpen, m_executorsOpen);
    }
    m_marks.hovered = {};
    m_marks.hoveredRow = -1;
    if (!m_marks.selected.isNull() && !m_content.isStacked) // rows of runs stay in their places
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
