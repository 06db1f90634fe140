// Deals requests to groups of connections, so that no group has more in flight than it has connections. Used by
// HttpClient, one for each origin, in its thread.
#pragma once

#include <vector>

namespace interleave {

class ConnectionGroups
{
public:
    /// The lowest group with a free place; takes the place.
    int take();
    void release(int group);

    /// Places of each group, from now on.
    void setCapacity(int capacity);

private:
    std::vector<int> m_inFlight;
    int m_lowestFree = 0; // no group below has a free place
    int m_capacity = 6;   // Qt's connections to one HTTP/1.1 host
};

} // namespace interleave
