// What a response's headers say about trying again: x-should-retry, retry-after-ms, retry-after. Read by every provider's
// reader, one per response; any thread.
#pragma once

#include "core/reply.h"

#include <QByteArray>

namespace interleave {

class RetryHeaders
{
public:
    void read(const QByteArray &name, const QByteArray &value);

    RetryHint hint() const { return m_hint; }
    /// Seconds; none where nothing is said, or something that is no delay (negative, in the past, longer than 24 days).
    std::optional<double> delayS() const;

private:
    RetryHint m_hint = RetryHint::ByStatus;
    QByteArray m_milliseconds;
    QByteArray m_after; // seconds or a date
    QByteArray m_date;  // the server's clock, which its dates go by
};

} // namespace interleave
