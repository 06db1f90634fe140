#include "ui/panels/setup_panel.h"

#include "core/scenario_json.h"
#include "run/catalog.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/panels/menu_combo.h"
#include "ui/panels/setup_row.h"
#include "ui/panels/trimmed_spin_box.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QMenu>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace interleave {

using namespace Qt::StringLiterals;

SetupPanel::SetupPanel(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
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
    rows->setContentsMargins(metrics::inset, 4, metrics::inset, 4);
    rows->setSpacing(0);
    addRows(rows);
    rows->addStretch(1);

    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(scroll, 1);

    connect(&document, &ScenarioDocument::changed, this, &SetupPanel::showScenario);
    showScenario();
}

QWidget *SetupPanel::control(const QString &field) const { return m_controls.value(field); }

void SetupPanel::addRows(QVBoxLayout *rows)
{
    const auto integer = [this](int Scenario::*member) { return [this, member] { return double(m_document.scenario().*member); }; };
    const auto real = [this](double Scenario::*member) { return [this, member] { return m_document.scenario().*member; }; };
    const auto whole = [this](void (ScenarioDocument::*set)(int)) {
        return [this, set](double value) { (m_document.*set)(static_cast<int>(value)); };
    };
    const auto number = [this](void (ScenarioDocument::*set)(double)) { return [this, set](double value) { (m_document.*set)(value); }; };

    addNumber(rows, {.field = "concurrency",
                     .name = tr("Concurrency limit"),
                     .hint = tr("in flight, at most"),
                     .get = integer(&Scenario::concurrency),
                     .set = whole(&ScenarioDocument::setConcurrency)});
    addNumber(rows, {.field = "workers",
                     .name = tr("Workers"),
                     .hint = tr("threads or processes"),
                     .get = integer(&Scenario::workers),
                     .set = whole(&ScenarioDocument::setWorkers)});
    addNumber(rows, {.field = "pool",
                     .name = tr("Pool"),
                     .hint = tr("hybrid only"),
                     .get = integer(&Scenario::pool),
                     .set = whole(&ScenarioDocument::setPool)});
    addNumber(rows, {.field = "cpu_ms",
                     .name = tr("CPU work per reply"),
                     .hint = tr("calibrated burn"),
                     .decimals = 2,
                     .suffix = u"\u00A0ms"_s,
                     .get = real(&Scenario::cpuMs),
                     .set = number(&ScenarioDocument::setCpuMs)});
    addAnalyzers(rows);
    addStreaming(rows);
    addNumber(rows, {.field = "requests",
                     .name = tr("Requests"),
                     .hint = tr("prompts in turn"),
                     .zero = tr("one each"),
                     .get = integer(&Scenario::requests),
                     .set = whole(&ScenarioDocument::setRequests)});
    addNumber(rows, {.field = "time_scale",
                     .name = tr("Time scale"),
                     .hint = tr("0.1: 10 × faster"),
                     .decimals = 3,
                     .prefix = u"× "_s,
                     .get = real(&Scenario::timeScale),
                     .set = number(&ScenarioDocument::setTimeScale)});
    addNumber(rows, {.field = "timeout_s",
                     .name = tr("Timeout"),
                     .hint = tr("per attempt"),
                     .decimals = 2,
                     .suffix = u"\u00A0s"_s,
                     .zero = tr("none"),
                     .get = real(&Scenario::timeoutS),
                     .set = number(&ScenarioDocument::setTimeoutS)});
    addNumber(rows, {.field = "repeats",
                     .name = tr("Repeats"),
                     .hint = tr("5 for intervals"),
                     .get = integer(&Scenario::repeats),
                     .set = whole(&ScenarioDocument::setRepeats)});
    addNumber(rows, {.field = "seed",
                     .name = tr("Seed"),
                     .hint = tr("repeatable runs"),
                     .get = [this] { return static_cast<double>(m_document.scenario().seed); },
                     .set = [this](double value) { m_document.setSeed(static_cast<quint64>(value)); }});
}

SetupRow *SetupPanel::addRow(QVBoxLayout *rows, const QString &field, const QString &name, QWidget *control, const QString &hint)
{
    auto *row = new SetupRow(name, control, hint, rows->parentWidget());
    rows->addWidget(row, 1);
    m_rows.insert(field, row);
    m_controls.insert(field, control);
    return row;
}

void SetupPanel::addNumber(QVBoxLayout *rows, const Number &number)
{
    const QLatin1StringView field(number.field);
    auto *box = new TrimmedSpinBox;
    box->setDecimals(number.decimals);
    if (field == "seed"_L1) {
        box->setRange(0, 1e15); // what a scenario file can say without loss
    } else {
        const FieldRange range = rangeOf(field);
        box->setRange(range.least, range.most);
    }
    // Steps of a tenth of what stands there: 5, 6 ... 10, 20 ...; 250, 260; 0.1, 0.2.
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setPrefix(number.prefix);
    box->setSuffix(number.suffix);
    box->setSpecialValueText(number.zero);
    addRow(rows, field, number.name, box, number.hint);
    connect(box, &QDoubleSpinBox::valueChanged, this, number.set);
    m_refresh.append([box, get = number.get] {
        const QSignalBlocker blocker(box);
        if (box->value() != get())
            box->setValue(get());
    });
}

void SetupPanel::addStreaming(QVBoxLayout *rows)
{
    auto *box = new QCheckBox(tr("On"));
    SetupRow *row = addRow(rows, u"stream"_s, tr("Streaming"), box, {});
    connect(box, &QCheckBox::toggled, &m_document, &ScenarioDocument::setStream);
    m_refresh.append([this, box, row] {
        const QSignalBlocker blocker(box);
        const bool isOn = m_document.scenario().stream;
        box->setChecked(isOn);
        box->setText(isOn ? tr("On") : tr("Off"));
        row->setHint(isOn ? tr("replies in chunks") : tr("whole replies"));
    });
}

void SetupPanel::addAnalyzers(QVBoxLayout *rows)
{
    auto *chooser = new MenuCombo;
    chooser->setFixedHeight(control(u"concurrency"_s)->sizeHint().height());
    for (const CatalogEntry &analyzer : catalogOfAnalyzers()) {
        QAction *action = chooser->menu()->addAction(analyzer.title);
        action->setToolTip(analyzer.sentence);
        action->setCheckable(true);
        action->setData(analyzer.id);
        connect(action, &QAction::triggered, this, [this, id = analyzer.id](bool on) { m_document.setAnalyzerTicked(id, on); });
    }
    SetupRow *row = addRow(rows, u"analyzers"_s, tr("Analyzers"), chooser, {});
    m_refresh.append([this, chooser, row] {
        const QStringList &ticked = m_document.scenario().analyzers;
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

void SetupPanel::showScenario()
{
    for (const auto &refresh : std::as_const(m_refresh))
        refresh();
    showReasons();
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
    m_rows[u"concurrency"_s]->setReasonDisabled(overlaps ? QString()
                                                         : tr("Sequential has one call in flight; tick another model to use this."));
    m_rows[u"workers"_s]->setReasonDisabled(usesWorkers ? QString() : tr("Tick Parallel threads or Parallel processes to use this."));
    m_rows[u"pool"_s]->setReasonDisabled(usesPool ? QString() : tr("Tick Hybrid to use this."));
    m_rows[u"time_scale"_s]->setReasonDisabled(
        scenario.endpoint.isSimulator() ? QString()
                                        : tr("Only the simulator's delays can be scaled; choose it as the endpoint to use this."));
}

} // namespace interleave
