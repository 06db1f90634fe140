#include "ui/widgets/model_mark.h"

#include <QPainter>
#include <QPen>

#include <vector>

namespace interleave {

namespace {

/// One call: `wait` px of waiting, then `cpu` px of analysis.
struct CallBar {
    int x, y, wait, cpu;
};

struct Dash {
    int x1, y1, x2, y2;
};

struct Picture {
    std::vector<CallBar> calls;
    std::vector<QRect> frames;
    std::vector<QRect> cpu; ///< analysis away from its call
    std::vector<Dash> dashes;
    std::vector<Dash> handOvers; ///< from a call down into the pool
    std::vector<Dash> joints;    ///< the next call starts where this one ended
};

Picture diagram(const QString &id)
{
    if (id == QLatin1StringView("sequential"))
        return {{{4, 3, 22, 7}, {33, 15, 20, 7}, {60, 27, 24, 7}}, {}, {}, {}, {}, {{33, 11, 33, 14}, {60, 23, 60, 26}}};
    if (id == QLatin1StringView("concurrent"))
        return {{{4, 3, 30, 8}, {4, 15, 38, 8}, {4, 27, 46, 8}}, {}, {}, {}, {}, {}};
    if (id == QLatin1StringView("parallel_threads"))
        return {{{6, 3, 40, 8}, {6, 16, 46, 8}, {6, 29, 36, 8}},
                {{1, 0, 94, 39}},
                {},
                {{58, 6, 88, 6}, {64, 19, 90, 19}, {54, 32, 88, 32}},
                {},
                {}};
    if (id == QLatin1StringView("parallel_processes"))
        return {{{6, 3, 40, 8}, {6, 17, 46, 8}, {6, 31, 36, 8}}, {{1, 0, 94, 12}, {1, 14, 94, 12}, {1, 28, 94, 12}}, {}, {}, {}, {}};
    if (id == QLatin1StringView("hybrid"))
        return {{{4, 1, 30, 0}, {4, 9, 38, 0}, {4, 17, 46, 0}},        {},
                {{34, 29, 9, 5}, {50, 29, 9, 5}, {42, 35, 9, 5}},      {{1, 26, 94, 26}},
                {{34, 4, 34, 29}, {42, 12, 42, 35}, {50, 20, 50, 29}}, {}};
    return {{{4, 16, 60, 12}}, {}, {}, {}, {}, {}};
}

Picture mark(const QString &id)
{
    if (id == QLatin1StringView("sequential"))
        return {{{1, 3, 9, 4}, {14, 9, 8, 4}, {26, 15, 9, 4}}, {}, {}, {}, {}, {}};
    if (id == QLatin1StringView("concurrent"))
        return {{{3, 3, 16, 4}, {3, 9, 20, 4}, {3, 15, 24, 4}}, {}, {}, {}, {}, {}};
    if (id == QLatin1StringView("parallel_threads"))
        return {{{4, 4, 18, 4}, {4, 9, 22, 4}, {4, 14, 14, 4}}, {{0, 1, 40, 19}}, {}, {}, {}, {}};
    if (id == QLatin1StringView("parallel_processes"))
        return {{{4, 3, 18, 4}, {4, 9, 22, 4}, {4, 15, 14, 4}}, {{0, 1, 40, 7}, {0, 7, 40, 7}, {0, 13, 40, 7}}, {}, {}, {}, {}};
    if (id == QLatin1StringView("hybrid"))
        return {
            {{3, 0, 14, 0}, {3, 4, 18, 0}, {3, 8, 22, 0}}, {}, {{17, 15, 4, 3}, {25, 15, 4, 3}, {21, 19, 4, 3}}, {{0, 13, 38, 13}}, {}, {}};
    return {{{3, 9, 24, 4}}, {}, {}, {}, {}, {}};
}

void drawDash(QPainter &painter, const Dash &dash, const QColor &colour, const QList<qreal> &pattern)
{
    QPen pen(colour, 1, pattern.isEmpty() ? Qt::SolidLine : Qt::CustomDashLine, Qt::FlatCap);
    if (!pattern.isEmpty())
        pen.setDashPattern(pattern);
    painter.setPen(pen);
    const bool vertical = dash.x1 == dash.x2; // whole pixels: centre of the line's own pixel, full length along it
    painter.drawLine(vertical ? QLineF(dash.x1 + 0.5, dash.y1, dash.x2 + 0.5, dash.y2 + 1)
                              : QLineF(dash.x1, dash.y1 + 0.5, dash.x2, dash.y2 + 0.5));
}

void drawCall(QPainter &painter, const Theme &theme, const CallBar &call, int height, bool small)
{
    const PhaseStyle &waiting = theme.phase(Phase::Ttft);
    painter.fillRect(call.x, call.y, call.wait, height, waiting.line);
    if (!small)
        painter.fillRect(call.x + 1, call.y + 1, call.wait - 2, height - 2, waiting.fill);
    if (call.cpu > 0)
        painter.fillRect(call.x + call.wait, call.y, call.cpu, height, theme.phase(Phase::Analyze).fill);
}

} // namespace

void paintModelMark(QPainter &painter, const Theme &theme, const QRect &rect, const QString &modelId, bool small)
{
    const Picture picture = small ? mark(modelId) : diagram(modelId);
    const QSize size = small ? modelMarkSize : modelDiagramSize;
    const bool crowded = picture.frames.size() > 1 || !picture.cpu.empty(); // rows of 6 px instead of 7
    const int height = small ? 3 : crowded ? 6 : 7;

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, !small);
    painter.translate(rect.x() + (rect.width() - size.width()) / 2, rect.y() + (rect.height() - size.height()) / 2);
    painter.setBrush(Qt::NoBrush);
    for (const QRect &frame : picture.frames) {
        painter.setPen(QPen(small ? withAlpha(theme.controlStrong, 0.8) : theme.controlStrong, 1));
        const double radius = small ? 0 : 2.5;
        painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const CallBar &call : picture.calls)
        drawCall(painter, theme, call, height, small);
    for (const QRect &cpu : picture.cpu)
        painter.fillRect(cpu, theme.phase(Phase::Analyze).fill);
    for (const Dash &joint : picture.joints)
        drawDash(painter, joint, theme.text3, {});
    for (const Dash &dash : picture.dashes)
        drawDash(painter, dash, small ? theme.controlStrong : theme.text3, {2, 2});
    for (const Dash &dash : picture.handOvers)
        drawDash(painter, dash, theme.phase(Phase::Analyze).line, {1, 2});
    painter.restore();
}

} // namespace interleave
