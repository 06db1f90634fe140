#include "ui/run/queue_strip.h"

#include "setup/catalog.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/model_mark.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/theme_manager.h"

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>

namespace interleave {

static constexpr int widest = 296;
static constexpr int narrowest = 176;
static constexpr int noteWidth = 110; // "Round 1 of 5"

static QString seconds(double value) { return QLocale().toString(value, 'f', 2) + QChar(0x00a0) + u's'; }

QueueStrip::QueueStrip(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the wheel and the keys scroll; a bar would hide the cells
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFixedHeight(metrics::queueStrip);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Queue of runs"));
    viewport()->setMouseTracking(true);
}

QSize QueueStrip::sizeHint() const { return {400, metrics::queueStrip}; }

void QueueStrip::setQueue(const QList<PlannedRun> &queue)
{
    m_cells.clear();
    m_repeats = 1;
    for (const PlannedRun &run : queue) {
        m_cells.append({run, {}, State::Planned, 0, 0});
        m_repeats = std::max(m_repeats, run.repeat + 1);
    }
    const bool isOneModel =
        std::all_of(queue.begin(), queue.end(), [&](const PlannedRun &run) { return run.model == queue.first().model; });
    for (Cell &cell : m_cells)
        cell.title = titleOfRun(cell.run.model, cell.run.variant, isOneModel);
    m_current = m_hovered = -1;
    updateScrollBar();
    horizontalScrollBar()->setValue(0);
    viewport()->update();
}

void QueueStrip::setRunning(int index, double predictedS)
{
    m_cells[index].state = State::Running;
    m_cells[index].predictedS = predictedS;
    reveal(index);
    viewport()->update();
}

void QueueStrip::setElapsed(int index, double elapsed)
{
    if (index < 0 || index >= m_cells.size() || m_cells[index].state != State::Running)
        return;
    m_cells[index].seconds = elapsed;
    viewport()->update(cellRect(index));
}

void QueueStrip::setFinished(int index, const RunReport &report)
{
    m_cells[index].state = report.cancelled ? State::Stopped : report.failures() > 0 ? State::Failed : State::Done;
    m_cells[index].seconds = report.makespanS;
    viewport()->update();
}

void QueueStrip::setCurrent(int index)
{
    m_current = index;
    reveal(index);
    viewport()->update();
}

int QueueStrip::cellWidth() const
{
    const int room = viewport()->width() - (m_repeats > 1 ? noteWidth : 0);
    return std::clamp(room / std::max(1, static_cast<int>(m_cells.size())), narrowest, widest);
}

QRect QueueStrip::cellRect(int index) const
{
    return {index * cellWidth() - horizontalScrollBar()->value(), 0, cellWidth(), viewport()->height()};
}

int QueueStrip::cellAt(QPoint point) const
{
    const int index = (point.x() + horizontalScrollBar()->value()) / cellWidth();
    return index >= 0 && index < m_cells.size() ? index : -1;
}

bool QueueStrip::canOpen(int index) const { return index >= 0 && index < m_cells.size() && m_cells[index].state != State::Planned; }

void QueueStrip::updateScrollBar()
{
    const int content = cellWidth() * static_cast<int>(m_cells.size());
    horizontalScrollBar()->setRange(0, std::max(0, content - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
}

void QueueStrip::reveal(int index)
{
    const QRect rect = cellRect(index);
    if (rect.left() < 0 || rect.right() > viewport()->width())
        horizontalScrollBar()->setValue(index * cellWidth() - viewport()->width() / 3);
}

void QueueStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = currentTheme();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.window);
    for (int i = 0; i < m_cells.size(); ++i) {
        if (cellRect(i).intersects(viewport()->rect()))
            paintCell(painter, i);
    }
    const int after = cellWidth() * static_cast<int>(m_cells.size());
    if (m_repeats > 1 && after + noteWidth <= viewport()->width()) {
        const int shown = std::clamp(m_current, 0, static_cast<int>(m_cells.size()) - 1);
        painter.setFont(themeFont(TextRole::Small));
        painter.setPen(theme.text3);
        painter.drawText(viewport()->rect().adjusted(0, 0, -metrics::inset, 0), Qt::AlignRight | Qt::AlignVCenter,
                         tr("Round %1 of %2").arg(m_cells[shown].run.repeat + 1).arg(m_repeats));
    }
    painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), theme.border);
    if (hasFocus() && m_current >= 0) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(cellRect(m_current).adjusted(2, 2, -3, -3));
    }
}

