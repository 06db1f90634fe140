// The value of a "retry-after" header: whole seconds, rounded up, as real services send them; below a second, which only
// happens when simulated time runs faster, with three decimals. Any thread.
#pragma once

#include <QByteArray>

#include <cmath>

namespace interleave {

inline QByteArray retryAfterSeconds(double seconds)
{
    return seconds >= 1 ? QByteArray::number(std::ceil(seconds - 1e-6), 'f', 0) : QByteArray::number(std::ceil(seconds * 1000) / 1000);
}

} // namespace interleave
