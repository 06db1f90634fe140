#include "ui/itemmodels/phase_rows.h"

namespace interleave {

static QList<PhaseRow> measuredRows(const Trace &trace, const CallRecord &call, qint64 now, const CpuSteps &steps)
{
    QList<PhaseRow> rows;
    const std::vector<UnreadStretch> unread = unreadOf(trace, call, steps);
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
        PhaseRow part{.phase = span.phase, .attempt = span.attempt};
        for (const UnreadStretch &stretch : unread) {
            if (stretch.span != index)
                continue;
            part.begin = part.unread > 0 ? part.begin : stretch.begin;
            part.end = stretch.end;
            part.unread += stretch.end - stretch.begin;
            part.isAtMost = part.isAtMost || !stretch.isExact;
        }
        if (part.unread > 0)
            rows.append(part);
    }
    return rows;
}

QList<PhaseRow> phaseRows(const Trace &trace, int call, qint64 now, const CpuSteps &steps)
{
    if (call < 0 || static_cast<size_t>(call) >= trace.calls().size())
        return {};
    const CallRecord &record = trace.calls()[static_cast<size_t>(call)];
    QList<PhaseRow> rows = measuredRows(trace, record, now, steps);

    const qint64 firstBegin = rows.isEmpty() ? (record.finished ? record.end : now) : rows.first().begin;
    if (record.planned >= 0 && firstBegin > record.planned)
        rows.prepend({.phase = {}, .attempt = 0, .begin = record.planned, .end = firstBegin, .isOpen = rows.isEmpty() && !record.finished});

    for (const Phase phase : allPhases) {
        if (!traitsOf(phase).isUsual)
            continue;
        if (std::any_of(rows.begin(), rows.end(), [phase](const PhaseRow &row) { return row.phase == phase; }))
            continue;
        const auto later = std::find_if(rows.begin(), rows.end(), [phase](const PhaseRow &row) { return row.phase && *row.phase > phase; });
        const bool isAhead = later == rows.end() && !record.finished;
        rows.insert(later, {.phase = phase, .attempt = 0, .begin = -1, .end = -1, .isOpen = false, .isError = false, .isAhead = isAhead});
    }
    return rows;
}

bool phasesTile(const QList<PhaseRow> &rows)
{
    const PhaseRow *before = nullptr;
    for (const PhaseRow &row : rows) {
        if (!row.happened() || row.unread > 0)
            continue;
        if (before && before->end != row.begin)
            return false;
        before = &row;
    }
    return true;
}

} // namespace interleave
