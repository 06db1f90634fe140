#include "simulator/service/fault.h"

namespace interleave {

// in the order of the enumeration, after None
QByteArrayList faultNames()
{
    return {"rate-limit-once", "rate-limit", "overloaded", "server-error", "stream-error", "cut",       "silent-cut",
            "malformed",       "slow",       "hang",       "reset",        "huge",         "wrong-type"};
}

std::optional<Fault> faultFromName(const QByteArray &name)
{
    const qsizetype place = faultNames().indexOf(name);
    if (place < 0)
        return std::nullopt;
    return static_cast<Fault>(place + 1);
}

} // namespace interleave
