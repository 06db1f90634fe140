#include "trace/trace_file.h"

#include "core/bounded_file.h"
#include "trace/event_json.h"

namespace interleave {

QByteArray traceFileHeader() { return QByteArrayLiteral("{\"schema\":\"interleave.itrace/1\"}\n"); }

static Event endOfCutLog(const Trace &trace)
{
    Event end;
    end.kind = EventKind::RunEnd;
    end.outcome = Outcome::Cancelled;
    end.ns = trace.last();
    return end;
}

Result<TracePtr> parseTrace(const QByteArray &content, const QString &place)
{
    const QByteArray header = traceFileHeader();
    if (!content.startsWith(header) && content.startsWith("{\"schema\":\"interleave.itrace/"))
        return Error{place +
                     QStringLiteral(", line 1: this run was recorded by a newer version of Interleave; update this one to open it")};
    if (!content.startsWith(header))
        return Error{place + QStringLiteral(", line 1: this is not a run of Interleave; its first line must be ") +
                     QString::fromLatin1(header.trimmed())};
    auto trace = std::make_shared<Trace>();
    const qsizetype lines = content.count('\n') + 1;
    int number = 1;
    for (qsizetype begin = header.size(); begin < content.size();) {
        const qsizetype newline = content.indexOf('\n', begin);
        const qsizetype end = newline < 0 ? content.size() : newline;
        Result<Event> event = eventFromJsonLine(QByteArray::fromRawData(content.constData() + begin, end - begin));
        ++number;
        if (!event && newline < 0)
            break; // cut in the middle of a write
        if (!event)
            return Error{place + QStringLiteral(", line ") + QString::number(number) + QStringLiteral(": ") + event.error()};
        if (event->step.job >= lines) // each job has a line at least, and each takes room
            return Error{place + QStringLiteral(", line ") + QString::number(number) +
                         QStringLiteral(": names job %1, and there are no more than %2").arg(event->step.job).arg(lines)};
        trace->apply(*event);
        begin = end + 1;
    }
    if (!trace->isFinished())
        trace->apply(endOfCutLog(*trace));
    return TracePtr(std::move(trace));
}

Result<TracePtr> readTrace(const QString &path)
{
    const Result<QByteArray> content = readBounded(path, mostRunBytes);
    return content ? parseTrace(*content, path) : Error{path + QStringLiteral(": ") + content.error()};
}

} // namespace interleave
