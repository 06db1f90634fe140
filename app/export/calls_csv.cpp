// One row per call (RFC 4180, UTF-8). Times are seconds from the origin of the run, exact to the nanosecond; what did not
// happen is empty. The verdict is on every row, so that no row can be used without it.
#include "export/csv_row.h"
#include "export/exporters.h"
#include "trace/attempts.h"
#include "trace/cost.h"
#include "trace/unread.h"
#include "json/price_files.h"

#include <QIODevice>
#include <QLocale>

namespace interleave {

static constexpr char header[] =
    "model,repeat,call,label,outcome,attempts,planned_s,released_s,sent_s,last_sent_s,first_chunk_s,last_chunk_s,done_s,end_s,"
    "latency_s,service_s,queue_s,ttft_s,chunks,input_tokens,cached_tokens,output_tokens,thinking_tokens,analysis_cpu_s,message,"
    "validity,retries,cost_usd,cached,status,provider,model_name,protocol,answered_by,note,transport,warmup,ready_s,unread_s,unread_"
    "exact\r\n";

static qint64 cpuOn(const Trace &trace, const CallRecord &call)
{
    qint64 cpu = 0;
    for (const qint32 index : call.spans) {
        const Span &span = trace.spans()[static_cast<size_t>(index)];
        cpu += isCpuStep(span) ? span.cpuNs : 0;
    }
    return cpu;
}

/// Retries to transport: what the attempts tell. Of a run that did not record them they are empty.
static void addAttempts(CsvRow &row, const CallRecord &call, const PriceTable &prices)
{
    const bool isRecorded = static_cast<int>(call.attemptEnds.size()) >= call.attempts;
    row.number(std::max(0, call.attempts - 1));
    const std::optional<double> cost = isRecorded ? costOf(call, prices) : std::nullopt;
    row.text(cost ? QString::number(*cost, 'f', QLocale::FloatingPointShortest) : QString());
    row.text(call.finished && call.outcome == Outcome::CacheHit ? QStringLiteral("yes") : QStringLiteral("no"));
    const AttemptDetail last = call.attemptEnds.empty() ? AttemptDetail() : call.attemptEnds.back().detail;
    row.text(last.status > 0 ? QString::number(last.status) : QString());
    row.text(last.provider).text(last.model).text(last.protocol).text(last.answered).text(last.note).text(last.transport);
}

static void addClientWaits(CsvRow &row, const Trace &trace, const CallRecord &call, const CpuSteps &steps)
{
    const UnreadTime unread = unreadTimeOf(unreadOf(trace, call, steps));
    row.seconds(readyNs(trace, call)).seconds(unread.ns);
    row.text(unread.ns == 0 ? QString() : unread.isAtMost ? QStringLiteral("at most") : QStringLiteral("yes"));
}

static QByteArray rowOf(const FinishedRun &run, size_t number, const PriceTable &prices, const CpuSteps &steps, bool isRaw)
{
    const Trace &trace = *run.trace;
    const CallRecord &call = trace.calls()[number];
    const qint64 origin = trace.origin();
    CsvRow row(isRaw);
    row.text(run.model).number(run.repeat).number(static_cast<qint64>(number)).text(call.label);
    row.text(call.finished ? QString(outcomeName(call.outcome)) : QString()).number(call.attempts);
    for (const qint64 time :
         {call.planned, call.released, call.sent, call.lastSent, call.firstChunk, call.lastChunk, call.done, call.end}) {
        if (time < 0)
            row.nothing();
        else
            row.seconds(time - origin);
    }
    row.secondsBetween(call.planned, call.done).secondsBetween(call.lastSent, call.done);
    row.secondsBetween(call.planned, call.sent).secondsBetween(call.lastSent, call.firstChunk);
    row.number(static_cast<qint64>(call.chunks.size()));
    row.count(call.usage.input).count(call.usage.cached).count(call.usage.output).count(call.usage.thinking);
    row.seconds(cpuOn(trace, call)).text(call.message);
    row.text(run.report.validity.valid ? QStringLiteral("valid") : QStringLiteral("suspect"));
    addAttempts(row, call, prices);
    row.text(trace.isMeasured(static_cast<qint32>(number)) ? QStringLiteral("no") : QStringLiteral("yes"));
    addClientWaits(row, trace, call, steps);
    return row.end();
}

QString writeCallsCsv(const ExportInput &input, QIODevice &device)
{
    device.write(header);
    const PriceTable prices = loadPriceTable();
    for (const FinishedRun &run : input.runs) {
        const CpuSteps steps(*run.trace);
        for (size_t i = 0; i < run.trace->calls().size(); ++i) {
            if (run.trace->calls()[i].planned >= 0)
                device.write(rowOf(run, i, prices, steps, input.rawCells));
        }
    }
    return {};
}

} // namespace interleave
