#include "ui/run/run_view.h"

#include "core/clock.h"
#include "setup/catalog.h"
#include "ui/widgets/hairline.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme_manager.h"
#include "ui/widgets/verdict_chip.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

namespace interleave {

static QLabel *label(const QString &text, const QFont &font, const char *role = nullptr)
{
    auto *made = new QLabel(text);
    made->setFont(font);
    if (role)
        made->setProperty("role", QString::fromLatin1(role));
    return made;
}

/// A figure: right aligned, digits of one width, and for the clipboard.
static QLabel *figure(const QString &text, const char *role = nullptr)
{
    QLabel *made = label(text, tabularFont(TextRole::Small), role);
    made->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

RunView::RunView(QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    showReport(nullptr);
}

/// With "≈" where it is the client's own estimate.
static QString countOf(qint64 count, bool isTold)
{
    const QString number = QLocale().toString(count);
    return isTold ? number : QStringLiteral("≈ ") + number;
}

QString RunView::toldText(std::optional<qint64> told, qint64 estimate)
{
    return told ? countOf(*told, true) : estimate > 0 ? tr("not told (%1)").arg(countOf(estimate, false)) : tr("not told");
}

void RunView::showReport(const RunReport *report)
{
    auto *content = new QFrame;
    content->setProperty("role", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(0);
    if (report) {
        addVerdict(column, *report);
        Figures calls{{tr("Planned"), QString::number(report->planned)}};
        for (const Outcome outcome : allOutcomes) {
            if (report->count(outcome) > 0)
                calls.append({outcomeTitle(outcome), QString::number(report->count(outcome))});
        }
        calls.append({tr("Attempts"), QString::number(report->attempts)});
        if (report->costUsd)
            calls.append({report->simulated ? tr("Cost, simulated") : tr("Cost"), dollarsText(*report->costUsd)});
        else if (report->estimatedCostUsd)
            calls.append({tr("Cost"), tr("not told, ≈ %1").arg(dollarsText(*report->estimatedCostUsd))});
        if (report->wastedTokens > 0)
            calls.append({tr("Wasted on failed attempts"), tr("%1 tokens").arg(countOf(report->wastedTokens, !report->isWasteEstimated))});
        addHeader(column, tr("Calls"));
        addFigures(column, calls);
        addHeader(column, tr("Times"));
        addTimes(column, *report);
        addHeader(column, tr("Rates and degrees"));
        addFigures(column,
                   {{tr("Throughput, calls/s"), numberText(report->throughputRps, 2)},
                    {tr("Goodput, calls/s"), numberText(report->goodputRps, 2)},
                    {tr("Tokens in, out"), toldText(report->tokens.input, report->tokens.estimatedInput) % QStringLiteral(", ") %
                                               toldText(report->tokens.output, report->tokens.estimatedOutput)},
                    {tr("Output tokens/s"), report->tokens.perS ? numberText(*report->tokens.perS, 1)
                                                                : tr("not told, ≈ %1").arg(numberText(report->tokens.estimatedPerS, 1))},
                    {tr("Concurrency, mean and max"),
                     numberText(report->concurrency.mean, 2) % QStringLiteral(", ") % QString::number(report->concurrency.max)},
                    {tr("Parallelism, mean and max"),
                     numberText(report->parallelism.mean, 2) % QStringLiteral(", ") % QString::number(report->parallelism.max)}});
        if (report->width)
            addFigures(column, {{tr("Branches"), report->width->text()}});
        addHeader(column, tr("Always true"));
        addInvariants(column, report->invariants);
    } else {
        QLabel *empty = label(tr("The figures of a run come when it has ended."), themeFont(TextRole::Small), "secondary");
        empty->setWordWrap(true);
        empty->setContentsMargins(metrics::inset, 16, metrics::inset, 16);
        column->addWidget(empty);
    }
    column->addStretch(1);
    setWidget(content); // deletes the one before
}

void RunView::addHeader(QVBoxLayout *column, const QString &title)
{
    column->addWidget(new Hairline);
    column->addWidget(new PanelHeader(title));
}

void RunView::addVerdict(QVBoxLayout *column, const RunReport &report)
{
    auto *block = new QVBoxLayout;
    block->setContentsMargins(metrics::inset, 14, metrics::inset, 12);
    block->setSpacing(6);
    const QString name = titleOfRun(report.model, report.variant);
    block->addWidget(label(report.repeat > 0 ? tr("%1, run %2").arg(name).arg(report.repeat + 1) : name, themeFont(TextRole::Section)));
    auto *chip = new VerdictChip;
    chip->setVerdict(!report.validity.valid         ? VerdictChip::Kind::Suspect
                     : report.result().isComplete() ? VerdictChip::Kind::Valid
                                                    : VerdictChip::Kind::Errors,
                     verdictText(report.validity.valid, report.result()));
    chip->setFocusPolicy(Qt::NoFocus);
    block->addWidget(chip, 0, Qt::AlignLeft);
    QStringList sentences = report.validity.reasons;
    if (sentences.isEmpty())
        sentences.append(tr("The client was not the bottleneck."));
    if (!report.result().isComplete())
        sentences.append(
            tr("Latency, service and first token are of the calls that are ok: %1 of %2.").arg(report.ok()).arg(report.planned));
    if (report.cancelled)
        sentences.append(tr("The run was stopped before its end."));
    for (const QString &sentence : sentences) {
        QLabel *reason = label(sentence, themeFont(TextRole::Small), "secondary");
        reason->setWordWrap(true);
        block->addWidget(reason);
    }
    column->addLayout(block);
    Figures figures;
    const auto add = [&](const QString &name, const std::optional<double> &ms) {
        if (ms)
            figures.append({name, numberText(*ms, 1) % QStringLiteral("\u00A0ms")});
    };
    add(tr("Loop lag, p99"), report.validity.loopLagMsP99);
    add(tr("Schedule delay, p99"), report.validity.scheduleDelayMsP99);
    add(tr("Observer error, p99"), report.validity.observerErrorMsP99);
    figures.append({tr("Client CPU, cores"), numberText(report.validity.clientCpuCores, 2)});
    addFigures(column, figures);
}

void RunView::addFigures(QVBoxLayout *column, const Figures &figures)
{
    auto *grid = new QGridLayout;
    grid->setContentsMargins(metrics::inset, 8, metrics::inset, 10);
    grid->setVerticalSpacing(5);
    for (qsizetype i = 0; i < figures.size(); ++i) {
        grid->addWidget(label(figures[i].first, themeFont(TextRole::Small), "secondary"), static_cast<int>(i), 0);
        grid->addWidget(figure(figures[i].second), static_cast<int>(i), 1);
    }
    grid->setColumnStretch(0, 1);
    column->addLayout(grid);
}

void RunView::addTimes(QVBoxLayout *column, const RunReport &report)
{
    Figures whole{{tr("Makespan"), secondsText(report.makespanS)},
                  {tr("Lower bound"), secondsText(report.lowerBoundS)},
                  {tr("Effort, sum of all spans"), secondsText(secondsFromNs(report.effort.ns))},
                  {tr("Active, their union"), secondsText(secondsFromNs(report.effort.activeNs))}};
    if (report.unread.ns > 0) {
        const QString time = secondsText(secondsFromNs(report.unread.ns));
        whole.append({tr("Unread while the loop analyzed, %1").arg(countText(report.unread.calls, tr("call"), tr("calls"))),
                      report.unread.isAtMost ? tr("at most %1").arg(time) : time});
    }
    addFigures(column, whole);
    auto *grid = new QGridLayout;
    grid->setContentsMargins(metrics::inset, 0, metrics::inset, 10);
    grid->setVerticalSpacing(5);
    grid->setHorizontalSpacing(10);
    grid->setColumnStretch(0, 1);
    const QString heads[] = {tr("from planned"), tr("p50"), tr("p90"), tr("p99"), tr("max")};
    for (int i = 1; i < 5; ++i)
        grid->addWidget(figure(heads[i], "hint"), 0, i);
    const std::tuple<QString, const Summary &, QString> rows[] = {
        {tr("Latency"), report.latency, tr("From planned to decoded, retries and waits included; calls that are ok")},
        {tr("Failed calls"), report.failedLatency, tr("From planned to the failure; calls that failed")},
        {tr("Service"), report.service, tr("From the first byte sent of the last attempt to decoded")},
        {tr("First token"), report.ttft, tr("From sent to the first content")},
        {tr("Chunk gap"), report.chunkGap, tr("Between neighbouring chunks, all calls pooled")},
        {tr("Queue"), report.queue, tr("From planned to sent")},
        {tr("Ready"), report.ready, tr("Had all it needed and waited for an executor: the loop, a worker or a pool thread")},
        {tr("Analysis"), report.analysis, tr("CPU work on a reply, as it was waited for")},
    };
    int line = 1;
    for (const auto &[name, summary, explanation] : rows) {
        if (summary.n == 0)
            continue;
        QLabel *title = label(name, themeFont(TextRole::Small), "secondary");
        title->setToolTip(explanation);
        grid->addWidget(title, line, 0);
        const std::pair<const std::optional<double> &, double> cells[] = {{summary.p50, 0.5}, {summary.p90, 0.9}, {summary.p99, 0.99}};
        int at = 1;
        for (const auto &[value, p] : cells) {
            QLabel *cell = value ? figure(timeText(*value)) : figure(tr("n ≥ %1").arg(samplesNeeded(p)), "hint");
            if (!value)
                cell->setToolTip(tr("Withheld: needs n ≥ %1, has %2").arg(samplesNeeded(p)).arg(summary.n));
            grid->addWidget(cell, line, at++);
        }
        grid->addWidget(figure(summary.max ? timeText(*summary.max) : QString()), line, at);
        ++line;
    }
    column->addLayout(grid);
}

void RunView::addInvariants(QVBoxLayout *column, const Invariants &invariants)
{
    const std::pair<QString, bool> rows[] = {{tr("Area under calls in flight = sum of their times (Little)"), invariants.little},
                                             {tr("In flight and busy stay within their limits"), invariants.limits},
                                             {tr("The makespan is not below its lower bound"), invariants.lowerBound},
                                             {tr("Phases tile each call"), invariants.phasesTile},
                                             {tr("Attempts add up"), invariants.attemptsAddUp},
                                             {tr("The critical path tiles the makespan"), invariants.criticalPathTiles}};
    auto *grid = new QGridLayout;
    grid->setContentsMargins(metrics::inset, 8, metrics::inset, 4);
    grid->setVerticalSpacing(5);
    grid->setHorizontalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    int line = 0;
    for (const auto &[text, holds] : rows) {
        auto *mark = new QLabel;
        mark->setPixmap(themeIcon(holds ? QStringLiteral("check") : QStringLiteral("cross"), holds ? IconTone::Accent : IconTone::Error)
                            .pixmap(14, 14));
        mark->setAccessibleName(holds ? tr("holds") : tr("broken"));
        QLabel *name = label(text, themeFont(TextRole::Small), holds ? "secondary" : "error");
        name->setWordWrap(true);
        grid->addWidget(mark, line, 0, Qt::AlignTop);
        grid->addWidget(name, line++, 1);
    }
    for (const QString &sentence : invariants.broken) {
        QLabel *reason = label(sentence, themeFont(TextRole::Small), "error");
        reason->setWordWrap(true);
        grid->addWidget(reason, line++, 1);
    }
    column->addLayout(grid);
}

} // namespace interleave
