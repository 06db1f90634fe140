// When on the wall's clock what a trace tells happened: its header has the moment of its origin, to the millisecond. Used by
// exports that need dates. A value; any thread.
#pragma once

#include "trace/trace.h"

#include <QDateTime>

namespace interleave {

class WallClock
{
public:
    explicit WallClock(const Trace &trace);

    /// Nanoseconds since 1970 at a time of the trace; since the origin where the header does not tell.
    qint64 ns(qint64 traceNs) const { return (m_begun.isValid() ? m_begun.toMSecsSinceEpoch() * 1'000'000 : 0) + traceNs - m_origin; }
    /// "2026-11-22T09:30:00.250Z"
    QString isoText(qint64 traceNs) const
    {
        return QDateTime::fromMSecsSinceEpoch(ns(traceNs) / 1'000'000).toUTC().toString(Qt::ISODateWithMs);
    }

private:
    qint64 m_origin;
    QDateTime m_begun;
};

} // namespace interleave
