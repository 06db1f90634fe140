#include "ui/timeline/call_follower.h"

namespace interleave {

std::optional<int> CallFollower::scrollFor(const TimelineFrame &frame)
{
    constexpr int rowsBefore = 3;
    if (frame.scroll != m_scroll)
        return {};
    const std::vector<CallRecord> &calls = frame.content->index().trace()->calls();
    while (m_call < calls.size() && calls[m_call].finished)
        ++m_call;
    if (m_call == calls.size())
        return {};
    const auto rowOf = [&](size_t call) { return frame.layout->rows()[1 + static_cast<int>(call)]; }; // after the header
    const int height = static_cast<int>(frame.lanesRect().height());
    const int top = rowOf(m_call - std::min<size_t>(m_call, rowsBefore)).y - frame.layout->rows().first().height;
    return std::max(m_scroll, std::min(top, rowOf(calls.size() - 1).bottom() - height));
}

} // namespace interleave
