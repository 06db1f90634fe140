#include "ui/itemmodels/phase_rows.h"

#include "trace/attempts.h"

namespace interleave {

/// What a call without faults goes through: the rows that are always there.
static constexpr std::array usualPhases{Phase::Limiter, Phase::Pool,   Phase::Connect, Phase::Send,
                                        Phase::Ttft,    Phase::Stream, Phase::Analyze};

static QList<PhaseRow> measuredRows(const Trace &trace, const CallRecord &call, qint64 now)
{
    QList<PhaseRow> rows;
    for (const qint32 index : call.spans) {
        const Span &span = trace.spans()[static_cast<size_t>(index)];
        const bool isOpen = span.end == Trace::open;
        rows.append({.phase = span.phase,
                     .attempt = span.attempt,
                     .begin = span.begin,
                     .end = Trace::endOr(span, now),
                     .isOpen = isOpen,
                     .isError = !isOpen && isFailure(span.outcome),
                     .isAhead = false});
    }
    return rows;
}

QList<PhaseRow> phaseRows(const Trace &trace, int call, qint64 now)
{
    if (call < 0 || static_cast<size_t>(call) >= trace.calls().size())
        return {};
    const CallRecord &record = trace.calls()[static_cast<size_t>(call)];
    QList<PhaseRow> rows = measuredRows(trace, record, now);

    const qint64 firstBegin = rows.isEmpty() ? (record.finished ? record.end : now) : rows.first().begin;
    if (record.planned >= 0 && firstBegin > record.planned)
        rows.prepend({.phase = {}, .attempt = 0, .begin = record.planned, .end = firstBegin, .isOpen = rows.isEmpty() && !record.finished});

    for (const Phase phase : usualPhases) {
        if (std::any_of(rows.begin(), rows.end(), [phase](const PhaseRow &row) { return row.phase == phase; }))
            continue;
        const auto later = std::find_if(rows.begin(), rows.end(), [phase](const PhaseRow &row) { return row.phase && *row.phase > phase; });
        const bool isAhead = later == rows.end() && !record.finished;
        rows.insert(later, {.phase = phase, .attempt = 0, .begin = -1, .end = -1, .isOpen = false, .isError = false, .isAhead = isAhead});
    }
    return rows;
}

/// Both of one exchange, the one after the other. (The wait for the analysis pool is called as that for a connection is.)
static bool areOfOneExchange(const PhaseRow &before, const PhaseRow &after)
{
    return before.phase && after.phase && before.attempt == after.attempt && isOfAttempt(*before.phase) && isOfAttempt(*after.phase) &&
           *before.phase < *after.phase;
}

bool phasesTile(const QList<PhaseRow> &rows)
{
    const PhaseRow *before = nullptr;
    for (const PhaseRow &row : rows) {
        if (!row.happened())
            continue;
        if (before && (before->end > row.begin || (before->end < row.begin && areOfOneExchange(*before, row))))
            return false;
        before = &row;
    }
    return true;
}

} // namespace interleave
