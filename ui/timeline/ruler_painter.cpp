#include "ui/timeline/ruler_painter.h"

#include "ui/timeline/role_text.h"
#include "ui/timeline/ruler_ticks.h"

#include <QFontMetricsF>
#include <QLocale>

namespace interleave {

/// A time under the cursor, with the decimals that a pixel is worth.
static QString cursorText(const TimelineFrame &frame, qint64 ns)
{
    // As exact as the mouse is: the decimals of a pixel.
    const double nsPerPx = frame.scale().nsPerPx;
    if (ns < 60'000'000'000 && nsPerPx < 10e6) {
        const int decimals = nsPerPx < 1e3 ? 6 : nsPerPx < 1e6 ? 4 : 3;
        return QLocale().toString(static_cast<double>(ns) / 1e9, 'f', decimals) + QChar(QChar::Nbsp) + QLatin1Char('s');
    }
    return ns < 60'000'000'000 ? secondsText(ns) : durationText(ns);
}

namespace {

constexpr double flagHeight = 17;

QRectF flagRect(const TimelineFrame &frame, double x, double textWidth)
{
    const QRectF ruler = frame.rulerRect();
    const double width = textWidth + 10;
    const double left = std::clamp(x - width / 2, ruler.left() + 1, std::max(ruler.left() + 1, ruler.right() - width - 1));
    return {frame.snap(left), ruler.top() + 3, frame.snap(width), flagHeight};
}

/// A small plate with a time on the ruler.
void paintFlag(QPainter &painter, const TimelineFrame &frame, double x, const QString &text, const QColor &ground, const QColor &ink)
{
    painter.setFont(themeFont(TextRole::CaptionStrong));
    const QRectF rect = flagRect(frame, x, QFontMetricsF(painter.font()).horizontalAdvance(text));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(rect, metrics::radiusFlag, metrics::radiusFlag);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(ink);
    painter.drawText(rect, Qt::AlignCenter, text);
}

struct Flag {
    double x = 0;
    QString text;
    bool isNow = false;
};

QList<Flag> flagsOf(const TimelineFrame &frame)
{
    QList<Flag> flags;
    const auto add = [&](qint64 ns, const QString &text, bool isNow) {
        const double x = frame.scale().x(ns);
        if (x >= frame.plotLeft() && x <= frame.size.width())
            flags.append({x, text, isNow});
    };
    if (frame.content->isLive())
        add(frame.content->now, QObject::tr("now %1").arg(durationText(frame.content->now)), true);
    if (frame.marks.cursor)
        add(*frame.marks.cursor, cursorText(frame, *frame.marks.cursor), false);
    return flags;
}

} // namespace

void paintRuler(QPainter &painter, const TimelineFrame &frame)
{
    const Theme &theme = *frame.theme;
    const QRectF ruler = frame.rulerRect();
    const double line = frame.hairline();
    painter.fillRect(QRectF(0, ruler.top(), frame.size.width(), ruler.height()), theme.header);
    painter.setClipRect(QRectF(ruler.left(), ruler.top(), ruler.width(), ruler.height()));
    const QList<Flag> flags = flagsOf(frame);
    painter.setFont(themeFont(TextRole::Caption));
    const QFontMetricsF metrics(painter.font());
    const TimeScale scale = frame.scale();
    for (const RulerTick &tick : rulerTicks(frame.begin, frame.end, frame.plotWidth())) {
        const double x = frame.snap(scale.x(tick.ns));
        const double height = tick.major ? 8 : 4;
        painter.fillRect(QRectF(x, ruler.bottom() - height, line, height), tick.major ? theme.text3 : theme.controlStrong);
        if (!tick.major)
            continue;
        const QRectF label(x + 5, ruler.top(), metrics.horizontalAdvance(tick.label) + 1, ruler.height() - 2);
        const bool hidden = label.right() > ruler.right() || std::any_of(flags.begin(), flags.end(), [&](const Flag &flag) {
                                return std::abs(label.center().x() - flag.x) < 24 + label.width() / 2;
                            });
        if (hidden)
            continue;
        painter.setPen(theme.text3);
        painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft, tick.label);
    }
    painter.fillRect(QRectF(0, ruler.bottom() - line, frame.size.width(), line), theme.border);
    for (const Flag &flag : flags)
        paintFlag(painter, frame, flag.x, flag.text, flag.isNow ? theme.now : theme.accent, flag.isNow ? theme.canvas : theme.onAccent);
    painter.setClipping(false);
    if (!frame.content->isStacked)
        return;
    const QRectF side(16, ruler.top(), frame.plotLeft() - 30, ruler.height() - 1);
    paintText(painter, side, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Caption, theme.text3, QObject::tr("All start at 0 s"));
    if (frame.marks.cursor)
        paintText(painter, side, Qt::AlignRight | Qt::AlignVCenter, TextRole::CaptionStrong, theme.accentText,
                  QObject::tr("at %1").arg(cursorText(frame, *frame.marks.cursor)));
}

} // namespace interleave
