#include "ui/run/step_text.h"

#include "trace/slack.h"
#include "ui/run/step_words.h"
#include "ui/timeline/step_links.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme_manager.h"

#include <QCoreApplication>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StepText)
};

const StepRecord &stepAt(const Trace &trace, qint32 index) { return trace.steps()[static_cast<size_t>(index)]; }

QString line(const QString &name, const QString &html)
{
    return u"<tr><td style='color:%1'>%2&nbsp;&nbsp;&nbsp;</td><td>%3</td></tr>"_s.arg(currentTheme().text2.name(), name.toHtmlEscaped(),
                                                                                       html);
}

QString links(const Trace &trace, const std::vector<qint32> &steps)
{
    QStringList names;
    constexpr size_t most = 12;
    for (size_t i = 0; i < std::min(most, steps.size()); ++i)
        names.append(stepLink(trace, steps[i]));
    if (steps.size() > most)
        names.append(Words::tr("%1 more").arg(steps.size() - most));
    return names.join(u", "_s);
}

/// Each wait of a millisecond or more, with its sentence.
QString waitsOf(const Trace &trace, qint32 step, const WaitReasons &reasons)
{
    QString rows;
    const StepRecord &record = stepAt(trace, step);
    const std::vector<qint32> &spans = record.call >= 0 ? trace.calls()[static_cast<size_t>(record.call)].spans : record.spans;
    int told = 0;
    qint64 begun = -1;
    const auto add = [&](const QString &phase, qint64 ns, const QString &why) {
        if (ns >= 1'000'000 && !why.isEmpty() && ++told <= 12)
            rows += line(u"%1 %2"_s.arg(phase, timeText(ns)), why.toHtmlEscaped());
    };
    for (const qint32 index : spans) {
        const Span &span = trace.spans()[static_cast<size_t>(index)];
        const bool isOther =
            record.call >= 0 && (span.step == trace.calls()[static_cast<size_t>(record.call)].work) != (record.kind != StepKind::Call);
        if (isOther)
            continue;
        begun = begun < 0 ? span.begin : std::min(begun, span.begin);
        add(phaseTitle(span.phase), Trace::endOr(span, trace.last()) - span.begin, reasons.of(span));
    }
    if (begun > record.begin && record.kind != StepKind::Group) {
        PathSegment ready;
        ready.begin = record.begin;
        ready.end = begun;
        ready.step = record.id;
        ready.part = PathPart::Ready;
        add(phaseTitle(Phase::Ready), begun - record.begin, reasons.of(ready));
    }
    return rows;
}

} // namespace

RunInsight::RunInsight(const Trace &trace, const CriticalPath &path)
    : slack(slackOfSteps(trace))
    , critical(trace.steps().size(), 0)
    , reasons(trace)
{
    for (const PathSegment &segment : path.segments) {
        if (const qint32 step = trace.find(segment.step); step >= 0)
            critical[static_cast<size_t>(step)] += segment.length();
    }
}

QString stepHtml(const Trace &trace, qint32 step, const RunInsight *insight)
{
    const StepRecord &record = stepAt(trace, step);
    const Theme &theme = currentTheme();
    const bool isFailed = record.finished && isFailure(record.outcome);
    QString html = u"<p style='font-weight:600; font-size:large; margin:0'>%1</p>"_s.arg(nameOfStep(trace, step).toHtmlEscaped());
    html += u"<p style='margin:0 0 8px 0; color:%1'>%2</p><table cellspacing='0' cellpadding='2'>"_s.arg(
        theme.text2.name(),
        Words::tr("%1 %2 of job %3").arg(kindTitle(record.kind), stepNumber(record.id.step)).arg(record.id.job + 1).toHtmlEscaped());
    const qint64 end = record.end < 0 ? trace.last() : record.end;
    html +=
        line(Words::tr("When"), Words::tr("%1 to %2")
                                    .arg(secondsText(static_cast<double>(record.begin - trace.origin()) / 1e9),
                                         record.end < 0 ? Words::tr("now") : secondsText(static_cast<double>(end - trace.origin()) / 1e9)));
    html += line(Words::tr("Took"), timeText(end - record.begin));
    const QString outcome = record.finished ? outcomeTitle(record.outcome) : Words::tr("goes on");
    html += line(Words::tr("Outcome"), isFailed ? u"<span style='color:%1'>%2</span>"_s.arg(theme.error.name(), outcome) : outcome);
    if (const qint32 parent = trace.find({record.id.job, record.parent}); parent >= 0)
        html += line(Words::tr("Part of"), stepLink(trace, parent));
    std::vector<qint32> causes, effects;
    for (const qint64 cause : record.causes) {
        if (const qint32 index = trace.find({record.id.job, cause}); index >= 0)
            causes.push_back(index);
    }
    for (const qint32 other : trace.jobs()[static_cast<size_t>(record.id.job)].steps) {
        const std::vector<qint64> &of = stepAt(trace, other).causes;
        if (std::find(of.begin(), of.end(), record.id.step) != of.end())
            effects.push_back(other);
    }
    html += line(Words::tr("Waited for"), causes.empty() ? Words::tr("nothing") : links(trace, causes));
    html += line(Words::tr("Waited for it"), effects.empty() ? Words::tr("nothing") : links(trace, effects));
    if (insight) {
        const qint64 slack = insight->slack[static_cast<size_t>(step)];
        const qint64 critical = insight->critical[static_cast<size_t>(step)];
        html += line(Words::tr("Slack"), slack == unknownSlack ? Words::tr("not known")
                                         : slack == 0          ? Words::tr("none: its job ends later when it does")
                                                               : Words::tr("%1: it may end that much later").arg(timeText(slack)));
        html += line(Words::tr("Critical"), critical > 0 ? timeText(critical) : Words::tr("not on the critical path"));
        html += waitsOf(trace, step, insight->reasons);
    }
    html += u"</table>"_s;
    if (!record.asked.isEmpty())
        html += headingHtml(record.kind == StepKind::Tool ? Words::tr("Arguments") : Words::tr("Asked")) + textHtml(record.asked, 4'000);
    if (!record.result.isEmpty())
        html += headingHtml(isFailed ? Words::tr("Error") : Words::tr("Result")) + textHtml(record.result, 4'000);
    return html;
}

} // namespace interleave
