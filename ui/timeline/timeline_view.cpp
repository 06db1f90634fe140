#include "ui/timeline/timeline_view.h"

#include "ui/timeline/gutter_painter.h"
#include "ui/timeline/minimap_painter.h"
#include "ui/timeline/overlay_painter.h"
#include "ui/timeline/ruler_painter.h"
#include "ui/timeline/run_layout.h"
#include "ui/timeline/span_tooltip.h"
#include "ui/timeline/start_card.h"
#include "ui/timeline/timeline_keys.h"
#include "ui/timeline/timeline_mouse.h"
#include "ui/widgets/theme_manager.h"

#include <QKeyEvent>
#include <QPaintEvent>
#include <QScrollBar>

namespace interleave {

TimelineView::TimelineView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_mouse(std::make_unique<TimelineMouse>(*this, m_selection))
    , m_keys(std::make_unique<TimelineKeys>(*this, m_selection, *m_mouse))
    , m_ownRange(new VisibleRange(this))
    , m_scrollBar(new QScrollBar(Qt::Vertical, viewport()))
    , m_card(new StartCard(viewport()))
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
    connect(&m_selection, &TimelineSelection::marked, viewport(), qOverload<>(&QWidget::update));
    connect(&m_selection, &TimelineSelection::selectionChanged, this, [this] {
        describe();
        viewport()->update();
    });
    connect(&m_selection, &TimelineSelection::callSelected, this, &TimelineView::callSelected);
    connect(&m_selection, &TimelineSelection::spanSelected, this, &TimelineView::spanSelected);
    connect(&m_selection, &TimelineSelection::runSelected, this, &TimelineView::runSelected);
    connect(&m_selection, &TimelineSelection::cursorChanged, this, &TimelineView::cursorChanged);
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
        m_mouse->unhover();
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

void TimelineView::setFocusedPhase(std::optional<Phase> phase) { m_selection.setFocusedPhase(phase); }
void TimelineView::setSelectedCall(int call) { m_selection.setCall(call); }
void TimelineView::setSelectedSpan(qint32 span) { m_selection.setSpan(findSpan(frame(), span)); }
void TimelineView::setSelectedRun(int run) { m_selection.setRun(run); }
void TimelineView::setCursorTime(std::optional<qint64> ns) { m_selection.pinCursor(ns); }

void TimelineView::describe()
{
    const TimelineFrame frame = this->frame();
    QString text = timelineSentence(frame);
    if (!frame.marks.selected.isNull())
        text += QLatin1Char(' ') + tr("Selected: %1.").arg(spanSentence(frame, frame.marks.selected));
    setAccessibleDescription(text);
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

void TimelineView::foldGroup(RowKind header)
{
    bool &isOpen = header == RowKind::CallsHeader ? m_callsOpen : m_executorsOpen;
    isOpen = !isOpen;
    relayout();
}

void TimelineView::setNodeOpen(int node, bool isOpen, bool all)
{
    all ? m_content.tree.setAllOpen(node, isOpen) : m_content.tree.setOpen(node, isOpen);
    relayout();
}

TimelineFrame TimelineView::frame() const
{
    TimelineFrame frame;
    frame.theme = &currentTheme();
    frame.content = &m_content;
    frame.layout = &m_layout;
    frame.marks = m_selection.marks();
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
        m_layout = layoutOfStack(m_content, height);
    } else {
        m_laidOutCalls = m_content.calls();
        m_laidOutExecutors = m_content.executors();
        m_layout = layoutOfRun(m_content, m_callsOpen, m_executorsOpen);
    }
    const SpanRef selected = m_selection.marks().selected;
    // rows of runs stay in their places
    m_selection.relocate(selected.isNull() || m_content.isStacked ? selected : findSpan(frame(), selected.span));
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

void TimelineView::updateCard() { m_card->place(frame(), m_cardShown); }

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
    m_mouse->unhover();
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
    m_selection.setFocus(true);
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_selection.setFocus(false);
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        m_mouse->leave();
    return m_mouse->gesture(*event) || QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::mousePressEvent(QMouseEvent *event) { m_mouse->press(*event); }
void TimelineView::mouseMoveEvent(QMouseEvent *event) { m_mouse->move(*event); }
void TimelineView::mouseReleaseEvent(QMouseEvent *event) { m_mouse->release(*event); }
void TimelineView::mouseDoubleClickEvent(QMouseEvent *event) { m_mouse->doubleClick(*event); }
void TimelineView::wheelEvent(QWheelEvent *event) { m_mouse->wheel(*event); }

bool TimelineView::event(QEvent *event)
{
    // Single letters are ours while the timeline has the focus, also where the window uses them.
    if (event->type() == QEvent::ShortcutOverride && TimelineKeys::isOurs(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    if (!m_keys->handle(*event))
        event->ignore();
}

} // namespace interleave
