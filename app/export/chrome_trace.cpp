// Chrome trace events (JSON), which Perfetto and chrome://tracing read. Slices of one thread id must nest there, so each run is
// a process; its calls are packed onto lanes, one thread id each, with their phases inside; executors have their own.
// Times are microseconds from the origin of the run, exact to the nanosecond.
#include "export/exporters.h"
#include "export/lane_packing.h"
#include "export/trace_events.h"
#include "export/trace_steps.h"
#include "trace/degree.h"
#include "trace/unread.h"
#include "json/json.h"

#include <QIODevice>

#include <nlohmann/json.hpp>

namespace interleave {

namespace {

/// One run as a process.
class RunWriter
{
public:
    RunWriter(EventWriter &out, const FinishedRun &run, int process)
        : m_out(out)
        , m_run(run)
        , m_trace(*run.trace)
        , m_steps(m_trace)
        , m_process(process)
    {
    }

    void write()
    {
        nameProcess();
        writeCalls();
        if (hasNamedSteps(m_trace))
            m_threads = writeSteps(m_out, m_run, m_process, m_threads, m_callThreads);
        writeExecutors();
        writeInFlight();
    }

private:
    void nameProcess();
    void writeCalls();
    void writeCall(size_t number, Interval extent, int thread);
    void writeExecutors();
    void writeInFlight();
    void nameThread(int thread, const QString &name);
    EventWriter &slice(int thread, Interval extent, QStringView name, QStringView category);

    qint64 endOf(const Span &span) const { return Trace::endOr(span, m_trace.last()); }
    const Span &span(qint32 index) const { return m_trace.spans()[static_cast<size_t>(index)]; }

