#include "ui/compare/compare_page.h"

#include "forecast/claims.h"
#include "forecast/load_sweep.h"
#include "setup/catalog.h"
#include "ui/charts/comparison_values.h"
#include "ui/charts/load_chart.h"
#include "ui/charts/makespan_chart.h"
#include "ui/charts/quadrant_chart.h"
#include "ui/compare/comparison_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/phase_legend.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/verdict_chip.h"

#include <QFutureWatcher>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QSet>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <QtConcurrent/QtConcurrentRun>

namespace interleave {

static constexpr int gutterPx = 214;
static constexpr int stripPx = 40;

static QVBoxLayout *columnOf(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

static QString keyOf(const ModelComparison &row) { return keyOfRun(row.model, row.variant); }

ComparePage::ComparePage(QWidget *parent)
    : QWidget(parent)
{
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setObjectName(QStringLiteral("compareHalves"));
    split->setChildrenCollapsible(false);
    split->addWidget(makeTimelines(split));
    split->addWidget(makeLower(split));
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    m_states = new QStackedLayout(this);
    m_states->addWidget(makeEmpty());
    m_states->addWidget(split);
    setFocusProxy(m_timelines);
}

ComparePage::~ComparePage() { m_judging.request_stop(); }

QWidget *ComparePage::makeEmpty()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    auto *title = new QLabel(tr("Nothing to compare yet"), page);
    title->setFont(themeFont(TextRole::Section));
    auto *text = new QLabel(tr("Press F5 to run every ticked model. Their timelines, times and degrees of\n"
                               "concurrency and parallelism are set side by side here."),
                            page);
    text->setAlignment(Qt::AlignCenter);
    layout->addStretch(2);
    layout->addWidget(title, 0, Qt::AlignHCenter);
    layout->addSpacing(metrics::gap);
    layout->addWidget(text, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

QWidget *ComparePage::makeTimelines(QWidget *parent)
{
    auto *upper = new QWidget(parent);
    auto *layout = columnOf(upper);

    auto *strip = new QFrame(upper);
    strip->setFixedHeight(stripPx);
    auto *stripRow = new QHBoxLayout(strip);
    stripRow->setContentsMargins(metrics::inset, 0, metrics::inset, 0);
    m_title = new QLabel(strip);
    m_title->setFont(themeFont(TextRole::BodyStrong));
    m_subtitle = new QLabel(strip);
    m_subtitle->setProperty("tone", QStringLiteral("quiet"));
    stripRow->addWidget(m_title);
    stripRow->addWidget(m_subtitle, 1);
    m_chips = new QHBoxLayout;
    m_chips->setSpacing(metrics::gap);
    stripRow->addLayout(m_chips);
    layout->addWidget(strip);

    auto *header = new PanelHeader(tr("Timelines"), upper);
    header->setSecondary(tr("median run of each model"));
    m_legend = new PhaseLegend(header);
    header->addLeft(m_legend);
    ActionButton *fit = header->addButton(QStringLiteral("fit"), tr("Fit all"));
    fit->setKeyHint(QStringLiteral("0"));
    layout->addWidget(header);

    m_timelines = new TimelineView(upper);
    m_timelines->setGutterWidth(gutterPx);
    m_timelines->setMinimapShown(false);
    layout->addWidget(m_timelines, 1);
    connect(m_legend, &PhaseLegend::focusChanged, m_timelines, &TimelineView::setFocusedPhase);
    connect(fit, &QPushButton::clicked, m_timelines, &TimelineView::fitAll);
    connect(m_timelines, &TimelineView::runSelected, this, [this](int row) {
        if (row >= 0 && row < m_comparison.size())
            m_panel->setCurrentModel(keyOf(m_comparison[row]));
    });
    return upper;
}

QWidget *ComparePage::makeLower(QWidget *parent)
{
    auto *columns = new QSplitter(Qt::Horizontal, parent);
    columns->setObjectName(QStringLiteral("compareColumns"));
    columns->setChildrenCollapsible(false);

    auto *left = new QWidget(columns);
    auto *leftColumn = columnOf(left);
    m_barsHeader = new PanelHeader(tr("Makespan and speed-up"), left);
    m_barsArea = new QScrollArea(left); // bars of many runs keep their height
    m_barsArea->setWidgetResizable(true);
    m_barsArea->setFrameShape(QFrame::NoFrame);
    m_barsArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_bars = new MakespanChart(m_barsArea);
    m_barsArea->setWidget(m_bars);
    m_load = new LoadChart(left);
    leftColumn->addWidget(m_barsHeader);
    m_leftCharts = new QStackedLayout;
    m_leftCharts->addWidget(m_barsArea);
    m_leftCharts->addWidget(m_load);
    leftColumn->addLayout(m_leftCharts, 1);

    m_panel = new ComparisonPanel(columns);

    auto *right = new QWidget(columns);
    auto *rightColumn = columnOf(right);
    rightColumn->addWidget(new PanelHeader(tr("Concurrency and parallelism"), right));
    m_quadrant = new QuadrantChart(right);
    rightColumn->addWidget(m_quadrant, 1);

    left->setMinimumWidth(280);
    m_panel->setMinimumWidth(420);
    right->setMinimumWidth(260);
    for (QWidget *column : {left, static_cast<QWidget *>(m_panel), right})
        columns->addWidget(column);
    columns->setStretchFactor(0, 0);
    columns->setStretchFactor(1, 1);
    columns->setStretchFactor(2, 0);
    columns->setSizes({360, 748, 330});

    connect(m_bars, &MakespanChart::modelClicked, this, &ComparePage::chooseModel);
    connect(m_quadrant, &QuadrantChart::modelClicked, this, &ComparePage::chooseModel);
    connect(m_panel, &ComparisonPanel::modelChosen, this, &ComparePage::chooseModel);
    connect(m_panel, &ComparisonPanel::modelOpened, this, &ComparePage::openModel);
    return columns;
}

struct ComparePage::Compared {
    Scenario scenario;
    QList<FinishedRun> runs;
    QList<RunReport> reports;
    QList<ModelComparison> comparison;
    LoadSweep sweep;
    QList<MakespanBar> bars;
    QList<QuadrantDot> dots;
};

ComparePage::Compared ComparePage::compared(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    Compared made{scenario, runs, {}, {}, loadSweepOf(runs), {}, {}};
    for (const FinishedRun &run : runs)
        made.reports.append(run.report);
    made.comparison = compareRuns(made.reports);
    made.bars = makespanBars(made.comparison, runs);
    made.dots = quadrantDots(made.comparison, runs);
    return made;
}

void ComparePage::setRuns(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    const int request = ++m_request;
    m_judging.request_stop(); // of runs that were shown before
    auto *watcher = new QFutureWatcher<Compared>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, request] {
        if (request == m_request) // none newer is on its way
            show(watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(compared, scenario, runs));
}

void ComparePage::show(const Compared &compared)
{
    const QList<FinishedRun> &runs = compared.runs;
    m_comparison = compared.comparison;
    m_states->setCurrentIndex(runs.isEmpty() ? 0 : 1);

    m_shown.clear();
    QList<NamedTrace> traces;
    QList<TracePtr> shown;
    const QStringList titles = rowTitles(m_comparison);
    for (qsizetype row = 0; row < m_comparison.size(); ++row) {
        const FinishedRun *run = shownRun(m_comparison[row], runs);
        if (!run)
            continue;
        m_shown.append(static_cast<int>(run - runs.constData()));
        traces.append({titles[row], run->trace, false});
        shown.append(run->trace);
    }
    m_timelines->setRuns(traces);
    m_timelines->fitAll();
    m_legend->setTraces(shown);
    showBarsOrSweep(compared);
    m_quadrant->setDots(compared.dots);
    m_panel->setRuns(compared.reports, m_comparison);
    judgeClaim(compared);
    showScenario(compared.scenario);
    showInvariants(runs);
}

/// Some hundred predictions: the verdict comes when they are made, after the rest.
void ComparePage::judgeClaim(const Compared &compared)
{
    m_panel->setClaims({});
    if (!compared.scenario.claim.isThere() || compared.runs.isEmpty())
        return;
    m_judging = std::stop_source();
    auto *watcher = new QFutureWatcher<QList<ClaimVerdict>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, request = m_request] {
        if (request == m_request)
            m_panel->setClaims(watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(
        [scenario = compared.scenario, runs = compared.runs, stop = m_judging.get_token()] { return claimsOf(scenario, runs, stop); }));
}

void ComparePage::showBarsOrSweep(const Compared &compared)
{
    const LoadSweep &sweep = compared.sweep;
    const bool isSweep = sweep.points.size() >= 3; // as many levels of load
    m_leftCharts->setCurrentIndex(isSweep ? 1 : 0);
    m_barsHeader->setTitle(isSweep ? tr("Load") : tr("Makespan and speed-up"));
    m_barsHeader->setSecondary(isSweep ? QString() : makespanCaption(m_comparison));
    if (isSweep)
        m_load->setSweep(sweep.points, sweep.knee);
    else
        m_bars->setBars(compared.bars);
    m_bars->setMinimumHeight(m_bars->minimumSizeHint().height());
}

void ComparePage::showScenario(const Scenario &scenario)
{
    QSet<QString> models, variants;
    for (const ModelComparison &row : std::as_const(m_comparison)) {
        models.insert(row.model);
        variants.insert(row.variant);
    }
    const QString repeats = countText(scenario.repeats, tr("repeat"), tr("repeats"));
    const QString what = countText(models.size(), tr("model"), tr("models"));
    if (scenario.variants.isEmpty())
        m_title->setText(tr("%1, %2 each").arg(what, repeats));
    else if (models.size() == 1)
        m_title->setText(
            tr("%1 of %2, %3 each").arg(countText(variants.size(), tr("variant"), tr("variants")), titleOfModel(*models.begin()), repeats));
    else
        m_title->setText(tr("%1 under %2, %3 each").arg(countText(variants.size(), tr("variant"), tr("variants")), what, repeats));
    QStringList parts;
    if (scenario.repeats > 1)
        parts += tr("repeats interleaved");
    parts += tr("seed %1").arg(scenario.seed);
    parts += scenario.endpoint.isSimulator() ? tr("simulator, profile %1").arg(scenario.endpoint.profile) : scenario.endpoint.baseUrl;
    if (scenario.endpoint.isSimulator() && scenario.timeScale != 1)
        parts += tr("time × %1").arg(QLocale().toString(scenario.timeScale));
    if (scenario.cpuMs > 0)
        parts += tr("%1 ms CPU work per reply").arg(QLocale().toString(scenario.cpuMs));
    m_subtitle->setText(parts.join(QStringLiteral(", ")));
}

void ComparePage::showInvariants(const QList<FinishedRun> &runs)
{
    while (QLayoutItem *item = m_chips->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    struct Row {
        QString name;
        bool Invariants::*holds;
    };
    const Row rows[] = {{tr("Little"), &Invariants::little},
                        {tr("limits"), &Invariants::limits},
                        {tr("lower bound"), &Invariants::lowerBound},
                        {tr("phases tile"), &Invariants::phasesTile},
                        {tr("attempts add up"), &Invariants::attemptsAddUp},
                        {tr("critical path tiles"), &Invariants::criticalPathTiles}};
    for (const Row &row : rows) {
        const bool holds = std::all_of(runs.begin(), runs.end(), [&](const FinishedRun &run) { return run.report.invariants.*row.holds; });
        auto *chip = new VerdictChip(this);
        chip->setVerdict(holds ? VerdictChip::Kind::Neutral : VerdictChip::Kind::Errors,
                         holds ? QChar(0x2713) + QStringLiteral("  ") + row.name : row.name);
        chip->setFocusPolicy(Qt::NoFocus); // nothing to press: the tooltip says it all
        QStringList broken;
        for (const FinishedRun &run : runs)
            broken += run.report.invariants.broken;
        chip->setToolTip(holds ? tr("Holds in every run.") : broken.join(u'\n'));
        m_chips->insertWidget(holds ? -1 : 0, chip); // a broken one comes first
    }
}

void ComparePage::chooseModel(const QString &model)
{
    for (int row = 0; row < m_comparison.size(); ++row) {
        if (keyOf(m_comparison[row]) == model)
            m_timelines->setSelectedRun(row);
    }
    m_panel->setCurrentModel(model);
}

void ComparePage::openModel(const QString &model)
{
    for (int row = 0; row < m_comparison.size() && row < m_shown.size(); ++row) {
        if (keyOf(m_comparison[row]) == model)
            Q_EMIT runRequested(m_shown[row]);
    }
}

} // namespace interleave
