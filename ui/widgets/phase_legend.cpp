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

const QString firstTokenTitle = QStringLiteral("first token");

int swatchWidth(Phase phase) { return phase == Phase::Send ? thinSwatch : swatch.width(); }

} // namespace

PhaseLegend::PhaseLegend(QWidget *parent)
    : QWidget(parent)
{
    setTraces({});
    setFont(themeFont(TextRole::Caption));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
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
    QList<Phase> phases;
    for (const Phase phase : allPhases) {
        const auto has = [phase](const TracePtr &trace) { return trace && trace->has(phase); };
        if (traitsOf(phase).isUsual || std::any_of(traces.begin(), traces.end(), has))
            phases.append(phase);
    }
    if (phases == m_phases)
        return;
    m_phases = phases;
    updateGeometry();
    update();
}

void PhaseLegend::setShowsFirstToken(bool shows)
{
    m_showsFirstToken = shows;
    updateGeometry();
    update();
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
    if (m_showsUnread)
        width += entryGap + swatch.width() + swatchGap + QFontMetrics(font()).horizontalAdvance(unreadTitle());
    if (m_showsFirstToken)
        width += entryGap + 9 + swatchGap + QFontMetrics(font()).horizontalAdvance(firstTokenTitle);
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
    if (m_showsUnread && width() >= sizeHint().width()) {
        const int x = end + entryGap;
        paintUnreadSwatch(painter, t, QRectF(x, top, swatch.width(), swatch.height()));
        painter.setPen(t.text2);
        const QRect words(x + swatch.width() + swatchGap, 0, QFontMetrics(font()).horizontalAdvance(unreadTitle()) + 1, height());
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, unreadTitle());
        end = words.right();
    }
    if (m_showsFirstToken && width() >= sizeHint().width()) {
        const int x = end + entryGap;
        paintFirstToken(painter, t, x + 4, top + 4, top + 9);
        painter.setPen(t.text2);
        painter.drawText(QRect(x + 9 + swatchGap, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, firstTokenTitle);
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
