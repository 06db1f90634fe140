#include "export/trace_steps.h"

#include "export/lane_packing.h"
#include "trace/slack.h"
#include "trace/step_times.h"

namespace interleave {

namespace {

class StepWriter
{
public:
    StepWriter(EventWriter &out, const FinishedRun &run, int process, int threads, const std::vector<int> &callThreads)
        : m_out(out)
        , m_trace(*run.trace)
        , m_times(m_trace)
        , m_slack(slackOfSteps(m_trace))
        , m_callThreads(callThreads)
        , m_rows(m_trace.steps().size(), 0)
        , m_process(process)
        , m_threads(threads)
    {
    }

    int write()
    {
        writeRows(StepKind::Group, "branches %1");
        writeRows(StepKind::Tool, "tools %1");
        writeRows(StepKind::Analysis, "analyses %1");
        for (size_t index = 0; index < m_trace.steps().size(); ++index)
            writeArrows(static_cast<qint32>(index));
        return m_threads;
    }

private:
    const StepRecord &step(qint32 index) const { return m_trace.steps()[static_cast<size_t>(index)]; }

    /// Analyses of a reply are in the row of its call.
    bool hasRow(const StepRecord &step, StepKind kind) const
    {
        return step.kind == kind && step.begin >= 0 && (kind != StepKind::Analysis || step.call < 0);
    }

    void writeRows(StepKind kind, const char *name)
    {
        std::vector<Interval> extents; // `call` is the step
        for (size_t index = 0; index < m_trace.steps().size(); ++index) {
            const auto number = static_cast<qint32>(index);
            if (hasRow(step(number), kind))
                extents.push_back({step(number).begin, std::max(step(number).begin, m_times.end(number)), number});
        }
        std::sort(extents.begin(), extents.end(),
                  [](const Interval &a, const Interval &b) { return a.begin != b.begin ? a.begin < b.begin : a.call < b.call; });
        const std::vector<int> lanes = packIntoLanes(extents);
        const int first = m_threads + 1;
        for (size_t i = 0; i < extents.size(); ++i) {
            m_threads = std::max(m_threads, first + lanes[i]);
            m_rows[static_cast<size_t>(extents[i].call)] = first + lanes[i];
            writeStep(extents[i], first + lanes[i]);
        }
        for (int thread = first; thread <= m_threads; ++thread) {
            const QString title = QString::fromLatin1(name).arg(thread - first + 1);
            m_out.begin("M", m_process).number("tid", thread).text("name", u"thread_name").args({{"name", utf8(title)}}).end();
            m_out.begin("M", m_process).number("tid", thread).text("name", u"thread_sort_index").args({{"sort_index", thread}}).end();
        }
    }

    EventWriter &slice(int thread, qint64 begin, qint64 end, QStringView name, QStringView category)
    {
        return m_out.begin("X", m_process)
            .number("tid", thread)
            .micros("ts", begin - m_trace.origin())
            .micros("dur", end - begin)
            .text("name", name)
            .text("cat", category);
    }

    void writeStep(const Interval &extent, int thread)
    {
        const StepRecord &record = step(extent.call);
        OrderedJson about{
            {"job", record.id.job}, {"step", utf8(stepNumber(record.id.step))}, {"outcome", outcomeName(record.outcome).data()}};
        if (const qint64 slack = m_slack[static_cast<size_t>(extent.call)]; slack != unknownSlack)
            about["slack_ms"] = numberOf(static_cast<double>(slack) / 1e6);
        if (!record.asked.isEmpty())
            about["asked"] = utf8(record.asked);
        if (!record.result.isEmpty())
            about["result"] = utf8(record.result);
        const QString kind = QString(stepKindName(record.kind));
        slice(thread, extent.begin, extent.end, record.label.isEmpty() ? kind : record.label, kind).args(about).end();
        if (record.kind == StepKind::Group)
            return;
        qint64 drawnTo = extent.begin;
        for (const qint32 index : m_times.spansOf(extent.call)) {
            const Span &span = m_trace.spans()[static_cast<size_t>(index)];
            const qint64 begin = std::clamp(span.begin, drawnTo, extent.end);
            const qint64 end = std::clamp(Trace::endOr(span, m_trace.last()), begin, extent.end);
            slice(thread, begin, end, QString(phaseName(span.phase)), u"phase").end();
            drawnTo = end;
        }
    }

    int rowOf(qint32 index) const
    {
        const StepRecord &record = step(index);
        const int row = m_rows[static_cast<size_t>(index)];
        return row > 0 || record.call < 0 ? row : m_callThreads[static_cast<size_t>(record.call)];
    }

    /// An end of an arrow lies in the slice that it belongs to: the cause's last nanosecond, the effect's first.
    void writeArrows(qint32 index)
    {
        const StepRecord &effect = step(index);
        for (const qint64 number : effect.causes) {
            const qint32 cause = m_trace.find({effect.id.job, number});
            if (cause < 0 || m_times.end(cause) < 0 || rowOf(cause) == 0 || rowOf(index) == 0)
                continue;
            const qint64 from = std::max(step(cause).begin, m_times.end(cause) - 1);
            arrowEnd("s", rowOf(cause), from);
            arrowEnd("f", rowOf(index), std::max(from, effect.begin));
            ++m_arrows;
        }
    }

    void arrowEnd(const char *phase, int thread, qint64 ns)
    {
        m_out.begin(phase, m_process)
            .number("tid", thread)
            .micros("ts", ns - m_trace.origin())
            .number("id", m_arrows)
            .text("name", u"caused")
            .text("cat", u"cause");
        if (phase[0] == 'f')
            m_out.text("bp", u"e"); // binds to the slice around it, not to the next one
        m_out.end();
    }

    EventWriter &m_out;
    const Trace &m_trace;
    StepTimes m_times;
    const std::vector<qint64> m_slack;
    const std::vector<int> &m_callThreads;
    std::vector<int> m_rows; // by step; 0: in its call's row, or none
    const int m_process;
    int m_threads;
    qint64 m_arrows = 0;
};

} // namespace

int writeSteps(EventWriter &out, const FinishedRun &run, int process, int threads, const std::vector<int> &callThreads)
{
    return StepWriter(out, run, process, threads, callThreads).write();
}

} // namespace interleave
