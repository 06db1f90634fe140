#include "trace/effort.h"

#include <QHash>

#include <algorithm>

namespace interleave {

namespace {

/// Adds up stretches, and what they cover together.
class Stretches
{
public:
    void add(qint64 begin, qint64 end) { m_stretches.emplace_back(begin, std::max(begin, end)); }
    Effort effort()
    {
        std::sort(m_stretches.begin(), m_stretches.end());
        Effort effort;
        qint64 coveredTo = std::numeric_limits<qint64>::min();
        for (const auto &[begin, end] : m_stretches) {
            effort.ns += end - begin;
            if (end > coveredTo)
                effort.activeNs += end - std::max(begin, coveredTo);
            coveredTo = std::max(coveredTo, end);
        }
        return effort;
    }

private:
    std::vector<std::pair<qint64, qint64>> m_stretches;
};

/// Gathers what is said of one name.
struct Gathered {
    NamedSteps steps;
    Stretches stretches;
};

class ByName
{
public:
    explicit ByName(const Trace &trace)
        : m_trace(trace)
        , m_names(trace.steps().size(), -1)
    {
        for (size_t index = 0; index < trace.steps().size(); ++index) {
            if (trace.isMeasuredJob(trace.steps()[index].id.job))
                addStep(static_cast<qint32>(index));
        }
        for (const Span &span : trace.spans()) {
            if (span.step >= 0 && trace.isMeasured(span) && !isClientWait(span.phase))
                forEachOf(span.step, [&](Gathered &of) { of.stretches.add(span.begin, Trace::endOr(span, trace.last())); });
        }
    }

    std::vector<NamedSteps> steps(const CriticalPath &path)
    {
        for (const PathSegment &segment : path.segments) {
            if (const qint32 step = m_trace.find(segment.step); step >= 0)
                forEachOf(step, [&](Gathered &of) { of.steps.criticalNs += segment.length(); });
        }
        std::vector<NamedSteps> all;
        for (Gathered &of : m_gathered) {
            of.steps.effort = of.stretches.effort();
            all.push_back(std::move(of.steps));
        }
        return all;
    }

private:
    void addStep(qint32 index)
    {
        const StepRecord &step = m_trace.steps()[static_cast<size_t>(index)];
        const auto key = std::pair(static_cast<int>(step.kind), step.label);
        auto known = m_known.constFind(key);
        if (known == m_known.cend()) {
            known = m_known.insert(key, static_cast<int>(m_gathered.size()));
            m_gathered.emplace_back();
            m_gathered.back().steps.name = step.label;
            m_gathered.back().steps.kind = step.kind;
        }
        m_names[static_cast<size_t>(index)] = *known;
        NamedSteps &of = m_gathered[static_cast<size_t>(*known)].steps;
        ++of.count;
        of.failed += step.finished && isFailure(step.outcome);
        of.wallNs += step.end < 0 ? 0 : step.end - step.begin;
        if (step.kind != StepKind::Call || step.call < 0)
            return;
        const Usage &usage = m_trace.calls()[static_cast<size_t>(step.call)].usage;
        of.tellTokens += usage.isTold();
        of.inputTokens += usage.input.value_or(0);
        of.outputTokens += usage.output.value_or(0);
    }

    /// Its own name, and those of the groups that it is in.
    template<typename Function> void forEachOf(qint32 index, Function function)
    {
        int told[StepId::mostLevels + 4];
        int count = 0;
        while (index >= 0 && count < static_cast<int>(std::size(told))) {
            const StepRecord &step = m_trace.steps()[static_cast<size_t>(index)];
            const int name = m_names[static_cast<size_t>(index)];
            if (name >= 0 && std::find(told, told + count, name) == told + count)
                function(m_gathered[static_cast<size_t>(name)]);
            told[count++] = name;
            const qint32 parent = m_trace.find({step.id.job, step.parent});
            index = parent < index ? parent : -1;
        }
    }

    const Trace &m_trace;
    std::vector<int> m_names; // by step, index into m_gathered
    QHash<std::pair<int, QString>, int> m_known;
    std::vector<Gathered> m_gathered;
};

} // namespace

bool hasNamedSteps(const Trace &trace)
{
    return std::any_of(trace.steps().begin(), trace.steps().end(), [](const StepRecord &step) {
        return step.kind == StepKind::Group || step.kind == StepKind::Tool || (step.kind == StepKind::Call && !step.label.isEmpty());
    });
}

Effort effortOf(const Trace &trace)
{
    Stretches stretches;
    for (const Span &span : trace.spans()) {
        if (span.step >= 0 && trace.isMeasured(span) && !isClientWait(span.phase))
            stretches.add(span.begin, Trace::endOr(span, trace.last()));
    }
    return stretches.effort();
}

std::vector<NamedSteps> stepsByName(const Trace &trace, const CriticalPath &path) { return ByName(trace).steps(path); }

} // namespace interleave
