#include "ui/timeline/lane_spans.h"

#include <algorithm>

namespace interleave {

template<typename T> static void insertAt(std::vector<T> &values, size_t position, T value)
{
    values.insert(values.begin() + static_cast<std::ptrdiff_t>(position), value);
}

void LaneSpans::add(qint32 span, qint64 begin, qint64 end, Phase phase, bool failed)
{
    size_t at = m_begin.size();
    if (at > 0 && begin < m_begin.back())
        at = static_cast<size_t>(std::upper_bound(m_begin.begin(), m_begin.end(), begin) - m_begin.begin());
    insertAt(m_begin, at, begin);
    insertAt(m_end, at, end);
    insertAt(m_reach, at, end);
    insertAt(m_span, at, span);
    insertAt(m_phase, at, phase);
    insertAt(m_failed, at, static_cast<quint8>(failed));
    m_failures += failed;
    updateReach(at);
    if (end == open)
        ++m_openCount;
    else
        count(at);
}

void LaneSpans::close(qint32 span, qint64 end, bool failed)
{
    // An open span is nearly always the last one.
    for (size_t i = m_span.size(); i-- > 0;) {
        if (m_span[i] != span || m_end[i] != open)
            continue;
        m_end[i] = end;
        m_failed[i] = failed;
        m_openCount -= 1;
        m_failures += failed;
        updateReach(i);
        count(i);
        return;
    }
}

void LaneSpans::count(size_t closed)
{
    if (m_phase[closed] == Phase::Analyze || m_phase[closed] == Phase::Tool)
        m_cpuStepsNs += m_end[closed] - m_begin[closed];
}

int LaneSpans::lastOpen() const
{
    for (size_t i = m_openCount > 0 ? m_end.size() : 0; i-- > 0;) {
        if (m_end[i] == open)
            return static_cast<int>(i);
    }
    return -1;
}

void LaneSpans::updateReach(size_t from)
{
    for (size_t i = from; i < m_end.size(); ++i)
        m_reach[i] = i == 0 ? m_end[i] : std::max(m_reach[i - 1], m_end[i]);
}

std::pair<size_t, size_t> LaneSpans::touching(qint64 begin, qint64 end) const
{
    const auto first = std::lower_bound(m_reach.begin(), m_reach.end(), begin);
    const auto last = std::upper_bound(m_begin.begin(), m_begin.end(), end);
    const auto from = static_cast<size_t>(first - m_reach.begin());
    return {from, std::max(from, static_cast<size_t>(last - m_begin.begin()))};
}

} // namespace interleave
