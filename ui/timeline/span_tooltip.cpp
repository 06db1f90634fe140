#include "ui/timeline/span_tooltip.h"

#include "ui/timeline/ruler_ticks.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/wait_text.h"

#include <QLocale>
#include <QStringList>

namespace interleave {

namespace {

QString seconds3(qint64 ns) { return QLocale().toString(static_cast<double>(ns) / 1e9, 'f', 3); }

QString row(const QString &name, const QString &value)
{
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>").arg(name, value.toHtmlEscaped());
}

/// One more digit than a label: the card is where a number is read off.
QString exactDuration(qint64 ns)
{
    return ns >= 10'000'000'000 ? secondsText(ns)
           : ns >= 1'000'000    ? QLocale().toString(static_cast<double>(ns) / 1e6, 'f', 1) + QStringLiteral(" ms")
                                : durationText(ns);
}

QString titleOf(const Trace &trace, const Span &span)
{
    const QString phase = phaseTitle(span.phase);
    const StepRecord *step = span.step < 0 ? nullptr : &trace.steps()[static_cast<size_t>(span.step)];
    if (step && !step->label.isEmpty())
        return QObject::tr("%1 %2, %3").arg(stepNumber(step->id.step), step->label, phase);
    return span.call >= 0 ? QObject::tr("Call %1, %2").arg(span.call + 1).arg(phase) : phase;
}

/// How much of the span lay unread, and what the loop did meanwhile.
QString unreadRows(const TraceIndex &index, qint32 number)
{
    const Span &span = index.trace()->spans()[static_cast<size_t>(number)];
    std::vector<UnreadStretch> ofSpan;
    if (span.call >= 0) {
        for (const UnreadStretch &stretch : index.unread(span.call)) {
            if (stretch.span == number)
                ofSpan.push_back(stretch);
        }
    }
    if (ofSpan.empty())
        return {};
    const UnreadTime time = unreadTimeOf(ofSpan);
    const QString length = exactDuration(time.ns);
    return row(QObject::tr("of it unread"), time.isAtMost ? QObject::tr("at most %1").arg(length) : length) +
           row(QObject::tr("the loop analyzed"), QObject::tr("call %1").arg(time.longest.behind + 1));
}

} // namespace

QString spanCard(const TimelineFrame &frame, const SpanRef &ref)
{
    const TraceIndex &index = frame.content->index(ref.run);
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const bool isOpen = span.end == Trace::open;
    const qint64 begin = index.relative(span.begin);
    const qint64 end = isOpen ? frame.content->now : index.relative(span.end);
    QString title = titleOf(*index.trace(), span);
    if (frame.content->isStacked)
        title = frame.content->runs[static_cast<size_t>(ref.run)].name + QStringLiteral(": ") + title;

    QString card =
        QStringLiteral("<p style=\"margin:0 0 4px 0; white-space:nowrap\"><b>%1</b><br>%2</p><table cellspacing=\"0\" cellpadding=\"0\">")
            .arg(title.toHtmlEscaped(),
                 isOpen ? QObject::tr("%1 s to now").arg(seconds3(begin)) : QObject::tr("%1 to %2 s").arg(seconds3(begin), seconds3(end)));
    card += row(QObject::tr("duration"), isOpen ? QObject::tr("%1 so far").arg(exactDuration(end - begin)) : exactDuration(end - begin));
    if (span.cpuNs > 0)
        card += row(QObject::tr("CPU time"), exactDuration(span.cpuNs));
    card += unreadRows(index, ref.span);
    if (static_cast<size_t>(span.executor) < index.trace()->executors().size())
        card += row(QObject::tr("executor"), index.trace()->executors()[static_cast<size_t>(span.executor)].name);
    if (span.call >= 0)
        card += row(QObject::tr("attempt"), QString::number(span.attempt + 1));
    if (const std::optional<Wait> wait = index.trace()->waitOf(ref.span))
        card += row(QObject::tr("reason"), waitText(*index.trace(), *wait));
    if (const std::optional<qint64> slack = frame.content->slackOf(span); slack && ref.run == 0)
        card += row(QObject::tr("slack"), *slack > 0 ? exactDuration(*slack) : QObject::tr("none"));
    card += row(QObject::tr("outcome"), isOpen ? QObject::tr("still open") : outcomeTitle(span.outcome).toLower());
    return card + QStringLiteral("</table>");
}

QString spanSentence(const TimelineFrame &frame, const SpanRef &ref)
{
    const TraceIndex &index = frame.content->index(ref.run);
    const Span &span = index.trace()->spans()[static_cast<size_t>(ref.span)];
    const bool isOpen = span.end == Trace::open;
    const qint64 begin = index.relative(span.begin);
    const qint64 end = isOpen ? frame.content->now : index.relative(span.end);
    QString sentence = QObject::tr("%1, from %2 s to %3, %4")
                           .arg(titleOf(*index.trace(), span), seconds3(begin),
                                isOpen ? QObject::tr("now") : seconds3(end) + QStringLiteral(" s"), durationText(end - begin));
    if (!isOpen && isFailure(span.outcome))
        sentence += QStringLiteral(", ") + outcomeTitle(span.outcome);
    return sentence;
}

QString callCard(const TimelineFrame &frame, int run, int call)
{
    const TraceIndex &index = frame.content->index(run);
    if (call >= index.calls())
        return {};
    const CallState state = callState(index, call, frame.content->now);
    return QObject::tr("Call %1: %2").arg(call + 1).arg(index.trace()->calls()[static_cast<size_t>(call)].label) + QStringLiteral("\n") +
           state.word + (state.elapsed > 0 ? QStringLiteral(", ") + secondsText(state.elapsed) : QString());
}

QString timelineSentence(const TimelineFrame &frame)
{
    const TimelineContent &content = *frame.content;
    if (content.isEmpty())
        return QObject::tr("Nothing has run yet.");
    if (content.isStacked) {
        QStringList runs;
        for (const TimelineRun &run : content.runs)
            runs.append(run.index.isEmpty() ? QObject::tr("%1: not run yet").arg(run.name)
                        : run.isGhost       ? QObject::tr("%1: about %2").arg(run.name, aboutText(run.index.makespan()))
                                            : QStringLiteral("%1: %2").arg(run.name, secondsText(run.index.makespan())));
        return QObject::tr("Runs from the same start: %1.").arg(runs.join(QStringLiteral(", ")));
    }
    int active = 0;
    int done = 0;
    int failed = 0;
    for (int i = 0; i < content.calls(); ++i) {
        const CallState state = callState(content.index(), i, content.now);
        active += state.isActive;
        failed += state.isFailed;
        done += !state.isActive && !state.isFailed && i < content.index().calls() &&
                content.index().trace()->calls()[static_cast<size_t>(i)].finished;
    }
    return QObject::tr("Calls: %1, executors: %2. Done: %3, under way: %4, failed: %5.")
        .arg(content.calls())
        .arg(content.executors())
        .arg(done)
        .arg(active)
        .arg(failed);
}

} // namespace interleave