void QueueStrip::paintCell(QPainter &painter, int index) const
{
    const Theme &theme = currentTheme();
    const Cell &cell = m_cells[index];
    const QRect rect = cellRect(index);
    if (index == m_current)
        painter.fillRect(rect, theme.panel);
    else if (index == m_hovered && canOpen(index))
        painter.fillRect(rect, theme.hover);
    painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), theme.border);

    const bool dimmed = cell.state == State::Planned;
    const bool showsMark = rect.width() >= 230;
    const int left = rect.left() + 14;
    if (showsMark) {
        painter.setOpacity(dimmed ? 0.45 : 1);
        paintModelMark(painter, theme, QRect(left, rect.center().y() - 11, 40, 22), cell.run.model, true);
        painter.setOpacity(1);
    }
    const QFont nameFont = themeFont(index == m_current ? TextRole::BodyStrong : TextRole::Body);
    const int nameLeft = left + (showsMark ? 50 : 0);
    const int right = paintTimes(painter, cell, rect.adjusted(0, 0, -14, 0), QFontMetrics(nameFont).horizontalAdvance(cell.title));
    const QRect name(nameLeft, rect.top(), right - nameLeft - metrics::gap, rect.height());
    painter.setFont(nameFont);
    painter.setPen(dimmed ? theme.text3 : theme.text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(nameFont).elidedText(cell.title, Qt::ElideRight, name.width()));

    if (cell.state == State::Running) {
        const double progress = cell.predictedS > 0 ? std::min(1.0, cell.seconds / cell.predictedS) : 0;
        painter.fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width(), 3), theme.border);
        painter.fillRect(QRect(rect.left(), rect.bottom() - 2, static_cast<int>(rect.width() * progress), 3), theme.accent);
    } else if (index == m_current) {
        painter.fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width(), 3), theme.accent);
    }
}

int QueueStrip::paintTimes(QPainter &painter, const Cell &cell, QRect rect, int nameWidth) const
{
    const bool isWide = rect.width() > nameWidth + 190; // room for the prediction beside the time
    const Theme &theme = currentTheme();
    const int middle = rect.center().y();
    const auto icon = [&](const char *name, const QColor &colour) {
        const QPixmap pixmap = themeIconPixmap(QString::fromLatin1(name), colour, 16, devicePixelRatioF());
        painter.drawPixmap(rect.right() - 16, middle - 8, pixmap);
        rect.setRight(rect.right() - 22);
    };
    const auto text = [&](const QString &words, TextRole role, const QColor &colour) {
        const QFont font = tabularFont(role);
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, words);
        rect.setRight(rect.right() - QFontMetrics(font).horizontalAdvance(words) - 6);
    };
    switch (cell.state) {
    case State::Planned:
        text(&cell > &m_cells.first() && (&cell - 1)->state == State::Running ? tr("next") : QString(), TextRole::Small, theme.text3);
        break;
    case State::Running:
        if (cell.predictedS > 0 && isWide)
            text(tr("of about %1").arg(QLocale().toString(cell.predictedS, 'f', 1)), TextRole::Small, theme.text3);
        text(seconds(cell.seconds), TextRole::BodyStrong, theme.text);
        break;
    case State::Done:
        icon("check", theme.accent);
        text(seconds(cell.seconds), TextRole::Body, theme.text2);
        break;
    case State::Stopped:
        icon("stop", theme.text3);
        text(tr("stopped"), TextRole::Small, theme.text3);
        break;
    case State::Failed:
        icon("cross", theme.error);
        text(seconds(cell.seconds), TextRole::Body, theme.text2);
        break;
    }
    return rect.right();
}

void QueueStrip::resizeEvent(QResizeEvent *) { updateScrollBar(); }

void QueueStrip::mouseMoveEvent(QMouseEvent *event)
{
    const int index = cellAt(event->position().toPoint());
    if (index != m_hovered) {
        m_hovered = index;
        viewport()->update();
    }
    viewport()->setCursor(canOpen(index) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setToolTip(
        index >= 0
            ? tr("%1, repeat %2").arg(titleOfRun(m_cells[index].run.model, m_cells[index].run.variant)).arg(m_cells[index].run.repeat + 1)
            : QString());
}

void QueueStrip::leaveEvent(QEvent *)
{
    m_hovered = -1;
    viewport()->update();
}

void QueueStrip::mousePressEvent(QMouseEvent *event)
{
    const int index = cellAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && canOpen(index))
        Q_EMIT runSelected(index);
}

void QueueStrip::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step != 0 && canOpen(m_current + step))
        Q_EMIT runSelected(m_current + step);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void QueueStrip::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - (delta.x() != 0 ? delta.x() : delta.y()));
    viewport()->update();
}

} // namespace interleave
