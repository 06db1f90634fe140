#include "ui/edit/workload_graph.h"

#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme_manager.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <optional>
#include <utility>

namespace interleave {

static constexpr int margin = 24;

WorkloadGraph::WorkloadGraph(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true); // the tool tip is of the step below the pointer
    setAccessibleName(tr("Graph of the steps"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

static void collect(const GraphBlock &block, std::vector<const GraphItem *> &items)
{
    for (const GraphItem &item : block.items) {
        items.push_back(&item);
        for (const GraphBlock &inner : item.blocks)
            collect(inner, items);
    }
}

static std::vector<const GraphItem *> itemsOf(const GraphBlock &block)
{
    std::vector<const GraphItem *> items;
    collect(block, items);
    return items;
}

void WorkloadGraph::setGraph(GraphBlock graph)
{
    const QString name = selected(), path = selectedPath();
    m_graph = std::move(graph);
    if (m_followed)
        m_outdated = std::exchange(m_followed, nullptr);
    m_progress = {};
    m_size = layOut(m_graph).toSize() + QSize(2 * margin, 2 * margin);
    m_selected = nullptr;
    const std::vector<const GraphItem *> items = itemsOf(m_graph);
    const auto same = [&](bool byPath, bool byName) {
        const auto found = std::find_if(items.begin(), items.end(), [&](const GraphItem *item) {
            return (!byPath || item->path == path) && (!byName || item->name == name);
        });
        return found == items.end() ? nullptr : *found;
    };
    for (const auto &[byPath, byName] : {std::pair(true, true), std::pair(false, true), std::pair(true, false), std::pair(false, false)})
        m_selected = m_selected ? m_selected : same(byPath, byName);
    setAccessibleDescription(names().join(QStringLiteral(", ")));
    updateGeometry();
    update();
    Q_EMIT stepSelected(selectedPath());
}

QStringList WorkloadGraph::names() const
{
    QStringList names;
    for (const GraphItem *item : itemsOf(m_graph))
        names.append(item->name);
    return names;
}

/// In the middle of what room there is.
QPointF WorkloadGraph::offset() const
{
    return {std::max<double>(margin, (width() - m_graph.rect.width()) / 2),
            std::max<double>(margin, (height() - m_graph.rect.height()) / 2)};
}

void WorkloadGraph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().canvas);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(offset());
    paintBlock(painter, m_graph);
}

void WorkloadGraph::paintBlock(QPainter &painter, const GraphBlock &block) const
{
    if (!block.title.isEmpty()) {
        painter.setFont(themeFont(TextRole::Caption));
        painter.setPen(currentTheme().text2);
        painter.drawText(QRectF(block.rect.left(), block.rect.top() - 18, 200, 16), Qt::AlignLeft | Qt::AlignVCenter, block.title);
    }
    paintEdges(painter, block);
    for (const GraphItem &item : block.items)
        paintItem(painter, item);
}

static void paintArrow(QPainter &painter, const Theme &theme, QPointF from, QPointF to, bool isDashed)
{
    QPen pen(theme.controlStrong, 1.5);
    if (isDashed)
        pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    QPainterPath path(from);
    if (std::abs(to.x() - from.x()) >= std::abs(to.y() - from.y())) {
        const double middle = (from.x() + to.x()) / 2;
        path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
    } else {
        const double middle = (from.y() + to.y()) / 2;
        path.cubicTo({from.x(), middle}, {to.x(), middle}, to);
    }
    painter.drawPath(path);
    const bool isDown = std::abs(to.x() - from.x()) < std::abs(to.y() - from.y());
    const QPointF side = isDown ? QPointF(3.5, -7) : QPointF(-7, 3.5);
    const QPointF other = isDown ? QPointF(-3.5, -7) : QPointF(-7, -3.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.controlStrong);
    painter.drawPolygon(QPolygonF{to, to + side, to + other});
}

/// From one card to another, under those that lie between.
static void paintDetour(QPainter &painter, const Theme &theme, const QRectF &from, const QRectF &to, double below)
{
    constexpr double bend = 14;
    const QPointF start(from.right(), from.center().y()), end(to.left() - bend, to.center().y() + 12);
    painter.setPen(QPen(theme.controlStrong, 1.5));
    painter.setBrush(Qt::NoBrush);
    QPainterPath path(start);
    path.cubicTo({start.x() + bend, start.y()}, {start.x(), below}, {start.x() + 2 * bend, below});
    path.lineTo(end.x() - bend, below);
    path.quadTo({end.x(), below}, end);
    painter.drawPath(path);
    paintArrow(painter, theme, end, {to.left(), end.y()}, false);
}

/// Below what lies between the two; nothing lies there: not at all.
static std::optional<double> detourBelow(const GraphBlock &block, const QRectF &from, const QRectF &to)
{
    std::optional<double> below;
    const double top = std::min(from.center().y(), to.center().y()), bottom = std::max(from.center().y(), to.center().y());
    for (const GraphItem &item : block.items) {
        const bool isBetween = item.rect.left() >= from.right() && item.rect.right() <= to.left();
        if (isBetween && item.rect.top() <= bottom && item.rect.bottom() >= top)
            below = std::max(below.value_or(0), item.rect.bottom() + 10);
    }
    return below;
}

void WorkloadGraph::paintEdges(QPainter &painter, const GraphBlock &block) const
{
    for (const GraphItem &item : block.items) {
        for (const int each : item.after) {
            const QRectF &from = block.items[static_cast<size_t>(each)].rect;
            const bool isDown = item.rect.top() > from.bottom() && item.rect.left() < from.right();
            if (isDown)
                paintArrow(painter, currentTheme(), {from.center().x(), from.bottom()}, {item.rect.center().x(), item.rect.top()}, false);
            else if (const std::optional<double> below = detourBelow(block, from, item.rect))
                paintDetour(painter, currentTheme(), from, item.rect, *below);
            else
                paintArrow(painter, currentTheme(), {from.right(), from.center().y()}, {item.rect.left(), item.rect.center().y()}, false);
        }
    }
}

void WorkloadGraph::paintItem(QPainter &painter, const GraphItem &item) const
{
    const Theme &theme = currentTheme();
    const bool isFrame = !item.blocks.empty();
    const double radius = isFrame ? metrics::radiusCard : metrics::radiusButton;
    const bool isSelected = &item == m_selected;
    painter.setPen(QPen(isFrame ? theme.control : theme.border, 1));
    painter.setBrush(isFrame ? theme.sunken : theme.panel);
    if (!item.badge.isEmpty()) {
        for (const double sheet : {6.0, 3.0})
            painter.drawRoundedRect(item.rect.translated(sheet, -sheet), radius, radius);
    }
    painter.drawRoundedRect(item.rect, radius, radius);
    if (isSelected) {
        painter.setPen(QPen(hasFocus() ? theme.accent : theme.controlStrong, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(item.rect.adjusted(-3, -3, 3, 3), radius + 3, radius + 3);
    }
    paintText(painter, item);
    if (!item.footer.isEmpty())
        painter.drawText(QRectF(item.rect.left(), item.rect.bottom() - 24, item.rect.width(), 18), Qt::AlignCenter, item.footer);
    if (isFrame && item.goesBack) {
        const QRectF inner = item.blocks.front().rect;
        const double x = item.rect.right() - 10;
        painter.setPen(QPen(theme.controlStrong, 1.5, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF{{inner.right() + 2, inner.bottom() - 16},
                                       {x, inner.bottom() - 16},
                                       {x, inner.top() + 16},
                                       {inner.right() + 8, inner.top() + 16}});
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.controlStrong);
        const QPointF tip(inner.right() + 2, inner.top() + 16);
        painter.drawPolygon(QPolygonF{tip, tip + QPointF(7, -3.5), tip + QPointF(7, 3.5)});
    }
    for (const GraphBlock &block : item.blocks)
        paintBlock(painter, block);
}

void WorkloadGraph::paintText(QPainter &painter, const GraphItem &item) const
{
    const Theme &theme = currentTheme();
    QRectF text = item.rect.adjusted(12, 8, -10, 0);
    if (item.phase) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        paintPhaseSwatch(painter, theme, QRectF(text.left(), text.top() + 4, 14, 10), *item.phase);
        painter.setRenderHint(QPainter::Antialiasing);
    }
    painter.setFont(themeFont(TextRole::BodyStrong));
    const double badge = item.badge.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(item.badge) + 8;
    const QRectF name = text.adjusted(item.phase ? 22 : 0, 0, -badge, 0);
    painter.setPen(theme.text);
    painter.drawText(QRectF(name.topLeft(), QSizeF(name.width(), 18)), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(item.name, Qt::ElideRight, static_cast<int>(name.width())));
    painter.setFont(themeFont(TextRole::Small));
    painter.setPen(theme.text2);
    if (badge > 0)
        painter.drawText(QRectF(text.right() - badge, text.top(), badge, 18), Qt::AlignRight | Qt::AlignVCenter, item.badge);
    const StepCounts counts = countsOf(item);
    painter.setPen(counts.failed > 0 ? theme.error : counts.begun() > 0 ? theme.text : theme.text2);
    painter.drawText(QRectF(text.left(), text.top() + 20, text.width(), 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(counts.begun() > 0 ? StepProgress::text(counts) : item.what, Qt::ElideRight,
                                                      static_cast<int>(text.width())));
    if (counts.begun() > 0)
        paintProgress(painter, item, counts);
}

/// Along the lower edge: done, of all that there will be, as far as one knows; then what runs, paler; failures at the end.
void WorkloadGraph::paintProgress(QPainter &painter, const GraphItem &item, const StepCounts &counts) const
{
    const Theme &theme = currentTheme();
    const QRectF edge = item.blocks.empty() ? QRectF(item.rect.left() + 6, item.rect.bottom() - 5, item.rect.width() - 12, 3)
                                            : QRectF(item.rect.left() + 12, item.rect.top() + 48, item.rect.width() - 24, 3);
    const double all = std::max(m_progress.jobs(), counts.begun());
    const QColor colour = item.phase ? theme.phase(*item.phase).line : theme.controlStrong;
    QColor pale = colour;
    pale.setAlphaF(0.35f);
    painter.fillRect(edge, theme.grid);
    double x = edge.left();
    for (const auto &[count, fill] :
         {std::pair(counts.done, colour), std::pair(counts.failed, theme.error), std::pair(counts.runs, pale)}) {
        const double width = edge.width() * count / all;
        painter.fillRect(QRectF(x, edge.top(), width, edge.height()), fill);
        x += width;
    }
}

void WorkloadGraph::follow(const TracePtr &trace)
{
    constexpr int countMs = 100;
    if (!trace || trace == m_outdated)
        return;
    const bool isSame = trace == m_followed;
    m_followed = trace;
    if (!isVisible() || (isSame && !trace->isFinished() && m_sinceCount.isValid() && m_sinceCount.elapsed() < countMs))
        return;
    count();
}

void WorkloadGraph::count()
{
    m_sinceCount.start();
    if (m_followed && m_progress.update(m_followed))
        update();
}

void WorkloadGraph::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    count();
}

QString WorkloadGraph::progressText(const QString &name) const
{
    for (const GraphItem *item : itemsOf(m_graph)) {
        if (item->name == name)
            return StepProgress::text(countsOf(*item));
    }
    return {};
}

void WorkloadGraph::setSelectedPath(const QString &path)
{
    for (const GraphItem *item : itemsOf(m_graph)) {
        if (item->path == path)
            select(item);
    }
}

/// The innermost.
const GraphItem *WorkloadGraph::itemAt(QPointF point) const
{
    const GraphItem *found = nullptr;
    for (const GraphItem *item : itemsOf(m_graph)) {
        if (item->rect.contains(point - offset()))
            found = item;
    }
    return found;
}

void WorkloadGraph::select(const GraphItem *item)
{
    if (!item)
        return;
    m_selected = item;
    update();
    Q_EMIT stepSelected(item->path);
    Q_EMIT selectionChanged(item->rect.translated(offset()).toRect().adjusted(-8, -8, 8, 8));
}

void WorkloadGraph::mousePressEvent(QMouseEvent *event)
{
    select(itemAt(event->position()));
    Q_EMIT selectedByHand();
}

void WorkloadGraph::mouseMoveEvent(QMouseEvent *event)
{
    const GraphItem *item = itemAt(event->position());
    const QString text = item ? item->text.trimmed().left(600) : QString();
    if (!item)
        return setToolTip({});
    const QString progress = StepProgress::text(countsOf(*item), true);
    setToolTip(item->name + QStringLiteral(": ") + item->what + (progress.isEmpty() ? QString() : u'\n' + progress) +
               (text.isEmpty() ? QString() : u'\n' + text));
}

void WorkloadGraph::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const GraphItem *item = itemAt(event->position()))
        Q_EMIT stepActivated(item->name);
}

void WorkloadGraph::walk(int by)
{
    const std::vector<const GraphItem *> items = itemsOf(m_graph);
    if (items.empty())
        return;
    const auto present = std::find(items.begin(), items.end(), m_selected);
    const auto place = present == items.end() ? 0 : present - items.begin() + by;
    select(items[static_cast<size_t>(std::clamp<std::ptrdiff_t>(place, 0, static_cast<std::ptrdiff_t>(items.size()) - 1))]);
}

void WorkloadGraph::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        walk(1);
        break;
    case Qt::Key_Left:
    case Qt::Key_Up:
        walk(-1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT stepActivated(selected());
        break;
    case Qt::Key_N:
        Q_EMIT addRequested();
        break;
    case Qt::Key_Delete:
        Q_EMIT removeRequested();
        break;
    case Qt::Key_F2:
        Q_EMIT renameRequested();
        break;
    case Qt::Key_D:
        if (event->modifiers() == Qt::ControlModifier) {
            Q_EMIT duplicateRequested();
            break;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
    }
}

bool WorkloadGraph::event(QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

} // namespace interleave
