#include "ui/timeline/lane_painter.h"

#include "ui/timeline/row_notes.h"
#include "ui/widgets/phase_painter.h"

namespace interleave {

LanePainter::LanePainter(const TimelineFrame &frame, QImage &image)
    : m_frame(frame)
    , m_content(*frame.content)
    , m_theme(*frame.theme)
    , m_scale(frame.deviceScale())
    , m_pixels(image)
    , m_ofImage(std::in_place, &image)
    , m_painter(*m_ofImage)
{
    findGrid();
}

LanePainter::LanePainter(const TimelineFrame &frame, QPainter &drawing)
    : m_frame(frame)
    , m_content(*frame.content)
    , m_theme(*frame.theme)
    , m_scale(frame.deviceScale())
    , m_pixels(drawing, QSize(frame.deviceWidth(), static_cast<int>(std::lround(frame.lanesRect().height() * frame.dpr))), frame.dpr)
    , m_painter(drawing)
{
    findGrid();
}

void LanePainter::findGrid()
{
    for (const RulerTick &tick : rulerTicks(m_frame.begin, m_frame.end, m_frame.plotWidth())) {
        if (tick.major)
            m_grid.append(tick);
    }
}

void LanePainter::paintGround(int top, int bottom)
{
    m_pixels.fill(0, device(top), m_frame.deviceWidth(), device(bottom), m_theme.canvas.rgb());
    const int line = device(m_frame.hairline());
    for (const bool strong : {false, true}) {
        const QRgb colour = strong ? m_theme.gridStrong.rgb() : m_theme.grid.rgb();
        for (const RulerTick &tick : m_grid) {
            if (tick.strong == strong && tick.ns > 0)
                m_pixels.fill(m_scale.pixel(tick.ns), device(top), m_scale.pixel(tick.ns) + line, device(bottom), colour);
        }
    }
}

void LanePainter::paintRow(const LaneRow &row)
{
    const int top = row.y - m_frame.scroll;
    const int bottom = top + row.height;
    const int line = device(m_frame.hairline());
    if (row.isHeader()) {
        m_pixels.fill(0, device(top), m_frame.deviceWidth(), device(bottom), m_theme.header.rgb());
        m_pixels.fill(0, device(bottom) - line, m_frame.deviceWidth(), device(bottom), m_theme.border.rgb());
        if (row.y > 0)
            m_pixels.fill(0, device(top) - line, m_frame.deviceWidth(), device(top), m_theme.border.rgb());
        return;
    }
    paintGround(top, bottom);
    if (row.hasText()) {
        const QColor &colour = row.kind == RowKind::Run ? m_theme.border : m_theme.grid;
        m_pixels.fill(0, device(bottom) - line, m_frame.deviceWidth(), device(bottom), colour.rgb());
    }
    if (m_ofImage) // a drawing has nothing beside its plot
        m_painter.setClipRect(QRectF(0, top, m_frame.plotWidth(), row.height));
    if (m_content.isTree() && row.isOfTree())
        return paintTreeRow(row, top);
    switch (row.kind) {
    case RowKind::Call:
        paintCall(m_content.index(), row.index, top + row.barTop, row.barHeight, row.hasText());
        paintPredicted(predictedRest(m_content, row.index), top + row.barTop, row.barHeight, row.isComfortable());
        break;
    case RowKind::Executor:
        paintExecutor(row, top + row.barTop);
        break;
    case RowKind::Run:
        paintRun(row, top);
        break;
    case RowKind::Path:
        paintLane(m_content.index(), m_content.path.lane(), {}, QRect(0, top + row.barTop, 0, row.barHeight), true);
        break;
    case RowKind::Node:
    case RowKind::Step:
    case RowKind::CallsHeader:
    case RowKind::ExecutorsHeader:
        break;
    }
}

void LanePainter::paintTreeRow(const LaneRow &row, int top)
{
    const QRect bar(0, top + row.barTop, 0, row.barHeight);
    paintLane(m_content.index(), m_content.lane(row.treeRow()), m_content.tree.callsOn(row.treeRow()), bar, row.hasText());
    if (row.hasText())
        paintRowNotes(m_painter, m_frame, row, bar.top());
}

void LanePainter::paintRun(const LaneRow &row, int top)
{
    const TimelineRun &run = m_content.runs[static_cast<size_t>(row.index)];
    for (int lane = 0; lane < row.lanes; ++lane) {
        const int y = top + row.barTop + lane * row.pitch;
        if (y + row.pitch < 0 || y > m_frame.lanesRect().height())
            continue;
        const int number = row.laneAt(lane);
        const TreeRow shown = run.lanes.row(number);
        const LaneSpans &spans = run.lanes.lane(run.index, number);
        const std::vector<int> calls = run.lanes.callsOn(number);
        if (shown.kind == TreeRow::Kind::Call)
            paintPlanned(run.index, shown.index, run.isGhost, y, row.barHeight);
        if (run.isGhost) {
            paintPredictedLane(spans, y, row.barHeight);
            for (const int call : calls)
                paintUnreadOf(run.index, call, y, row.barHeight);
        } else {
            paintLane(run.index, spans, calls, QRect(0, y, 0, row.barHeight), row.pitch >= 20);
        }
    }
}

void LanePainter::paintCall(const TraceIndex &index, int call, int top, int height, bool withText)
{
    if (call >= index.calls())
        return;
    paintPlanned(index, call, false, top, height);
    paintLane(index, index.call(call), {call}, QRect(0, top, 0, height), withText);
}

void LanePainter::paintLane(const TraceIndex &index, const LaneSpans &lane, const std::vector<int> &calls, QRect bar, bool withText)
{
    const int top = bar.top(), height = bar.height();
    const SpanDrawList list = makeDrawList(lane, m_scale, m_frame.deviceWidth(), m_content.now);
    paintOps(list, top, height);
    for (const int call : calls)
        paintUnreadOf(index, call, top, height);
    if (withText)
        paintTexts(index, list, top, height, false);
    for (const int call : calls) {
        const CallRecord &record = index.trace()->calls()[static_cast<size_t>(call)];
        if (withText && record.firstChunk >= 0 && !m_content.isStacked)
            paintFirstToken(m_painter, m_theme, logicalX(index.relative(record.firstChunk)), top, top + height);
        for (const SpanDrawOp &op : list.bars) {
            if (!withText && op.phase == Phase::Stream && height >= 6)
                paintChunks(record, index, op, rect(op.x0, op.x1, top, height), 0);
        }
    }
}

void LanePainter::paintExecutor(const LaneRow &row, int top)
{
    const TraceIndex &index = m_content.index();
    paintReads(index.reads(row.index), top + 2, row.barHeight - 4);
    const SpanDrawList list =
        makeDrawList(index.executor(row.index), m_scale, m_frame.deviceWidth(), m_content.now, SpanWidths::SendAsTick);
    // Requests are ticks of the height of the reads; bars of CPU work stand over both.
    for (const SpanDrawOp &op : list.columns)
        m_pixels.fill(op.x0, device(top + 2), op.x1, device(top + row.barHeight - 2),
                      dimmed(op.phase, op.failed ? m_theme.errorSpan.line : m_theme.phase(op.phase).line).rgb());
    for (const SpanDrawOp &op : list.bars)
        paintBar(op, top, row.barHeight);
    if (row.hasText())
        paintTexts(index, list, top, row.barHeight, true);
    paintPredicted(predictedRestOfExecutor(m_content, row.index), top, row.barHeight, false);
}

void LanePainter::paintOps(const SpanDrawList &list, int top, int height)
{
    for (const SpanDrawOp &op : list.bars)
        paintBar(op, top, height);
    const int y0 = device(top);
    const int y1 = device(top + height);
    for (const SpanDrawOp &op : list.columns) {
        const QColor &colour = op.failed ? m_theme.errorSpan.fill : dimmed(op.phase, m_theme.phase(op.phase).line);
        m_pixels.fill(op.x0, y0, op.x1, y1, colour.rgb());
        if (op.failed) // a tick above the bar, so that a single column does not drown among its neighbours
            m_pixels.fill(op.x0, device(std::max(0, top - 4)), std::max(op.x1, op.x0 + device(2)), y0 + device(2),
                          m_theme.errorSpan.line.rgb());
    }
}

void LanePainter::paintBar(const SpanDrawOp &op, int top, int height)
{
    const PhaseStyle &style = m_theme.phase(op.phase);
    const bool isDimmed = m_frame.marks.focusedPhase && *m_frame.marks.focusedPhase != op.phase && !op.failed;
    const bool isPlain = style.texture == PhaseTexture::Solid || style.texture == PhaseTexture::Thin || op.width() < 3 * m_frame.dpr;
    if (isPlain && !op.failed && (height < 16 || op.width() < 12 * m_frame.dpr)) {
        // The same picture as paintSpan() makes, for the many small bars of a dense lane.
        const bool isNarrow = op.width() < 3 * m_frame.dpr;
        const int y0 = device(top);
        const int y1 = device(top + height);
        const bool isOutlined = !isNarrow && style.outlined && height >= 5; // lower, an outline would be all there is
        const QRgb line = dimmed(op.phase, style.line).rgb();
        m_pixels.fill(op.x0, y0, op.x1, y1, isNarrow || isOutlined ? line : dimmed(op.phase, style.fill).rgb());
        if (isOutlined) {
            const int w = device(1);
            m_pixels.fill(op.x0 + w, y0 + w, op.x1 - w, y1 - w, dimmed(op.phase, style.fill).rgb());
        }
        return;
    }
    if (isDimmed)
        m_painter.setOpacity(0.25);
    // Textures belong to the lane and move with it while panning. The modulus keeps the numbers small.
    const QPointF origin(std::fmod(m_scale.x(0) / m_frame.dpr, 340.0), top);
    paintSpan(m_painter, m_theme, rect(op.x0, op.x1, top, height), op.phase, op.failed ? Outcome::HttpError : Outcome::Ok, origin);
    m_painter.setOpacity(1);
}

/// When the waiting of a call ends: at its first span, and in a prediction, which leaves its waits out, where its last attempt was sent.
static std::optional<qint64> endOfWait(const TraceIndex &index, int call, bool isGhost)
{
    const CallRecord &record = index.trace()->calls()[static_cast<size_t>(call)];
    if (isGhost) {
        const qint64 end = record.lastSent >= 0 ? record.lastSent : record.finished ? record.done : Trace::open;
        return end < 0 ? std::nullopt : std::optional(index.relative(end));
    }
    const LaneSpans &lane = index.call(call);
    return lane.size() == 0 ? std::nullopt : std::optional(lane.begin(0));
}

void LanePainter::paintPlanned(const TraceIndex &index, int call, bool isGhost, int top, int height)
{
    const CallRecord &record = index.trace()->calls()[static_cast<size_t>(call)];
    if (record.planned < 0)
        return;
    const qint64 soFar = index.trace()->isFinished() ? index.contentEnd(0) : m_content.now;
    const qint64 end = endOfWait(index, call, isGhost).value_or(soFar);
    const double x0 = std::max(0.0, logicalX(index.relative(record.planned)));
    const double x1 = std::min(m_frame.plotWidth(), logicalX(end));
    if (x1 - x0 >= 4)
        paintPlannedWait(m_painter, m_theme, QRectF(x0, top, x1 - x0, height));
}

void LanePainter::paintReads(const std::vector<qint64> &reads, int top, int height)
{
    const QRgb colour = dimmed(Phase::Stream, m_theme.phase(Phase::Stream).fill).rgb();
    const int width = std::max(1, device(1));
    // From one column to the next: the number of steps follows the width and not the number of reads.
    auto read = std::lower_bound(reads.begin(), reads.end(), m_scale.begin);
    while (read != reads.end()) {
        const int x = m_scale.pixel(*read);
        if (x >= m_frame.deviceWidth())
            break;
        m_pixels.fill(x, device(top), x + width, device(top + height), colour);
        read = std::lower_bound(read + 1, reads.end(), m_scale.ns(x + width));
    }
}

QColor LanePainter::dimmed(Phase phase, const QColor &colour) const
{
    if (!m_frame.marks.focusedPhase || *m_frame.marks.focusedPhase == phase)
        return colour;
    const auto mix = [](int over, int under) { return (over + 3 * under) / 4; };
    return QColor(mix(colour.red(), m_theme.canvas.red()), mix(colour.green(), m_theme.canvas.green()),
                  mix(colour.blue(), m_theme.canvas.blue()));
}

} // namespace interleave
