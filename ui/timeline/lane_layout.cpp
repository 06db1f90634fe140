#include "ui/timeline/lane_layout.h"

#include <algorithm>

namespace interleave {

namespace {

constexpr int headerHeight = 26;
constexpr int pathHeight = 30;

struct LaneSize {
    int height, barTop, barHeight;
};

LaneSize callSize(int calls)
{
    if (calls <= 24)
        return {LaneRow::comfortableCall, 13, 22}; // 13 px: the mark of the first token stands on the bar
    if (calls <= 200)
        return {LaneRow::compactCall, 7, 16};
    return {LaneRow::tightCall, 0, 8};
}

LaneSize executorSize(int executors)
{
    if (executors <= 24)
        return {36, 9, 18};
    if (executors <= 200)
        return {LaneRow::compactCall, 5, 16};
    return {LaneRow::tightCall, 0, 8};
}

} // namespace

void LaneLayout::add(RowKind kind, int index, int height, int barTop, int barHeight)
{
    LaneRow row;
    row.kind = kind;
    row.index = index;
    row.y = this->height();
    row.height = height;
    row.barTop = barTop;
    row.barHeight = barHeight;
    m_rows.append(row);
}

LaneLayout LaneLayout::ofRun(int calls, int executors, bool callsOpen, bool executorsOpen, bool hasPath)
{
    LaneLayout layout;
    if (hasPath)
        layout.add(RowKind::Path, 0, pathHeight, 7, 16);
    if (calls > 0)
        layout.add(RowKind::CallsHeader, 0, headerHeight, 0, 0);
    const LaneSize call = callSize(calls);
    for (int i = 0; callsOpen && i < calls; ++i)
        layout.add(RowKind::Call, i, call.height, call.barTop, call.barHeight);
    layout.addExecutors(executors, executorsOpen);
    return layout;
}

void LaneLayout::addExecutors(int executors, bool isOpen)
{
    if (executors > 0)
        add(RowKind::ExecutorsHeader, 0, headerHeight, 0, 0);
    const LaneSize executor = executorSize(executors);
    for (int i = 0; isOpen && i < executors; ++i)
        add(RowKind::Executor, i, executor.height, executor.barTop, executor.barHeight);
}

LaneLayout LaneLayout::ofTree(const std::vector<TreeRow> &rows, int executors, bool rowsOpen, bool executorsOpen, bool hasPath)
{
    LaneLayout layout;
    if (hasPath)
        layout.add(RowKind::Path, 0, pathHeight, 7, 16);
    layout.add(RowKind::CallsHeader, 0, headerHeight, 0, 0);
    const bool isTight = rows.size() > 400;
    const LaneSize agent = isTight ? LaneSize{LaneRow::tightCall, 0, 8} : LaneSize{34, 11, 16}; // the first token's mark stands on the bar
    const LaneSize tool = isTight ? agent : LaneSize{LaneRow::compactCall, 7, 12};
    for (size_t i = 0; rowsOpen && i < rows.size(); ++i) {
        const LaneSize &size = rows[i].kind == TreeRow::Kind::Step ? tool : agent;
        const RowKind kind = rows[i].kind == TreeRow::Kind::Node   ? RowKind::Node
                             : rows[i].kind == TreeRow::Kind::Step ? RowKind::Step
                                                                   : RowKind::Call;
        layout.add(kind, rows[i].index, size.height, size.barTop, size.barHeight);
        layout.m_rows.last().depth = rows[i].depth;
    }
    layout.addExecutors(executors, executorsOpen);
    return layout;
}

namespace {

/// Five lanes of 9 px in 59 px are usual; 7 px in a small window, up to 22 px in a large one.
struct RunSize {
    explicit RunSize(int share)
        : least(share < 59 ? 45 : 59)
        , margin(share < 59 ? 5 : 7)
        , room(std::max(share, least) - 2 * margin)
        , mostPitch(share < 59     ? 7
                    : share >= 120 ? 22
                                   : 9)
    {
    }
    int least, margin, room, mostPitch;
};

} // namespace

int LaneLayout::lanesThatFit(int runs, int height)
{
    constexpr int readable = 4; // px a lane
    return RunSize(height / std::max(1, runs)).room / readable;
}

LaneLayout LaneLayout::stacked(const QList<int> &lanes, int height)
{
    LaneLayout layout;
    if (lanes.isEmpty())
        return layout;
    // Many lanes share the room down to 2 px each before the rows grow and scroll, and grow to `tallest` px before lanes are left out.
    constexpr int leastPitch = 2;
    const int share = height / static_cast<int>(lanes.size());
    const RunSize size(share);
    const int tallest = std::max(share, 160);
    for (int i = 0; i < lanes.size(); ++i) {
        const int drawn = std::clamp(lanes[i], 1, (tallest - 2 * size.margin) / leastPitch);
        const int pitch = std::clamp(size.room / drawn, leastPitch, size.mostPitch);
        const int rowHeight = std::max(drawn * pitch + 2 * size.margin, size.least);
        layout.add(RowKind::Run, i, rowHeight, (rowHeight - drawn * pitch) / 2, pitch > 3 ? pitch - 1 : pitch);
        LaneRow &row = layout.m_rows.last();
        row.pitch = pitch;
        row.lanes = std::min(drawn, lanes[i]);
        row.of = lanes[i];
    }
    return layout;
}

int LaneLayout::rowAt(int y) const
{
    const auto [first, last] = rowsIn(y, y + 1);
    return first < last ? first : -1;
}

std::pair<int, int> LaneLayout::rowsIn(int top, int bottom) const
{
    const auto first = std::partition_point(m_rows.begin(), m_rows.end(), [&](const LaneRow &row) { return row.bottom() <= top; });
    const auto last = std::partition_point(first, m_rows.end(), [&](const LaneRow &row) { return row.y < bottom; });
    return {static_cast<int>(first - m_rows.begin()), static_cast<int>(last - m_rows.begin())};
}

int LaneLayout::find(const TreeRow &row) const
{
    return find(row.kind == TreeRow::Kind::Node   ? RowKind::Node
                : row.kind == TreeRow::Kind::Step ? RowKind::Step
                                                  : RowKind::Call,
                row.index);
}

int LaneLayout::find(RowKind kind, int index) const
{
    if (m_places.size() != m_rows.size()) {
        m_places.clear();
        for (int i = 0; i < m_rows.size(); ++i)
            m_places.insert({static_cast<int>(m_rows[i].kind), m_rows[i].index}, i);
    }
    return m_places.value({static_cast<int>(kind), index}, -1);
}

} // namespace interleave
