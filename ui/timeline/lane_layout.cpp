#include "ui/timeline/lane_layout.h"

#include <algorithm>

namespace interleave {

namespace {

constexpr int headerHeight = 26;

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

LaneLayout LaneLayout::ofRun(int calls, int executors, bool callsOpen, bool executorsOpen)
{
    LaneLayout layout;
    if (calls > 0)
        layout.add(RowKind::CallsHeader, 0, headerHeight, 0, 0);
    const LaneSize call = callSize(calls);
    for (int i = 0; callsOpen && i < calls; ++i)
        layout.add(RowKind::Call, i, call.height, call.barTop, call.barHeight);
    if (executors > 0)
        layout.add(RowKind::ExecutorsHeader, 0, headerHeight, 0, 0);
    const LaneSize executor = executorSize(executors);
    for (int i = 0; executorsOpen && i < executors; ++i)
        layout.add(RowKind::Executor, i, executor.height, executor.barTop, executor.barHeight);
    return layout;
}

LaneLayout LaneLayout::stacked(const QList<int> &calls, int height)
{
    LaneLayout layout;
    if (calls.isEmpty())
        return layout;
    // Five lanes of 9 px in 59 px are usual; 7 px in a small window, up to 22 px in a large one. Many calls share the
    // room down to 2 px each before the rows grow and scroll, and grow to `tallest` px before calls are left out.
    constexpr int leastPitch = 2;
    const int share = height / static_cast<int>(calls.size());
    const bool isSmall = share < 59;
    const int least = isSmall ? 45 : 59;
    const int margin = isSmall ? 5 : 7;
    const int tallest = std::max(share, 160);
    const int mostPitch = isSmall ? 7 : share >= 120 ? 22 : 9;
    for (int i = 0; i < calls.size(); ++i) {
        const int lanes = std::clamp(calls[i], 1, (tallest - 2 * margin) / leastPitch);
        const int pitch = std::clamp((std::max(share, least) - 2 * margin) / lanes, leastPitch, mostPitch);
        const int rowHeight = std::max(lanes * pitch + 2 * margin, least);
        layout.add(RowKind::Run, i, rowHeight, (rowHeight - lanes * pitch) / 2, pitch > 3 ? pitch - 1 : pitch);
        LaneRow &row = layout.m_rows.last();
        row.pitch = pitch;
        row.lanes = std::min(lanes, calls[i]);
        row.calls = calls[i];
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

int LaneLayout::find(RowKind kind, int index) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].kind == kind && m_rows[i].index == index)
            return i;
    }
    return -1;
}

} // namespace interleave
