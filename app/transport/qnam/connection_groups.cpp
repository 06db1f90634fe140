#include "transport/qnam/connection_groups.h"

#include <algorithm>

namespace interleave {

int ConnectionGroups::take()
{
    auto group = static_cast<size_t>(m_lowestFree);
    while (group < m_inFlight.size() && m_inFlight[group] >= m_capacity)
        ++group;
    if (group == m_inFlight.size())
        m_inFlight.push_back(0);
    ++m_inFlight[group];
    m_lowestFree = static_cast<int>(group);
    return m_lowestFree;
}

void ConnectionGroups::release(int group)
{
    --m_inFlight[static_cast<size_t>(group)];
    m_lowestFree = std::min(m_lowestFree, group);
}

void ConnectionGroups::setCapacity(int capacity)
{
    m_capacity = capacity;
    m_lowestFree = 0;
}

} // namespace interleave
