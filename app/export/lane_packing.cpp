#include "export/lane_packing.h"

#include <numeric>
#include <queue>
#include <set>

namespace interleave {

std::vector<int> packIntoLanes(const std::vector<Interval> &intervals)
{
    std::vector<size_t> order(intervals.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return intervals[a].begin != intervals[b].begin ? intervals[a].begin < intervals[b].begin : a < b;
    });

    using Busy = std::pair<qint64, int>; // until when, and which lane
    std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy;
    std::set<int> free;
    int lanes = 0;
    std::vector<int> laneOf(intervals.size());
    for (const size_t index : order) {
        for (; !busy.empty() && busy.top().first <= intervals[index].begin; busy.pop())
            free.insert(busy.top().second);
        const int lane = free.empty() ? lanes++ : *free.begin();
        free.erase(lane);
        busy.emplace(intervals[index].end, lane);
        laneOf[index] = lane;
    }
    return laneOf;
}

} // namespace interleave
