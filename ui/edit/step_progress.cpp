#include "ui/edit/step_progress.h"

#include "ui/widgets/number_text.h"

#include <QCoreApplication>

namespace interleave {

using namespace Qt::StringLiterals;

static const QString ofGroups = u"group:"_s; // before the names of groups, so that a branch of one step is not counted twice

/// "draft 2" of a loop's second round, and "prices 2" of the second member: "draft", "prices".
static QString withoutNumber(const QString &label)
{
    qsizetype end = label.size();
    while (end > 0 && label.at(end - 1).isDigit())
        --end;
    return end < label.size() && end > 1 && label.at(end - 1) == u' ' ? label.left(end - 1) : label;
}

QStringList StepProgress::keysOf(const StepRecord &step) const
{
    if (step.kind == StepKind::Group)
        return {ofGroups + withoutNumber(step.label)};
    QStringList keys{step.label};
    const QString name = withoutNumber(step.label);
    if (name != step.label)
        keys.append(name);
    // Of an agent: its turns and tools. A turn's tools lie side by side in branches of their own.
    QString agent;
    qint64 parent = step.parent;
    for (int up = 0; up < 2 && parent != 0; ++up) {
        const qint32 group = m_trace->find({step.id.job, parent});
        if (group < 0)
            break;
        const StepRecord &record = m_trace->steps()[static_cast<size_t>(group)];
        agent = withoutNumber(record.label);
        if (record.label != step.label)
            break;
        parent = record.parent;
        agent.clear();
    }
    keys.append(agent + (step.kind == StepKind::Tool ? u"/tools"_s : u'/' + name));
    return keys;
}

/// Begun, and nothing of it goes on.
bool StepProgress::isHeld(const StepRecord &step, const Trace &trace)
{
    if (step.kind == StepKind::Group)
        return false;
    const bool isCall = step.kind == StepKind::Call && step.call >= 0;
    const std::vector<qint32> &spans = isCall ? trace.calls()[static_cast<size_t>(step.call)].spans : step.spans;
    if (spans.empty())
        return step.call < 0 || isCall; // an analysis of a reply has its spans with the call: it is short, and runs
    const Span &last = trace.spans()[static_cast<size_t>(spans.back())];
    if (last.end != Trace::open)
        return false;
    return isClientWait(last.phase);
}

bool StepProgress::update(const TracePtr &trace)
{
    if (trace != m_trace) {
        *this = StepProgress();
        m_trace = trace;
    }
    if (!m_trace || (m_version == m_trace->version() && m_version > 0))
        return false;
    m_version = m_trace->version();
    m_jobs = static_cast<int>(m_trace->jobs().size());
    for (; m_seen < m_trace->steps().size(); ++m_seen)
        m_open.push_back(static_cast<qint32>(m_seen));
    std::erase_if(m_open, [&](qint32 index) {
        const StepRecord &step = m_trace->steps()[static_cast<size_t>(index)];
        if (!step.finished)
            return false;
        for (const QString &key : keysOf(step)) {
            StepCounts &counts = m_closed[key];
            isFailure(step.outcome) ? ++counts.failed : ++counts.done;
            counts.doneNs += isFailure(step.outcome) ? 0 : step.end - step.begin;
        }
        return true;
    });
    QHash<QString, StepCounts> now = m_closed;
    for (const qint32 index : m_open) {
        const StepRecord &step = m_trace->steps()[static_cast<size_t>(index)];
        for (const QString &key : keysOf(step))
            isHeld(step, *m_trace) ? ++now[key].waits : ++now[key].runs;
    }
    const bool isOther = now != m_now;
    m_now = std::move(now);
    return isOther;
}

StepCounts StepProgress::of(const QString &name) const
{
    const auto step = m_now.constFind(name);
    return step != m_now.constEnd() ? *step : m_now.value(ofGroups + name);
}

QString StepProgress::text(const StepCounts &counts, bool isLong)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("interleave::WorkloadGraph", text); };
    QStringList parts;
    if (counts.runs > 0)
        parts.append(tr("%1 run").arg(counts.runs));
    if (counts.waits > 0)
        parts.append(tr("%1 wait").arg(counts.waits));
    if (counts.done > 0)
        parts.append(tr("%1 done").arg(counts.done));
    if (counts.failed > 0)
        parts.append(tr("%1 failed").arg(counts.failed));
    if (counts.runs + counts.waits == 0 && counts.done > 0) {
        const QString seconds = secondsText(static_cast<double>(counts.doneNs) / counts.done / 1e9);
        parts.append(isLong && counts.done > 1 ? tr("%1 each").arg(seconds) : seconds);
    }
    return parts.join(u", "_s);
}

} // namespace interleave
