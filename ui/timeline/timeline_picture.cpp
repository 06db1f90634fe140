#include "ui/timeline/timeline_picture.h"

#include "trace/unread.h"
#include "ui/timeline/gutter_painter.h"
#include "ui/timeline/lane_painter.h"
#include "ui/timeline/lanes_image.h"
#include "ui/timeline/overlay_painter.h"
#include "ui/timeline/role_text.h"
#include "ui/timeline/ruler_painter.h"
#include "ui/timeline/run_layout.h"
#include "ui/timeline/visible_range.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/texture_lines.h"

#include <QFontMetricsF>

namespace interleave {

namespace {

constexpr int inset = 16;
constexpr int titleHeight = 36;
constexpr int legendHeight = 28;
constexpr int verdictHeight = 30;

TimelineContent contentOf(const QList<NamedTrace> &runs)
{
    TimelineContent content;
    content.isStacked = runs.size() > 1;
    for (const NamedTrace &run : runs)
        content.runs.push_back({run.name, TraceIndex(run.trace), run.isGhost});
    if (content.runs.empty())
        content.runs.emplace_back();
    content.now = content.end();
    if (!content.isStacked && !content.index().isEmpty())
        content.tree.update(*content.index().trace());
    return content;
}

LaneLayout layoutOf(TimelineContent &content, int height)
{
    return content.isStacked ? layoutOfStack(content, height) : layoutOfRun(content);
}

int heightOfText(const TimelinePictureText &text)
{
    return (text.title.isEmpty() ? 0 : titleHeight) + legendHeight + (text.verdict.isEmpty() ? 0 : verdictHeight);
}

/// More shapes than these make a drawing that viewers open slowly: its lanes are pixels instead.
constexpr size_t mostShapes = 20'000;

size_t shapesIn(const TimelineContent &content)
{
    size_t shapes = 0;
    for (const TimelineRun &run : content.runs) {
        if (run.index.isEmpty())
            continue;
        const Trace &trace = *run.index.trace();
        shapes += trace.spans().size();
        for (const CallRecord &call : trace.calls())
            shapes += call.chunks.size();
    }
    return shapes;
}

void drawLanes(QPainter &painter, const TimelineFrame &frame)
{
    painter.save();
    painter.translate(frame.lanesRect().topLeft());
    LanePainter lanes(frame, painter);
    const auto height = static_cast<int>(std::floor(frame.lanesRect().height()));
    const auto [first, last] = frame.layout->rowsIn(frame.scroll, frame.scroll + height);
    lanes.paintGround(0, height);
    for (int i = first; i < last; ++i) {
        if (const LaneRow &row = frame.layout->rows()[i]; row.y - frame.scroll + row.height <= height)
            lanes.paintRow(row);
    }
    painter.restore();
}

/// Samples of the phases that occur, in the order of the vocabulary.
void paintLegend(QPainter &painter, const Theme &theme, const TimelineContent &content, double y)
{
    std::array<bool, allPhases.size()> occurs{};
    for (const TimelineRun &run : content.runs) {
        if (run.index.isEmpty())
            continue;
        for (const Span &span : run.index.trace()->spans())
            occurs[static_cast<size_t>(span.phase)] = true;
    }
    double x = inset;
    for (const Phase phase : allPhases) {
        if (!occurs[static_cast<size_t>(phase)])
            continue;
        paintPhaseSwatch(painter, theme, QRectF(x, y + 9, 14, 10), phase);
        x += 20 +
             paintText(painter, QRectF(x + 20, y, 200, legendHeight), Qt::AlignLeft | Qt::AlignVCenter, TextRole::Caption, theme.text2,
                       phaseTitle(phase)) +
             16;
    }
    const auto hasUnread = [](const TimelineRun &run) { return !run.index.isEmpty() && unreadTimeOf(*run.index.trace()).ns > 0; };
    if (std::none_of(content.runs.begin(), content.runs.end(), hasUnread))
        return;
    paintUnreadSwatch(painter, theme, QRectF(x, y + 9, 14, 10));
    paintText(painter, QRectF(x + 20, y, 200, legendHeight), Qt::AlignLeft | Qt::AlignVCenter, TextRole::Caption, theme.text2,
              unreadTitle());
}

} // namespace

int timelinePictureHeight(const QList<NamedTrace> &runs, const TimelinePictureText &text)
{
    TimelineContent content = contentOf(runs);
    return heightOfText(text) + TimelineFrame::rulerHeight + layoutOf(content, 59 * static_cast<int>(runs.size())).height();
}

void paintTimeline(QPainter &painter, const QList<NamedTrace> &runs, const Theme &theme, QSize logical, qreal dpr,
                   const TimelinePictureText &text)
{
    painter.fillRect(QRectF(QPointF(), QSizeF(logical)), theme.canvas);
    TimelineContent content = contentOf(runs);
    const bool isTooMuch = shapesIn(content) > mostShapes;
    const int top = heightOfText(text) - (text.verdict.isEmpty() ? 0 : verdictHeight);

    TimelineFrame frame;
    frame.theme = &theme;
    frame.content = &content;
    frame.size = QSize(logical.width(), logical.height() - heightOfText(text));
    frame.dpr = dpr;
    frame.gutter = content.isStacked ? 172 : 250;
    const LaneLayout layout = layoutOf(content, static_cast<int>(frame.lanesRect().height()));
    frame.layout = &layout;
    VisibleRange range;
    range.setContent(content.end());
    frame.end = range.fittedEnd();

    if (!text.title.isEmpty()) {
        const double width = paintText(painter, QRectF(inset, 0, logical.width() - 2 * inset, titleHeight),
                                       Qt::AlignLeft | Qt::AlignVCenter, TextRole::Section, theme.text, text.title);
        paintText(painter, QRectF(inset + width + 12, 1, logical.width() - width - 12 - 2 * inset, titleHeight),
                  Qt::AlignLeft | Qt::AlignVCenter, TextRole::Small, theme.text2, text.subtitle);
    }
    paintLegend(painter, theme, content, text.title.isEmpty() ? 0 : titleHeight);
    painter.fillRect(QRectF(0, top - frame.hairline(), logical.width(), frame.hairline()), theme.border);
    if (!text.verdict.isEmpty()) {
        const QRectF line(inset, logical.height() - verdictHeight, logical.width() - 2 * inset, verdictHeight);
        painter.fillRect(QRectF(0, line.top(), logical.width(), frame.hairline()), theme.border);
        const QString rastered = QStringLiteral(". The lanes are an image of pixels: they would be more than 20,000 shapes");
        paintText(painter, line, Qt::AlignLeft | Qt::AlignVCenter, TextRole::Small, theme.text2,
                  text.verdict + (isDrawing(painter) && isTooMuch ? rastered : QString()));
    }
    painter.translate(0, top);
    if (isDrawing(painter) && !isTooMuch) {
        drawLanes(painter, frame);
    } else {
        LanesImage lanes;
        painter.drawImage(frame.lanesRect().topLeft(), lanes.update(frame));
    }
    paintRuler(painter, frame);
    paintGutter(painter, frame);
    paintOverlay(painter, frame);
}

QImage renderTimeline(const QList<NamedTrace> &runs, const Theme &theme, QSize logical, qreal dpr, const TimelinePictureText &text)
{
    QImage picture((QSizeF(logical) * dpr).toSize(), QImage::Format_RGB32);
    if (picture.isNull())
        return picture;
    picture.setDevicePixelRatio(dpr);
    QPainter painter(&picture);
    paintTimeline(painter, runs, theme, logical, dpr, text);
    return picture;
}

} // namespace interleave