    EventWriter &m_out;
    const FinishedRun &m_run;
    const Trace &m_trace;
    const CpuSteps m_steps;
    const int m_process;
    std::vector<int> m_callThreads; // by call; 0: it has no spans
    int m_threads = 0;              // thread ids given so far; also the order in which they are shown
};

void RunWriter::nameProcess()
{
    const QString name = m_run.model + QStringLiteral(", repeat ") + QString::number(m_run.repeat + 1) + m_run.report.caution();
    m_out.begin("M", m_process).text("name", u"process_name").args({{"name", utf8(name)}}).end();
    m_out.begin("M", m_process).text("name", u"process_sort_index").args({{"sort_index", m_process}}).end();
}

void RunWriter::nameThread(int thread, const QString &name)
{
    m_out.begin("M", m_process).number("tid", thread).text("name", u"thread_name").args({{"name", utf8(name)}}).end();
    m_out.begin("M", m_process).number("tid", thread).text("name", u"thread_sort_index").args({{"sort_index", thread}}).end();
}

EventWriter &RunWriter::slice(int thread, Interval extent, QStringView name, QStringView category)
{
    return m_out.begin("X", m_process)
        .number("tid", thread)
        .micros("ts", extent.begin - m_trace.origin())
        .micros("dur", extent.end - extent.begin)
        .text("name", name)
        .text("cat", category);
}

void RunWriter::writeCalls()
{
    m_callThreads.assign(m_trace.calls().size(), 0);
    std::vector<Interval> extents;
    for (size_t number = 0; number < m_trace.calls().size(); ++number) {
        const CallRecord &call = m_trace.calls()[number];
        if (call.spans.empty())
            continue;
        Interval extent{span(call.spans.front()).begin, call.end, static_cast<qint32>(number)};
        for (const qint32 index : call.spans) {
            extent.begin = std::min(extent.begin, span(index).begin);
            extent.end = std::max(extent.end, endOf(span(index)));
        }
        extents.push_back(extent);
    }
    const std::vector<int> lanes = packIntoLanes(extents);
    const int first = m_threads + 1;
    for (size_t i = 0; i < extents.size(); ++i) {
        m_threads = std::max(m_threads, first + lanes[i]);
        m_callThreads[static_cast<size_t>(extents[i].call)] = first + lanes[i];
        writeCall(static_cast<size_t>(extents[i].call), extents[i], first + lanes[i]);
    }
    for (int thread = first; thread <= m_threads; ++thread)
        nameThread(thread, QStringLiteral("calls %1").arg(thread - first + 1));
}

void RunWriter::writeCall(size_t number, Interval extent, int thread)
{
    const CallRecord &call = m_trace.calls()[number];
    const bool isWarmUp = !m_trace.isMeasured(static_cast<qint32>(number)); // a category of its own: viewers can hide it
    OrderedJson about{{"call", static_cast<int>(number)},
                      {"outcome", outcomeName(call.outcome).data()},
                      {"attempts", call.attempts},
                      {"warmup", isWarmUp}};
    if (call.usage.output) // else the server did not tell
        about["output_tokens"] = *call.usage.output;
    slice(thread, extent, call.label.isEmpty() ? QStringLiteral("call %1").arg(number) : call.label, isWarmUp ? u"call,warmup" : u"call")
        .args(about)
        .end();
    std::vector<qint32> inOrder = call.spans;
    std::sort(inOrder.begin(), inOrder.end(),
              [&](qint32 a, qint32 b) { return span(a).begin != span(b).begin ? span(a).begin < span(b).begin : a < b; });
    const std::vector<UnreadStretch> unread = unreadOf(m_trace, call, m_steps);
    qint64 drawnTo = extent.begin;
    for (const qint32 index : inOrder) {
        // In a sound trace phases of a call never overlap; in a broken one a slice is cut, because readers refuse overlaps.
        const Interval phase{std::max(span(index).begin, drawnTo), std::max(endOf(span(index)), drawnTo)};
        slice(thread, phase, QString(phaseName(span(index).phase)), u"phase").args({{"attempt", span(index).attempt}}).end();
        for (const UnreadStretch &stretch : unread) {
            if (stretch.span == index) // inside its phase
                slice(thread, {std::clamp(stretch.begin, phase.begin, phase.end), std::clamp(stretch.end, phase.begin, phase.end)},
                      QStringLiteral("unread"), u"phase")
                    .args({{"behind_call", stretch.behind}, {"exact", stretch.isExact}})
                    .end();
        }
        drawnTo = phase.end;
    }
}

void RunWriter::writeExecutors()
{
    for (const Executor &executor : m_trace.executors()) {
        std::vector<Interval> steps;
        std::vector<qint32> indices;
        for (const qint32 index : executor.spans) {
            if (!isCpuStep(span(index).phase) && span(index).phase != Phase::Startup)
                continue; // requests are handed to the socket, not executed
            steps.push_back({span(index).begin, endOf(span(index)), span(index).call});
            indices.push_back(index);
        }
        const std::vector<int> lanes = packIntoLanes(steps); // one, unless the executor did two things at once
        const int first = m_threads + 1;
        m_threads = first;
        for (size_t i = 0; i < steps.size(); ++i) {
            m_threads = std::max(m_threads, first + lanes[i]);
            slice(first + lanes[i], steps[i], QString(phaseName(span(indices[i]).phase)), u"cpu")
                .args({{"call", steps[i].call}, {"cpu_ms", numberOf(static_cast<double>(span(indices[i]).cpuNs) / 1e6)}})
                .end();
        }
        for (int thread = first; thread <= m_threads; ++thread)
            nameThread(thread, executor.name);
    }
}

void RunWriter::writeInFlight()
{
    for (const Step &step : countOverTime(timesInFlight(m_trace))) {
        m_out.begin("C", m_process)
            .micros("ts", step.ns - m_trace.origin())
            .text("name", u"calls in flight")
            .args({{"calls", step.count}})
            .end();
    }
}

} // namespace

QString writeChromeTrace(const ExportInput &input, QIODevice &device)
{
    EventWriter out(device);
    int process = 0;
    for (const FinishedRun &run : input.runs)
        RunWriter(out, run, ++process).write();
    return {};
}

} // namespace interleave
