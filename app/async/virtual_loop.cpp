#include "async/virtual_loop.h"

#include <algorithm>

namespace interleave {

bool VirtualLoop::step()
{
    if (!hasReady()) {
        if (nextTimer() < 0)
            return false;
        m_now = std::max(m_now, nextTimer());
    }
    runTurn();
    return true;
}

} // namespace interleave
