#include "ui/timeline/row_notes.h"

#include "ui/timeline/ruler_ticks.h"
#include "ui/widgets/theme.h"

#include <QFontMetricsF>
#include <QPainter>

namespace interleave {

QString waitOfNode(const TimelineContent &content, int node, qint64 begin, qint64 end)
{
    const TraceIndex &index = content.index();
    const Trace &trace = *index.trace();
    // Of those that were under way then the one that was for the longest.
    QString slowest;
    qint64 longest = -1;
    int others = 0;
    bool isTool = false;
    for (const TreeRow &child : content.tree.node(node).children) {
        if (child.kind == TreeRow::Kind::Call)
            continue;
        const qint32 step = child.kind == TreeRow::Kind::Node ? content.tree.node(child.index).step : child.index;
        const StepRecord &record = trace.steps()[static_cast<size_t>(step)];
        const qint64 from = index.relative(record.begin);
        const qint64 to = record.end < 0 ? content.now : index.relative(record.end);
        if (to <= begin || from >= end)
            continue;
        ++others;
        if (const qint64 length = std::min(to, end) - std::max(from, begin); length > longest) {
            longest = length;
            slowest = record.label;
            isTool = child.kind == TreeRow::Kind::Step;
        }
    }
    if (others == 0)
        return {};
    const QString what = isTool ? QObject::tr("tool") : QObject::tr("branch");
    const QString wait = QObject::tr("waits %1").arg(durationText(end - begin));
    const QString named = slowest.isEmpty() ? QString() : QStringLiteral(", ") + slowest;
    return others == 1 ? QObject::tr("%1 for its %2%3").arg(wait, what, named)
                       : QObject::tr("%1 for its slowest %2%3").arg(wait, what, named);
}

namespace {

class Notes
{
public:
    Notes(QPainter &painter, const TimelineFrame &frame, const LaneRow &row, int barTop)
        : p(painter)
        , f(frame)
        , m_row(row)
        , m_lane(frame.content->lane(row.treeRow()))
        , m_scale(frame.deviceScale())
        , m_top(barTop)
    {
    }

    /// How long it took, right of the bar; of what failed the word.
    void besideTool()
    {
        if (m_lane.size() == 0)
            return;
        const Trace &trace = *f.content->index().trace();
        const StepRecord &step = trace.steps()[static_cast<size_t>(m_row.index)];
        const TraceIndex &index = f.content->index();
        const qint64 end = step.end < 0 ? f.content->now : index.relative(step.end);
        const qint64 ready = m_lane.size() > 1 && m_lane.phase(0) == Phase::Ready ? m_lane.end(0) - m_lane.begin(0) : 0;
        const bool isFailed = step.finished && isFailure(step.outcome);
        QString text = isFailed ? QObject::tr("failed") : durationText(end - m_lane.begin(0) - ready);
        if (ready > 1'000'000)
            text += QObject::tr(", ready %1").arg(durationText(ready));
        p.setFont(themeFont(TextRole::Caption));
        p.setPen(isFailed ? f.theme->error : f.theme->text2);
        const double width = QFontMetricsF(p.font()).horizontalAdvance(text);
        double x = logical(end) + 8;
        if (x + width > f.plotWidth() - 4)
            x = logical(m_lane.begin(0)) - 8 - width;
        p.drawText(QRectF(x, m_top - 4, width + 4, m_row.barHeight + 8), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    }

    /// A dotted line and a sentence where its own row is empty.
    void betweenCalls()
    {
        const TreeNode &node = f.content->tree.node(m_row.index);
        if (!f.content->tree.isOpen(m_row.index) || !node.folds())
            return;
        const auto [begin, end] = extent(node);
        qint64 at = begin;
        for (size_t i = 0; i < m_lane.size(); ++i) {
            gap(at, m_lane.begin(i));
            at = std::max(at, m_lane.end(i) == LaneSpans::open ? f.content->now : m_lane.end(i));
        }
        gap(at, end);
    }

private:
    std::pair<qint64, qint64> extent(const TreeNode &node) const
    {
        const TraceIndex &index = f.content->index();
        const JobRecord &job = index.trace()->jobs()[static_cast<size_t>(node.job)];
        const StepRecord *group = node.isJob() ? nullptr : &index.trace()->steps()[static_cast<size_t>(node.step)];
        const qint64 begin = group ? group->begin : job.planned;
        const qint64 end = group ? group->end : job.end;
        return {begin < 0 ? 0 : index.relative(begin), end < 0 ? f.content->now : index.relative(end)};
    }

    double logical(qint64 ns) const { return m_scale.pixel(ns) / f.dpr; }

    void gap(qint64 begin, qint64 end)
    {
        const double x0 = std::max(0.0, logical(begin)) + 6, x1 = std::min(f.plotWidth(), logical(end)) - 6;
        if (end <= begin || x1 - x0 < 24)
            return;
        const double y = m_top + m_row.barHeight / 2.0;
        p.setPen(QPen(f.theme->text3, 1, Qt::DotLine));
        p.drawLine(QPointF(x0, y), QPointF(x1, y));
        QString text = waitOfNode(*f.content, m_row.index, begin, end);
        p.setFont(themeFont(TextRole::Caption));
        double width = QFontMetricsF(p.font()).horizontalAdvance(text);
        const TreeNode &node = f.content->tree.node(m_row.index);
        if (node.isJob() && node.job == f.content->widthJob && !text.isEmpty()) {
            const QString longer = text + QStringLiteral("  \u00B7  ") + f.content->widthNote;
            const double longerWidth = QFontMetricsF(p.font()).horizontalAdvance(longer);
            if (longerWidth + 40 <= x1 - x0) {
                text = longer;
                width = longerWidth;
            }
        }
        if (text.isEmpty() || width + 16 > x1 - x0)
            return;
        const QRectF words((x0 + x1 - width) / 2 - 6, y - 8, width + 12, 16);
        p.fillRect(words, f.theme->canvas);
        p.setPen(f.theme->text2);
        p.drawText(words, Qt::AlignCenter | Qt::TextSingleLine, text);
    }

    QPainter &p;
    const TimelineFrame &f;
    const LaneRow &m_row;
    const LaneSpans &m_lane;
    TimeScale m_scale; // device pixels
    int m_top;
};

} // namespace

void paintRowNotes(QPainter &painter, const TimelineFrame &frame, const LaneRow &row, int barTop)
{
    Notes notes(painter, frame, row, barTop);
    if (row.kind == RowKind::Step)
        notes.besideTool();
    else if (row.kind == RowKind::Node)
        notes.betweenCalls();
}

} // namespace interleave
