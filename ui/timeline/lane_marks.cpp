// What stands on the bars of LanePainter: labels, chunk ticks, predicted spans.
#include "ui/timeline/lane_painter.h"

#include "trace/attempts.h"
#include "ui/widgets/phase_painter.h"

#include <QFontMetricsF>
#include <QLocale>

namespace interleave {

namespace {

QString counted(int count, const QString &thing)
{
    return QLocale().toString(count) + QLatin1Char(' ') + thing + (count == 1 ? QString() : QStringLiteral("s"));
}

/// What a bar may say, longest first; the first that fits is written.
QStringList barTexts(const Trace &trace, const Span &span, qint64 endNs, bool ofExecutor)
{
    const QString duration = durationText(endNs - span.begin);
    switch (span.phase) {
    case Phase::Stream: {
        const CallRecord &call = trace.calls()[static_cast<size_t>(span.call)];
        if (span.attempt + 1 < call.attempts)
            return {duration};
        if (call.finished && call.usage.output.value_or(0) > 0)
            return {counted(*call.usage.output, QStringLiteral("token"))};
        // Tokens are counted by the server and known at the end; until then chunks are what was seen.
        const auto chunks = static_cast<int>(call.chunks.size());
        if (chunks == 0)
            return {duration};
        return {counted(chunks, QStringLiteral("chunk"))};
    }
    case Phase::Analyze:
    case Phase::Tool:
        if (const QString name = span.step < 0 ? QString() : trace.steps()[static_cast<size_t>(span.step)].label; !name.isEmpty())
            return {name}; // a tool, or an analysis of several
        if (ofExecutor)
            return {span.call >= 0 ? QLatin1Char('#') + QString::number(span.call + 1) : QString()};
        return {executorMark(trace, span.executor)};
    case Phase::Backoff: // the dotted line would run through the words
    case Phase::Send:
        return {};
    default:
        return {phaseTitle(span.phase) + QLatin1Char(' ') + duration, duration};
    }
}

/// No font at 11 px writes mixed text narrower than this on average.
constexpr double narrowestLetter = 3.5;

TextRole barRole(Phase phase)
{
    if (phase == Phase::Stream)
        return TextRole::SmallStrong;
    return phase == Phase::Analyze || phase == Phase::Tool ? TextRole::CaptionStrong : TextRole::Small;
}

} // namespace

double LanePainter::paintLabel(const TraceIndex &index, const SpanDrawOp &op, const QRectF &bar, bool ofExecutor)
{
    const Trace &trace = *index.trace();
    const Span &span = trace.spans()[static_cast<size_t>(op.span)];
    const qint64 end = Trace::endOr(span, trace.origin() + m_content.now);
    // Only what is on the screen of a bar that is cut off; a failed one ends in its red field.
    QRectF room = bar.intersected(QRectF(0, bar.top(), m_frame.plotWidth(), bar.height()));
    if (op.failed)
        room.setRight(room.right() - 18);
    const QFont font = themeFont(barRole(op.phase));
    const QFontMetricsF metrics(font);
    QStringList texts = barTexts(trace, span, end, ofExecutor);
    if (m_content.isTree() && span.phase == Phase::Stream && !ofExecutor) // several calls share a row
        texts.prepend(trace.calls()[static_cast<size_t>(span.call)].label);
    for (const QString &text : std::as_const(texts)) {
        if (static_cast<double>(text.size()) * narrowestLetter + 12 > room.width()) // cheaper than measuring
            continue;
        const double width = metrics.horizontalAdvance(text);
        if (width + 12 > room.width())
            continue;
        const bool isMark = op.phase == Phase::Analyze || op.phase == Phase::Tool;
        m_painter.setFont(font);
        const auto isHatched = [&](const UnreadStretch &stretch) {
            return stretch.span == op.span && logicalX(index.relative(stretch.begin)) < room.left() + 10 + width;
        };
        const std::span<const UnreadStretch> unread = index.unread(ofExecutor ? -1 : span.call, span.begin, end);
        if (std::any_of(unread.begin(), unread.end(), isHatched)) // plain ground below the words
            m_painter.fillRect(QRectF(room.left() + 5, bar.top() + 3, width + 10, bar.height() - 6),
                               dimmed(op.phase, m_theme.phase(op.phase).fill));
        paintSpanLabel(m_painter, m_theme, room, op.phase, text, isMark || width + 20 > room.width());
        return room.left() + 10 + width;
    }
    return 0;
}

void LanePainter::paintTexts(const TraceIndex &index, const SpanDrawList &list, int top, int height, bool ofExecutor)
{
    const Trace &trace = *index.trace();
    for (const SpanDrawOp &op : list.bars) {
        if (op.width() < 14 * m_frame.dpr || op.span < 0 || op.phase != trace.spans()[static_cast<size_t>(op.span)].phase)
            continue;
        const QRectF bar = rect(op.x0, op.x1, top, height);
        const double labelEnd = height >= 16 ? paintLabel(index, op, bar, ofExecutor) : 0;
        if (op.phase == Phase::Stream && !ofExecutor)
            paintChunks(trace.calls()[static_cast<size_t>(trace.spans()[static_cast<size_t>(op.span)].call)], index, op, bar, labelEnd);
    }
}

void LanePainter::paintChunks(const CallRecord &call, const TraceIndex &index, const SpanDrawOp &op, const QRectF &bar, double labelEnd)
{
    const Span &span = index.trace()->spans()[static_cast<size_t>(op.span)];
    if (span.attempt + 1 < call.attempts) // chunks are those of the last attempt
        return;
    // Ticks begin right of the label, and never on the first pixel, which the first token marks.
    const double left = std::max({0.0, bar.left(), labelEnd > 0 ? labelEnd + 8 : 0.0});
    const double right = std::min(bar.right(), m_frame.plotWidth());
    const auto ns = [&](double x) { return index.trace()->origin() + m_scale.ns(x * m_frame.dpr); };
    const auto earlier = [](const Chunk &chunk, qint64 at) { return chunk.ns < at; };
    const auto first = std::lower_bound(call.chunks.begin(), call.chunks.end(), ns(left), earlier);
    const auto last = std::lower_bound(first, call.chunks.end(), ns(right), earlier);
    // Closer together than this they would be a comb of our making and say nothing about the chunks.
    if (last <= first || (right - left) / static_cast<double>(last - first) < 4)
        return;
    std::vector<double> xs;
    for (auto chunk = first; chunk != last; ++chunk)
        xs.push_back(logicalX(index.relative(chunk->ns)));
    paintChunkTicks(m_painter, m_theme, QRectF(left, bar.top(), right - left, bar.height()), xs);
}

void LanePainter::paintPredicted(const QList<PredictedSpan> &spans, int top, int height, bool withText)
{
    for (const PredictedSpan &span : spans) {
        const double x0 = std::max(-8.0, logicalX(span.begin));
        const double x1 = std::min(m_frame.plotWidth() + 8, logicalX(span.end));
        if (x1 - x0 < 2)
            continue;
        // Beside measured bars only the outline: a faint fill would look like something that happened.
        paintPredictedSpan(m_painter, m_theme, QRectF(x0, top, x1 - x0, height), span.phase, !m_content.isLive());
        if (!withText || !span.continues || span.phase != Phase::Stream)
            continue;
        const QString text = QObject::tr("predicted, ends at about %1").arg(aboutText(span.end));
        m_painter.setFont(themeFont(TextRole::Caption));
        if (QFontMetricsF(m_painter.font()).horizontalAdvance(text) + 24 > x1 - x0)
            continue;
        m_painter.setPen(m_theme.text3);
        m_painter.drawText(QRectF(x0 + 12, top, x1 - x0, height), Qt::AlignVCenter | Qt::AlignLeft, text);
    }
}

void LanePainter::paintUnreadOf(const TraceIndex &index, int call, int top, int height)
{
    if (m_frame.marks.focusedPhase && !isInFlight(*m_frame.marks.focusedPhase))
        return;
    const qint64 origin = index.trace()->origin();
    const double margin = 8 * m_frame.dpr; // a lid that is cut off has its end outside
    const qint64 begin = origin + m_scale.ns(-margin), end = origin + m_scale.ns(m_frame.deviceWidth() + margin);
    for (const UnreadStretch &stretch : index.unread(call, begin, end)) {
        const double x0 = std::max(-8.0, logicalX(index.relative(stretch.begin)));
        const double x1 = std::min(m_frame.plotWidth() + 8, logicalX(index.relative(stretch.end)));
        const QPointF ground(std::fmod(m_scale.x(0) / m_frame.dpr, 340.0), top);
        if (x1 > x0)
            paintUnread(m_painter, m_theme, QRectF(x0, top, x1 - x0, height), ground);
    }
}

void LanePainter::paintPredictedLane(const LaneSpans &lane, int top, int height)
{
    QList<PredictedSpan> spans;
    const auto [first, last] = lane.touching(m_scale.begin, m_scale.ns(m_frame.deviceWidth()));
    for (size_t i = first; i < last; ++i) {
        // Before its first phase a call is only planned.
        const bool waits = lane.phase(i) == Phase::Ready && i > 0 && isPredicted(lane.phase(i - 1));
        if ((waits || isPredicted(lane.phase(i))) && lane.end(i) != LaneSpans::open)
            spans.append({lane.begin(i), lane.end(i), lane.phase(i), false});
    }
    paintPredicted(spans, top, height, false);
}

} // namespace interleave
