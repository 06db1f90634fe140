// One row per step of a job (RFC 4180, UTF-8), beside calls.csv. Times are seconds from the origin of the run, exact to the nanosecond;
// what did not happen is empty. Steps are named as on screen, "2.1"; of the phases each has how long the step was in it.
#include "export/csv_row.h"
#include "export/exporters.h"
#include "trace/slack.h"
#include "trace/step_times.h"

#include <QIODevice>

#include <array>

namespace interleave {

static QByteArray header()
{
    QByteArray phases;
    for (const Phase phase : allPhases)
        phases += ',' + QByteArray(phaseName(phase).data()) + "_s";
    return "model,repeat,job,step,parent,kind,label,causes,begin_s,end_s,duration_s,outcome,call" + phases +
           ",critical_path_s,slack_s,asked,result,user,warmup,validity\r\n";
}

namespace {

class StepRows
{
public:
    StepRows(const FinishedRun &run, bool isRaw)
        : m_run(run)
        , m_trace(*run.trace)
        , m_times(m_trace)
        , m_slack(slackOfSteps(m_trace))
        , m_critical(m_trace.steps().size(), 0)
        , m_isRaw(isRaw)
    {
        for (const PathSegment &segment : run.report.criticalPath.segments) {
            if (const qint32 step = m_trace.find(segment.step); step >= 0)
                m_critical[static_cast<size_t>(step)] += segment.length();
        }
    }

    QByteArray row(size_t index) const
    {
        const StepRecord &step = m_trace.steps()[index];
        const auto number = static_cast<qint32>(index);
        CsvRow row(m_isRaw);
        row.text(m_run.model).number(m_run.repeat).number(step.id.job).text(stepNumber(step.id.step));
        row.text(stepNumber(step.parent)).text(stepKindName(step.kind)).text(labelOf(step)).text(causesOf(step));
        addTimes(row, step, number);
        addPhases(row, number);
        row.seconds(m_critical[index]);
        m_slack[index] == unknownSlack ? row.nothing() : row.seconds(m_slack[index]);
        row.text(step.asked).text(resultOf(step));
        const int user = m_trace.jobs()[static_cast<size_t>(step.id.job)].user;
        user < 0 ? row.nothing() : row.number(user);
        row.text(m_trace.isMeasuredJob(step.id.job) ? QStringLiteral("no") : QStringLiteral("yes"));
        row.text(m_run.report.validity.valid ? QStringLiteral("valid") : QStringLiteral("suspect"));
        return row.end();
    }

private:
    QString labelOf(const StepRecord &step) const
    {
        return step.label.isEmpty() ? m_trace.jobs()[static_cast<size_t>(step.id.job)].label : step.label;
    }
    static QString causesOf(const StepRecord &step)
    {
        QStringList causes;
        for (const qint64 cause : step.causes)
            causes.append(stepNumber(cause));
        return causes.join(u' ');
    }
    QString resultOf(const StepRecord &step) const
    {
        const CallRecord *call = step.kind == StepKind::Call && step.call >= 0 ? &m_trace.calls()[static_cast<size_t>(step.call)] : nullptr;
        return call ? call->message : step.result; // of a call the finish reason: its text is long, and in the run's file
    }
    void addTimes(CsvRow &row, const StepRecord &step, qint32 number) const
    {
        const qint64 end = m_times.end(number);
        step.begin < 0 ? row.nothing() : row.seconds(step.begin - m_trace.origin());
        end < 0 ? row.nothing() : row.seconds(end - m_trace.origin());
        row.secondsBetween(step.begin, end).text(step.finished ? QString(outcomeName(step.outcome)) : QString());
        step.call < 0 ? row.nothing() : row.number(step.call);
    }
    void addPhases(CsvRow &row, qint32 number) const
    {
        std::array<qint64, allPhases.size()> phases{};
        if (m_trace.steps()[static_cast<size_t>(number)].kind != StepKind::Group) {
            for (const qint32 index : m_times.spansOf(number)) {
                const Span &span = m_trace.spans()[static_cast<size_t>(index)];
                phases[static_cast<size_t>(span.phase)] += Trace::endOr(span, m_trace.last()) - span.begin;
            }
        }
        for (const qint64 ns : phases)
            row.seconds(ns);
    }

    const FinishedRun &m_run;
    const Trace &m_trace;
    StepTimes m_times;
    std::vector<qint64> m_slack;
    std::vector<qint64> m_critical;
    const bool m_isRaw;
};

} // namespace

QString writeStepsCsv(const ExportInput &input, QIODevice &device)
{
    device.write(header());
    for (const FinishedRun &run : input.runs) {
        const StepRows rows(run, input.rawCells);
        for (size_t i = 0; i < run.trace->steps().size(); ++i)
            device.write(rows.row(i));
    }
    return {};
}

} // namespace interleave
