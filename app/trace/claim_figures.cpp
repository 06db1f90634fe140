#include "trace/claim_figures.h"

#include "trace/effort.h"
#include "json/json.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace interleave {

using namespace Qt::StringLiterals;

QString answerOf(const Trace &trace, int job)
{
    const CallRecord *last = nullptr;
    for (const CallRecord &call : trace.calls()) {
        if (call.id.job == job && call.finished && (!last || call.done > last->done))
            last = &call;
    }
    return last ? last->text : QString();
}

/// A number is not a part of a longer one: "2.6" is neither in "12.6" nor in "2.65".
static bool hasWord(const QString &text, const QString &word)
{
    const QRegularExpression pattern(u"(?<![\\w.,])"_s + QRegularExpression::escape(word) + u"(?!\\w|[.,]\\d)"_s,
                                     QRegularExpression::CaseInsensitiveOption);
    return pattern.match(text).hasMatch();
}

static int rightAnswers(const Trace &trace, const Scenario &scenario, const QString &expected)
{
    int right = 0;
    for (int job = 0; job < static_cast<int>(trace.jobs().size()); ++job) {
        const Json row = parseJson(scenario.rowOfJob(job).json);
        const Json &wanted = at(row, expected.toStdString());
        const QString word = wanted.is_string() ? textOf(wanted) : QString::fromUtf8(compact(wanted));
        right += !wanted.is_discarded() && hasWord(answerOf(trace, job), word);
    }
    return right;
}

static int agentsOk(const Trace &trace)
{
    const auto isGood = [](const StepRecord &step) {
        return step.kind == StepKind::Group && step.parent == 0 && step.finished && isSuccess(step.outcome);
    };
    return static_cast<int>(std::count_if(trace.steps().begin(), trace.steps().end(), isGood));
}

/// Of the time since each job first did something: in line before that, it takes none.
static std::optional<double> toolCpuShare(const Trace &trace)
{
    qint64 cpuNs = 0, jobsNs = 0;
    std::map<qint32, qint64> begins; // by job
    for (const Span &span : trace.spans()) {
        cpuNs += span.phase == Phase::Tool ? span.cpuNs : 0;
        if (span.step < 0 || isClientWait(span.phase))
            continue;
        const qint32 job = trace.steps()[static_cast<size_t>(span.step)].id.job;
        const auto known = begins.try_emplace(job, span.begin).first;
        known->second = std::min(known->second, span.begin);
    }
    for (const auto &[job, begin] : begins)
        jobsNs += trace.jobs()[static_cast<size_t>(job)].end - begin;
    return jobsNs > 0 ? std::optional(static_cast<double>(cpuNs) / static_cast<double>(jobsNs)) : std::nullopt;
}

std::optional<double> claimFigure(ClaimMeasure measure, const FinishedRun &run, const Scenario &scenario, const QString &expected)
{
    const RunReport &report = run.report;
    switch (measure) {
    case ClaimMeasure::Makespan:
        return report.makespanS;
    case ClaimMeasure::JobLatency:
        return report.jobLatency.mean;
    case ClaimMeasure::JobsOk:
        return report.jobsOk;
    case ClaimMeasure::AgentsOk:
        return agentsOk(*run.trace);
    case ClaimMeasure::RightAnswers:
        return rightAnswers(*run.trace, scenario, expected);
    case ClaimMeasure::ToolCpuShare:
        return toolCpuShare(*run.trace);
    case ClaimMeasure::OutputTokens:
        return report.tokens.output ? std::optional(static_cast<double>(*report.tokens.output)) : std::nullopt;
    case ClaimMeasure::CostUsd:
        return report.costUsd;
    case ClaimMeasure::Attempts:
        break;
    }
    return report.attempts;
}

std::optional<double> claimFigure(const ClaimFigure &figure, const QList<FinishedRun> &runs, const Scenario &scenario,
                                  const QString &expected)
{
    std::map<QString, std::vector<double>> byModel;
    for (const QString &model : figure.models)
        byModel[model] = {};
    for (const FinishedRun &run : runs) {
        if (run.variant != figure.variant || run.report.cancelled || !run.trace ||
            (!figure.models.isEmpty() && !figure.models.contains(run.model)))
            continue;
        const std::optional<double> value = claimFigure(figure.measure, run, scenario, expected);
        if (!value)
            return std::nullopt;
        byModel[run.model].push_back(*value);
    }
    std::optional<double> found;
    for (auto &[model, values] : byModel) {
        if (values.empty())
            return std::nullopt;
        const auto median = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
        std::nth_element(values.begin(), median, values.end());
        found = !found ? *median : figure.isMost ? std::max(*found, *median) : std::min(*found, *median);
    }
    return found;
}

} // namespace interleave
