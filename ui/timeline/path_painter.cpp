#include "ui/timeline/path_painter.h"

#include "ui/timeline/step_links.h"

#include <QPainter>
#include <QPainterPath>

namespace interleave {

int rowOfStep(const TimelineFrame &frame, qint32 step)
{
    const TimelineContent &content = *frame.content;
    if (step < 0 || content.isStacked || content.index().isEmpty())
        return -1;
    const Trace &trace = *content.index().trace();
    if (content.isTree())
        return frame.layout->find(content.tree.rowOf(step, trace));
    return frame.layout->find(RowKind::Call, trace.steps()[static_cast<size_t>(step)].call);
}

namespace {

/// The rail as one line: along the rows, and from row to row.
class Rail
{
public:
    explicit Rail(const TimelineFrame &frame)
        : f(frame)
        , m_scale(frame.scale())
    {
    }

    QPainterPath line()
    {
        const PathLane &path = f.content->path;
        const Trace &trace = *f.content->index().trace();
        const auto [first, last] = path.touching(f.begin, f.end);
        const auto &segments = path.path()->segments;
        const auto pixel = static_cast<qint64>(std::max(1.0, m_scale.nsPerPx));
        for (size_t i = first; i < last; ++i) {
            const qint64 begin = segments[i].begin - trace.origin();
            add(trace.find(segments[i].step), begin, segments[i].end - trace.origin());
            // What is narrower than a pixel is not drawn one by one.
            if (segments[i].length() < pixel / 2)
                i = std::max(i, path.touching(begin + pixel / 2, f.end).first - 1);
        }
        return m_line;
    }

private:
    void add(qint32 step, qint64 begin, qint64 end)
    {
        const int row = rowOfStep(f, step);
        const double x0 = std::clamp(m_scale.x(begin), f.plotLeft() - 10, f.size.width() + 10.0);
        const double x1 = std::clamp(m_scale.x(end), f.plotLeft() - 10, f.size.width() + 10.0);
        if (row < 0) {
            m_isDown = false;
            return;
        }
        const LaneRow &lane = f.layout->rows()[row];
        const double y = f.rowTop(lane) + std::min(lane.height - 1, lane.barTop + lane.barHeight + 2);
        if (m_isDown)
            m_line.lineTo(x0, m_line.currentPosition().y());
        else
            m_line.moveTo(x0, y);
        m_line.lineTo(x0, y);
        m_line.lineTo(x1, y);
        m_isDown = true;
    }

    const TimelineFrame &f;
    TimeScale m_scale;
    QPainterPath m_line;
    bool m_isDown = false;
};

void strokeWithHalo(QPainter &painter, const Theme &theme, const QPainterPath &line, const QColor &colour, double width, double halo)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.canvas, width + halo, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.drawPath(line);
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawPath(line);
}

class Arrows
{
public:
    Arrows(QPainter &painter, const TimelineFrame &frame)
        : p(painter)
        , f(frame)
        , m_scale(frame.scale())
        , m_trace(*frame.content->index().trace())
    {
    }

    void paint(qint32 step)
    {
        const StepRecord &selected = m_trace.steps()[static_cast<size_t>(step)];
        for (const qint64 cause : selected.causes)
            arrow(m_trace.find({selected.id.job, cause}), step);
        const std::vector<qint32> &steps = m_trace.jobs()[static_cast<size_t>(selected.id.job)].steps;
        constexpr size_t most = 4'000; // looked at with every paint
        for (size_t i = 0; i < std::min(most, steps.size()); ++i) {
            const std::vector<qint64> &causes = m_trace.steps()[static_cast<size_t>(steps[i])].causes;
            if (std::find(causes.begin(), causes.end(), selected.id.step) != causes.end())
                arrow(step, steps[i]);
        }
        strokeWithHalo(p, *f.theme, m_lines, f.theme->accent, 1.6, 4); // all halos first: none lies on another arrow
        p.fillPath(m_heads, f.theme->accent);
    }

private:
    void arrow(qint32 from, qint32 to)
    {
        const int rowFrom = rowOfStep(f, from), rowTo = rowOfStep(f, to);
        if (rowFrom < 0 || rowTo < 0 || rowFrom == rowTo || m_trace.steps()[static_cast<size_t>(from)].end < 0)
            return;
        const TraceIndex &index = f.content->index();
        const double x0 = m_scale.x(index.relative(m_trace.steps()[static_cast<size_t>(from)].end));
        const double x1 = m_scale.x(index.relative(m_trace.steps()[static_cast<size_t>(to)].begin));
        if (std::max(x0, x1) < f.plotLeft() || std::min(x0, x1) > f.size.width())
            return;
        const double y0 = middleOf(rowFrom), y1 = middleOf(rowTo);
        const double x = std::min(x0, x1) - 6;
        QPainterPath line(QPointF(x0, y0));
        line.lineTo(x, y0);
        line.lineTo(x, y1);
        line.lineTo(x1 - 3, y1);
        m_lines.addPath(line);
        m_heads.addPolygon(QPolygonF({QPointF(x1, y1), QPointF(x1 - 7, y1 - 4.5), QPointF(x1 - 7, y1 + 4.5), QPointF(x1, y1)}));
    }

    double middleOf(int row) const
    {
        const LaneRow &lane = f.layout->rows()[row];
        return f.rowTop(lane) + lane.barTop + lane.barHeight / 2.0;
    }

    QPainter &p;
    const TimelineFrame &f;
    TimeScale m_scale;
    const Trace &m_trace;
    QPainterPath m_lines, m_heads;
};

} // namespace

void paintCriticalPath(QPainter &painter, const TimelineFrame &frame)
{
    if (frame.content->path.isEmpty() || frame.content->isStacked || frame.content->index().isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    strokeWithHalo(painter, *frame.theme, Rail(frame).line(), frame.theme->text, 2, 3);
}

void paintCauses(QPainter &painter, const TimelineFrame &frame)
{
    const SpanRef &ref = frame.marks.selected;
    if (ref.isNull() || frame.content->isStacked || frame.content->index().isEmpty())
        return;
    const Trace &trace = *frame.content->index().trace();
    if (const qint32 step = stepOfSpan(trace, trace.spans()[static_cast<size_t>(ref.span)]); step >= 0) {
        painter.setRenderHint(QPainter::Antialiasing, true);
        Arrows(painter, frame).paint(step);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

} // namespace interleave
