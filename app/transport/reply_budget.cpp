#include "transport/reply_budget.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <unistd.h>

namespace interleave::reply_budget {

static std::atomic<qint64> whole = std::numeric_limits<qint64>::max();
static std::atomic<qint64> left = std::numeric_limits<qint64>::max();

void begin(qint64 bytes)
{
    whole = bytes;
    left = bytes;
}

bool take(qint64 bytes) { return left.fetch_sub(bytes, std::memory_order_relaxed) >= bytes; }

qint64 total() { return whole; }

qint64 usualFor(qint64 calls)
{
    constexpr qint64 least = 48'000'000;
    constexpr qint64 ofCall = 256 * 1024; // the longest replies of today's models, as they are kept
    const qint64 memory = static_cast<qint64>(sysconf(_SC_PHYS_PAGES)) * static_cast<qint64>(sysconf(_SC_PAGE_SIZE));
    const qint64 most = std::max(least, memory / 8);
    return calls <= 0 ? most : std::clamp(calls * ofCall, least, most);
}

} // namespace interleave::reply_budget
