#include "ui/timeline/span_draw_list.h"

#include <array>

namespace interleave {

namespace {

/// Collects spans that are narrower than a column, one column at a time from left to right.
class ColumnFold
{
public:
    ColumnFold(std::vector<SpanDrawOp> &columns, int width)
        : m_columns(columns)
        , m_width(width)
    {
    }

    void add(int column, const LaneSpans &lane, size_t i, qint64 duration)
    {
        if (column != m_column)
            flush();
        m_column = column;
        const Phase phase = lane.phase(i);
        const qint64 weight = std::max<qint64>(1, duration);
        m_weights[static_cast<size_t>(phase)] += weight;
        m_count += 1;
        const bool failed = lane.failed(i);
        // A failed span keeps the column, whatever comes after it.
        if (m_op.span < 0 || (failed && !m_op.failed) || (failed == m_op.failed && weight > m_longest)) {
            m_longest = weight;
            m_op.span = lane.span(i);
            m_op.failed = failed;
            m_op.phase = phase;
        }
    }

    void flush()
    {
        if (m_count == 0)
            return;
        if (!m_op.failed)
            m_op.phase = static_cast<Phase>(std::max_element(m_weights.begin(), m_weights.end()) - m_weights.begin());
        m_op.x0 = m_column;
        // One column, two for the instant at which a request goes out: it would be lost beside its neighbours.
        m_op.x1 = std::min(m_column + (m_op.phase == Phase::Send ? 2 : 1), m_width);
        m_op.count = m_count;
        if (m_op.x1 > m_op.x0)
            append();
        m_op = {};
        m_weights = {};
        m_count = 0;
        m_longest = 0;
    }

private:
    void append()
    {
        if (!m_columns.empty()) {
            SpanDrawOp &last = m_columns.back();
            if (last.phase == m_op.phase && last.failed == m_op.failed && last.x1 >= m_op.x0) {
                last.x1 = std::max(last.x1, m_op.x1);
                last.count += m_op.count;
                return;
            }
            last.x1 = std::min(last.x1, m_op.x0);
        }
        m_columns.push_back(m_op);
    }

    std::vector<SpanDrawOp> &m_columns;
    const int m_width;
    int m_column = -1;
    qint32 m_count = 0;
    qint64 m_longest = 0;
    SpanDrawOp m_op;
    std::array<qint64, allPhases.size()> m_weights{};
};

} // namespace

SpanDrawList makeDrawList(const LaneSpans &lane, TimeScale scale, int width, qint64 now, SpanWidths widths)
{
    SpanDrawList list;
    scale.left = 0;
    // A span that ends just before the left edge may still round into the first column.
    const auto margin = static_cast<qint64>(2 * scale.nsPerPx) + 1;
    const auto [first, last] = lane.touching(scale.begin - margin, scale.ns(width) + margin);
    const auto column = static_cast<qint64>(std::ceil(scale.nsPerPx));
    ColumnFold fold(list.columns, width);
    int painted = -SpanDrawOp::overhang; // bars so far end here
    for (size_t i = first; i < last; ++i) {
        const bool open = lane.end(i) == LaneSpans::open;
        const qint64 begin = lane.begin(i);
        qint64 end = open ? now : lane.end(i);
        if (widths == SpanWidths::SendAsTick && lane.phase(i) == Phase::Send)
            end = begin;
        if (end < begin) // began after `now`: the clock of the view is a frame behind the trace
            continue;
        if (end - begin >= column) {
            const int x0 = std::max(scale.pixel(begin), painted);
            const int x1 = std::min(scale.pixel(end), width + SpanDrawOp::overhang);
            if (x1 > x0 && x0 < width && x1 > 0) {
                list.bars.push_back({std::max(x0, -SpanDrawOp::overhang), x1, lane.span(i), 1, lane.phase(i), lane.failed(i), open});
                painted = x1;
                continue;
            }
        }
        // Narrower than a column, or hidden behind an overlapping bar: then at least its error must show.
        if (end - begin < column || lane.failed(i)) {
            const int x = scale.pixel(begin);
            if (x >= 0 && x < width)
                fold.add(x, lane, i, end - begin);
        }
    }
    fold.flush();
    return list;
}

} // namespace interleave
