// Why a stretch did nothing, in a sentence: what the limiter let through before it, what the loop was busy with, how many went before it.
// Made for one finished trace, which outlives it; a question takes O(log n). Used by the inspector and the table of the critical path; any
// thread but the GUI's for making it.
#pragma once

#include "trace/critical_path.h"

namespace interleave {

class WaitReasons
{
public:
    explicit WaitReasons(const Trace &trace);

    /// Of a segment of the path, or made from a span: "12 calls before it"; empty: it did something.
    QString of(const PathSegment &segment) const;
    QString of(const Span &span) const;

private:
    QString ofReady(qint64 begin, qint64 end) const;

    const Trace &m_trace;
    std::vector<qint64> m_sent; // when attempts were sent, sorted
    std::vector<qint64> m_done; // when calls were done, sorted
    struct Busy {
        qint64 begin, end;
        qint32 step;
    };
    std::vector<Busy> m_onLoop; // CPU steps of the loop, in order
    bool m_hasWorkers = false;
};

} // namespace interleave
