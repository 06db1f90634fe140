#include "ui/widgets/phase_legend.h"

#include "trace/unread.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme_manager.h"

#include <QFontMetrics>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace interleave {

namespace {

constexpr QSize swatch{14, 10};
constexpr int swatchGap = 6;
constexpr int entryGap = 14;
constexpr int leastGap = 8; // where there is not room for all
constexpr int thinSwatch = 4;

int swatchWidth(Phase phase) { return phase == Phase::Send ? thinSwatch : swatch.width(); }

} // namespace

PhaseLegend::PhaseLegend(QWidget *parent)
    : QWidget(parent)
{
    setTraces({});
    setFont(themeFont(TextRole::Caption));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

/// Asked for with every frame, so only the first jobs are looked at. A call and the work on its reply share a row: no arrow.
static bool hasCauses(const TracePtr &trace)
{
    constexpr size_t few = 8;
    for (size_t job = 0; trace && job < std::min(few, trace->jobs().size()); ++job) {
        if (trace->jobs()[job].steps.size() > 2)
            return true;
    }
    return false;
}

void PhaseLegend::setTraces(const QList<TracePtr> &traces)
{
    QList<TracePtr> finished;
    std::copy_if(traces.begin(), traces.end(), std::back_inserter(finished),
                 [](const TracePtr &trace) { return trace && trace->isFinished(); });
    if (finished != m_finished) {
        m_finished = finished;
        m_showsUnread = std::any_of(finished.begin(), finished.end(), [](const TracePtr &trace) { return unreadTimeOf(*trace).ns > 0; });
        updateGeometry();
        update();
    }
    if (const bool causes = std::any_of(traces.begin(), traces.end(), hasCauses); causes != m_hasCauses) {
        m_hasCauses = causes;
        updateGeometry();
        update();
    }
    QList<Phase> phases;
    for (const Phase phase : allPhases) {
        const auto has = [phase](const TracePtr &trace) { return trace && trace->has(phase); };
        if ((traitsOf(phase).isUsual && !m_hasCauses) || std::any_of(traces.begin(), traces.end(), has))
            phases.append(phase);
    }
    if (phases == m_phases)
        return;
    m_phases = phases;
    updateGeometry();
    update();
}

void PhaseLegend::setShowsMarks(bool shows)
{
    m_showsMarks = shows;
    updateGeometry();
    update();
}

static void paintCause(QPainter &painter, const Theme &theme, const QRectF &sample)
{
    const double y = sample.center().y();
    const QPointF tip(sample.right(), y);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.6));
    painter.drawLine(sample.topLeft() + QPointF(1, 0), QPointF(sample.left() + 1, y));
    painter.drawLine(QPointF(sample.left() + 1, y), tip - QPointF(3, 0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawPolygon(QPolygonF({tip, tip + QPointF(-6, -4), tip + QPointF(-6, 4)}));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
}

QList<PhaseLegend::Mark> PhaseLegend::marks() const
{
    QList<Mark> marks;
    if (m_showsUnread)
        marks.append({unreadTitle(), swatch.width(), paintUnreadSwatch});
    if (m_showsMarks)
        marks.append({QStringLiteral("first token"), 9, [](QPainter &painter, const Theme &theme, const QRectF &sample) {
                          paintFirstToken(painter, theme, sample.x() + 4, sample.y() + 4, sample.y() + 9);
                      }});
    if (m_showsMarks && m_hasCauses)
        marks.append({QStringLiteral("caused"), swatch.width(), paintCause});
    return marks;
}

QList<PhaseLegend::Entry> PhaseLegend::entries(int gap) const
{
    const QFontMetrics metrics(font());
    QList<Entry> list;
    int x = 0;
    for (const Phase phase : m_phases) {
        const int width = swatchWidth(phase) + swatchGap + metrics.horizontalAdvance(phaseTitle(phase));
        list.append({phase, QRect(x, 0, width, height())});
        x += width + gap;
    }
    return list;
}

QList<PhaseLegend::Entry> PhaseLegend::shownEntries() const
{
    QList<Entry> list = entries(width() >= sizeHint().width() ? entryGap : leastGap);
    while (!list.isEmpty() && list.last().rect.right() >= width())
        list.removeLast();
    return list;
}

QSize PhaseLegend::sizeHint() const
{
    const QList<Entry> list = entries(entryGap);
    int width = list.isEmpty() ? 0 : list.last().rect.right() + 1;
    for (const Mark &mark : marks())
        width += entryGap + mark.width + swatchGap + QFontMetrics(font()).horizontalAdvance(mark.title);
    return {width, 20};
}

QSize PhaseLegend::minimumSizeHint() const { return {0, 20}; }

void PhaseLegend::paintEvent(QPaintEvent *)
{
    const Theme &t = currentTheme();
    QPainter painter(this);
    painter.setFont(font());
    const int top = (height() - swatch.height()) / 2;
    int end = 0;
    for (const Entry &entry : shownEntries()) {
        painter.setOpacity(m_focused && *m_focused != entry.phase ? 0.4 : 1);
        const int width = swatchWidth(entry.phase);
        paintPhaseSwatch(painter, t, QRectF(entry.rect.x(), top, width, swatch.height()), entry.phase);
        painter.setPen(m_focused == entry.phase ? t.text : t.text2);
        painter.drawText(entry.rect.adjusted(width + swatchGap, 0, 4, 0), Qt::AlignVCenter | Qt::AlignLeft, phaseTitle(entry.phase));
        end = entry.rect.right() + 1;
    }
    painter.setOpacity(1);
    const int gap = width() >= sizeHint().width() ? entryGap : leastGap;
    for (const Mark &mark : marks()) {
        const QRect words(end + gap + mark.width + swatchGap, 0, QFontMetrics(font()).horizontalAdvance(mark.title) + 1, height());
        if (words.right() > width())
            break;
        mark.paint(painter, t, QRectF(end + gap, top, mark.width, swatch.height()));
        painter.setPen(t.text2);
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, mark.title);
        end = words.right();
    }
}

void PhaseLegend::mousePressEvent(QMouseEvent *event)
{
    for (const Entry &entry : shownEntries()) {
        if (!entry.rect.contains(event->position().toPoint()))
            continue;
        m_focused = m_focused == entry.phase ? std::nullopt : std::optional(entry.phase);
        update();
        Q_EMIT focusChanged(m_focused);
        return;
    }
}

bool PhaseLegend::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (const Entry &entry : shownEntries()) {
        if (entry.rect.contains(help->pos())) {
            QToolTip::showText(help->globalPos(), QString::fromLatin1(traitsOf(entry.phase).meaning), this, entry.rect);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace interleave
