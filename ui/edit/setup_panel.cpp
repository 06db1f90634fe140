#include "ui/edit/setup_panel.h"

#include "setup/catalog.h"
#include "ui/edit/arrival_rows.h"
#include "ui/edit/setup_fields.h"
#include "ui/edit/setup_fold.h"
#include "ui/edit/setup_row.h"
#include "ui/edit/traffic_rows.h"
#include "ui/edit/traffic_text.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/menu_combo.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace interleave {

using namespace Qt::StringLiterals;

SetupPanel::SetupPanel(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_fields(new SetupFields(document, this))
{
    setProperty("role", u"panel"_s);
    setMinimumWidth(300);
    auto *header = new PanelHeader(tr("Run set-up"), this);
    ActionButton *defaults = header->addButton(u"defaults"_s, tr("Defaults"));
    defaults->setToolTip(tr("Every setting of this column back to its default; can be undone"));
    connect(defaults, &QPushButton::clicked, &document, &ScenarioDocument::resetSettings);

    auto *scroll = new QScrollArea(this);
    auto *content = new QFrame(scroll->viewport());
    content->setProperty("role", u"panel"_s);
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(metrics::inset, 4, metrics::gap, 4);
    rows->setSpacing(0);
    addRows(rows);
    rows->addStretch(1);

    for (SetupFold *fold : {m_arrival, m_traffic, m_variants}) { // what was opened comes to the top, once it is laid out
        connect(fold, &SetupFold::opened, scroll,
                [scroll, fold] { QTimer::singleShot(0, scroll, [scroll, fold] { scroll->verticalScrollBar()->setValue(fold->y()); }); });
    }
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(scroll, 1);

    m_fields->addRefresh([this](const Scenario &) { showReasons(); });
    connect(&document, &ScenarioDocument::changed, m_fields, &SetupFields::refresh);
    m_fields->refresh();
}

QWidget *SetupPanel::control(const QString &field) const
{
    m_arrival->fill();
    m_traffic->fill();
    return m_fields->control(field);
}

void SetupPanel::addRows(QVBoxLayout *rows)
{
    const auto integer = [](int Scenario::*member) { return [member](const Scenario &scenario) { return double(scenario.*member); }; };
    const auto real = [](double Scenario::*member) { return [member](const Scenario &scenario) { return scenario.*member; }; };
    const auto whole = [this](void (ScenarioDocument::*set)(int)) {
        return [this, set](double value) { (m_document.*set)(static_cast<int>(value)); };
    };
    const auto number = [this](void (ScenarioDocument::*set)(double)) { return [this, set](double value) { (m_document.*set)(value); }; };

    m_fields->addNumber(rows, {.field = "concurrency",
                               .name = tr("Concurrency limit"),
                               .hint = tr("in flight, at most"),
                               .get = integer(&Scenario::concurrency),
                               .set = whole(&ScenarioDocument::setConcurrency)});
    m_fields->addNumber(rows, {.field = "workers",
                               .name = tr("Workers"),
                               .hint = tr("threads or processes"),
                               .get = integer(&Scenario::workers),
                               .set = whole(&ScenarioDocument::setWorkers)});
    m_fields->addNumber(rows, {.field = "pool",
                               .name = tr("Pool"),
                               .hint = tr("hybrid only"),
                               .get = integer(&Scenario::pool),
                               .set = whole(&ScenarioDocument::setPool)});
    m_fields->addNumber(rows, {.field = "cpu_ms",
                               .name = tr("CPU work per reply"),
                               .hint = tr("calibrated burn"),
                               .decimals = 2,
                               .suffix = u"\u00A0ms"_s,
                               .get = real(&Scenario::cpuMs),
                               .set = number(&ScenarioDocument::setCpuMs)});
    addAnalyzers(rows);
    m_fields->addSwitch(rows,
                        {.field = "stream",
                         .name = tr("Streaming"),
                         .get = [](const Scenario &scenario) { return scenario.stream; },
                         .set = [this](bool on) { m_document.setStream(on); },
                         .hint = [](const Scenario &scenario) { return scenario.stream ? tr("replies in chunks") : tr("whole replies"); }});
    addFolds(rows);
    m_fields->addNumber(rows, {.field = "time_scale",
                               .name = tr("Time scale"),
                               .hint = tr("0.1: 10 × faster"),
                               .decimals = 3,
                               .prefix = u"× "_s,
                               .get = real(&Scenario::timeScale),
                               .set = number(&ScenarioDocument::setTimeScale)});
    m_fields->addNumber(rows, {.field = "repeats",
                               .name = tr("Repeats"),
                               .hint = tr("5 for intervals"),
                               .get = integer(&Scenario::repeats),
                               .set = whole(&ScenarioDocument::setRepeats)});
    m_fields->addNumber(rows, {.field = "seed",
                               .name = tr("Seed"),
                               .hint = tr("repeatable runs"),
                               .get = [](const Scenario &scenario) { return static_cast<double>(scenario.seed); },
                               .set = [this](double value) { m_document.setSeed(static_cast<quint64>(value)); }});
}

void SetupPanel::addFolds(QVBoxLayout *rows)
{
    const auto filledBy = [this](void (*addRows)(QVBoxLayout *, SetupFields &)) {
        return [this, addRows](QVBoxLayout *rowsOfFold) {
            addRows(rowsOfFold, *m_fields);
            m_fields->refresh();
        };
    };
    m_arrival = new SetupFold(tr("Arrival"), filledBy(addArrivalRows), rows->parentWidget());
    m_traffic = new SetupFold(tr("Traffic"), filledBy(addTrafficRows), rows->parentWidget());
    m_variants = new SetupFold(tr("Variants"), [this](QVBoxLayout *rowsOfFold) { addVariants(rowsOfFold); }, rows->parentWidget());
    for (SetupFold *fold : {m_arrival, m_traffic, m_variants})
        rows->addWidget(fold);
    m_fields->addRefresh([this](const Scenario &scenario) {
        const Scenario plain;
        m_arrival->setSummary(arrivalSummary(scenario),
                              scenario.arrival != plain.arrival || scenario.requests != 0 || scenario.warmup != 0);
        m_traffic->setSummary(trafficSummary(scenario), scenario.traffic != plain.traffic || scenario.objectives != plain.objectives ||
                                                            scenario.timeoutS != plain.timeoutS);
        m_variants->setVisible(!scenario.variants.isEmpty());
        m_variants->setSummary(variantSummary(scenario.variants), true);
    });
}

/// What a run of each variant changes in the settings above and below. They are written in the scenario's file.
void SetupPanel::addVariants(QVBoxLayout *rows)
{
    auto *text = new QLabel;
    text->setWordWrap(true);
    text->setTextFormat(Qt::RichText);
    text->setFont(themeFont(TextRole::Small));
    text->setProperty("tone", u"quiet"_s);
    text->setContentsMargins(0, metrics::gap, 0, 0);
    rows->addWidget(text);
    m_fields->addRefresh([text](const Scenario &scenario) {
        QString html;
        for (const Variant &variant : scenario.variants)
            html += u"<p style='margin:0 0 6px 0'><b>%1</b><br>%2</p>"_s.arg(variant.name.toHtmlEscaped(),
                                                                             changesText(variant).toHtmlEscaped());
        text->setText(html);
    });
    m_fields->refresh();
}

void SetupPanel::addAnalyzers(QVBoxLayout *rows)
{
    auto *chooser = new MenuCombo;
    chooser->setFixedHeight(m_fields->control(u"concurrency"_s)->sizeHint().height());
    for (const CatalogEntry &analyzer : catalogOfAnalyzers()) {
        QAction *action = chooser->menu()->addAction(analyzer.title);
        action->setToolTip(analyzer.sentence);
        action->setCheckable(true);
        action->setData(analyzer.id);
        connect(action, &QAction::triggered, this, [this, id = analyzer.id](bool on) { m_document.setAnalyzerTicked(id, on); });
    }
    SetupRow *row = m_fields->addRow(rows, u"analyzers"_s, tr("Analyzers"), chooser, {});
    m_fields->addRefresh([chooser, row](const Scenario &scenario) {
        const QStringList &ticked = scenario.analyzers;
        QStringList titles;
        for (QAction *action : chooser->menu()->actions()) {
            action->setChecked(ticked.contains(action->data().toString()));
            if (action->isChecked())
                titles.append(action->text());
        }
        chooser->showText(titles.isEmpty() ? tr("None") : tr("%1 chosen").arg(titles.size()));
        row->setHint(titles.isEmpty() ? tr("not analyzed") : titles.join(u", "_s));
    });
}

/// A setting that cannot matter is disabled, and its tool tip says what would make it matter.
void SetupPanel::showReasons()
{
    const Scenario &scenario = m_document.scenario();
    bool usesWorkers = false, usesPool = false;
    for (const CatalogEntry &model : catalogOfModels()) {
        const bool isTicked = scenario.models.contains(model.id);
        usesWorkers = usesWorkers || (isTicked && model.usesWorkers);
        usesPool = usesPool || (isTicked && model.usesPool);
    }
    const bool overlaps = scenario.models != QStringList{u"sequential"_s};
    m_fields->row(u"concurrency"_s)
        ->setReasonDisabled(overlaps ? QString() : tr("Sequential has one call in flight; tick another model to use this."));
    m_fields->row(u"workers"_s)
        ->setReasonDisabled(usesWorkers ? QString() : tr("Tick Parallel threads or Parallel processes to use this."));
    m_fields->row(u"pool"_s)->setReasonDisabled(usesPool ? QString() : tr("Tick Hybrid to use this."));
    m_fields->row(u"time_scale"_s)
        ->setReasonDisabled(scenario.endpoint.isSimulator()
                                ? QString()
                                : tr("Only the simulator's delays can be scaled; choose it as the endpoint to use this."));
}

} // namespace interleave
