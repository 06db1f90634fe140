#include "ui/timeline/minimap_painter.h"

#include "ui/timeline/role_text.h"
#include "ui/timeline/ruler_ticks.h"

namespace interleave {

QRectF minimapWindow(const TimelineFrame &frame)
{
    const QRectF map = frame.minimapRect();
    const TimeScale scale = frame.minimapScale();
    const double x0 = std::clamp(frame.snap(scale.x(frame.begin)), map.left(), map.right() - 2);
    const double x1 = std::clamp(frame.snap(scale.x(frame.end)), x0 + 2, map.right());
    return {x0, map.top() + 1, x1 - x0, map.height() - 3};
}

void paintMinimap(QPainter &painter, const TimelineFrame &frame, const QImage &content)
{
    if (frame.minimapHeight == 0)
        return;
    const Theme &theme = *frame.theme;
    const QRectF map = frame.minimapRect();
    const double line = frame.hairline();
    painter.fillRect(QRectF(0, 0, frame.plotLeft(), map.height()), theme.window);
    const QRectF text(16, map.top() + 4, frame.plotLeft() - 30, 18);
    paintText(painter, text, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Dense, theme.text2, QObject::tr("Whole run"));
    const bool expects = frame.content->isLive() && !frame.content->ghost.isEmpty();
    const QString end = expects ? QObject::tr("0 to about %1").arg(aboutText(frame.content->end()))
                                : QObject::tr("0 to %1").arg(secondsText(frame.content->end()));
    paintText(painter, text.translated(0, 17), Qt::AlignLeft | Qt::AlignVCenter, TextRole::Caption, theme.text3, end);

    painter.drawImage(map.topLeft(), content);
    const QRectF window = minimapWindow(frame);
    // What is not shown below is veiled, and the window itself has grips.
    const QColor veil = withAlpha(theme.sunken, 0.55);
    painter.fillRect(QRectF(map.left(), map.top(), window.left() - map.left(), map.height() - 1), veil);
    painter.fillRect(QRectF(window.right(), map.top(), map.right() - window.right(), map.height() - 1), veil);
    if (frame.content->isLive()) {
        const double now = frame.minimapScale().x(frame.content->now);
        painter.fillRect(QRectF(frame.snap(now), map.top() + 1, line, map.height() - 2), theme.now);
    }
    painter.setPen(QPen(theme.controlStrong, line));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(window.adjusted(line / 2, line / 2, -line / 2, -line / 2));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.controlStrong);
    for (const double x : {window.left(), window.right()})
        painter.drawRoundedRect(QRectF(std::clamp(x - 2, map.left(), map.right() - 4), map.center().y() - 7, 4, 14), 1.5, 1.5);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(QRectF(0, map.bottom() - line, frame.size.width(), line), theme.border);
}

} // namespace interleave
