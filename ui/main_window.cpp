#include "ui/main_window.h"

#include "core/log.h"
#include "forecast/load_sweep.h"
#include "run/queue_progress.h"
#include "run/run_controller.h"
#include "setup/catalog.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/result_export.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/endpoint_panel.h"
#include "ui/edit/estimates.h"
#include "ui/edit/model_panel.h"
#include "ui/edit/prediction_panel.h"
#include "ui/edit/prompt_panel.h"
#include "ui/edit/source_view.h"
#include "ui/edit/workload_panel.h"
#include "ui/endpoint_desk.h"
#include "ui/history/history_page.h"
#include "ui/itemmodels/model_list_model.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/run/inspector_panel.h"
#include "ui/run/queue_strip.h"
#include "ui/run/run_page.h"
#include "ui/run_presenter.h"
#include "ui/scenario_files.h"
#include "ui/status_strip.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/number_text.h"
#include "ui/window_settings.h"

#include <QDockWidget>
#include <QEvent>
#include <QInputDialog>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <numeric>

namespace interleave {

static constexpr int warmUpDelayMs = 400;

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_document(new ScenarioDocument(this))
    , m_files(new ScenarioFiles(*m_document, this))
    , m_controller(new RunController(this))
    , m_estimates(new Estimates(this))
    , m_endpoints(new EndpointDesk(*m_document, this))
{
    setMinimumSize(1024, 680);
    resize(1440, 900);
    setAcceptDrops(true);
    m_export = new ResultExport(*m_controller, this);
    makeFrame();
    makeMenus();

    m_warmUp.setSingleShot(true);
    m_warmUp.setInterval(warmUpDelayMs);
    connect(&m_warmUp, &QTimer::timeout, this, [this] { m_controller->warmUp(m_document->scenario()); });
    connect(m_estimates, &Estimates::ready, this, &MainWindow::showEstimates);
    connectDocument();

    m_files->restore();
    window_settings::restoreLayout(*this);
    scenarioChanged();
    setWorkspace(Workspace::Edit);
    m_editPage->promptPanel()->setFocus();
}

void MainWindow::makeFrame()
{
    m_toolBar = new MainToolBar(m_files->scenarioMenu(), this);
    addToolBar(m_toolBar);
    connect(m_toolBar, &MainToolBar::workspaceChosen, this, &MainWindow::setWorkspace);
    connect(m_toolBar, &MainToolBar::runChosen, this, &MainWindow::runAll);
    m_status = new StatusStrip(this);
    setStatusBar(m_status);
    connect(m_status, &StatusStrip::verdictClicked, this, &MainWindow::showReasons);

    auto *central = new QWidget(this);
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_notice = new NoticeBar(central);
    m_pages = new QStackedWidget(central);
    layout->addWidget(m_notice);
    layout->addWidget(m_pages, 1);
    setCentralWidget(central);

    m_editPage = new EditPage(*m_document, m_pages);
    m_prediction = m_editPage->predictionPanel();
    m_prediction->setCardShown(!window_settings::hasRunBefore());
    m_pages->addWidget(m_editPage);

    connect(m_toolBar, &MainToolBar::stopChosen, m_controller, &RunController::stop);
    connect(m_toolBar, &MainToolBar::exportChosen, m_export, &ResultExport::popUpMenu);
    connect(m_export, &ResultExport::failed, this, &MainWindow::showProblem);
    connect(m_export, &ResultExport::done, m_status, &StatusStrip::say);
    connect(m_endpoints, &EndpointDesk::failed, this, &MainWindow::showProblem);
    EndpointPanel *endpointPanel = m_editPage->promptPanel()->endpointPanel();
    endpointPanel->setSavedEndpoints(m_endpoints->list());
    connect(endpointPanel, &EndpointPanel::manageRequested, m_endpoints, &EndpointDesk::manage);
    connect(m_controller, &RunController::failed, this, &MainWindow::showProblem);
    connect(m_controller, &RunController::noticed, this,
            [this](const QString &sentence) { m_notice->showNotice(NoticeBar::Kind::Suspect, tr("The run goes on"), sentence); });
    connect(m_controller, &RunController::simulatorReady, m_status, &StatusStrip::setSimulator);
    connect(m_controller, &RunController::simulatorReady, m_editPage->promptPanel()->endpointPanel(), &EndpointPanel::setSimulatorAddress);
}

void MainWindow::makeRunViews()
{
    if (m_runPage)
        return;
    m_runPage = new RunPage(m_pages);
    m_comparePage = new ComparePage(m_pages);
    m_pages->addWidget(m_runPage);
    m_historyPage = new HistoryPage(m_pages);
    m_pages->addWidget(m_comparePage);
    m_pages->addWidget(m_historyPage);
    makeDocks();
    connectRuns();
    connectHistory();
    window_settings::restoreSplitters(*this);
}

/// A dock at the right, hidden, with a panel of its own.
template<typename Panel> static std::pair<QDockWidget *, Panel *> makeDock(const QString &name, const QString &title, QMainWindow *window)
{
    auto *dock = new QDockWidget(title, window);
    auto *panel = new Panel(dock);
    dock->setObjectName(name);
    dock->setWidget(panel);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setTitleBarWidget(new QWidget(dock)); // the panels bring their own headers
    if (!window->restoreDockWidget(dock))
        window->addDockWidget(Qt::RightDockWidgetArea, dock);
    dock->hide();
    return {dock, panel};
}

void MainWindow::makeDocks()
{
    std::tie(m_inspectorDock, m_inspector) = makeDock<InspectorPanel>(QStringLiteral("inspectorDock"), tr("Inspector"), this);
    std::tie(m_sourceDock, m_source) = makeDock<SourceView>(QStringLiteral("sourceDock"), tr("Source"), this);
    m_viewMenu->addAction(m_sourceDock->toggleViewAction());
    connect(m_runPage->timeline(), &TimelineView::callSelected, m_inspector, &InspectorPanel::selectCall);
    connect(m_runPage->timeline(), &TimelineView::spanSelected, m_inspector, &InspectorPanel::selectSpan);
    connect(m_inspector, &InspectorPanel::slackKnown, m_runPage->timeline(), &TimelineView::setSlack);
    connect(m_inspector, &InspectorPanel::stepRequested, this, [this](qint32 step) { m_runPage->timeline()->showStep(step); });
    connect(m_editPage->modelPanel(), &ModelPanel::sourceRequested, this, [this](const QString &model) {
        m_source->showModel(model);
        m_sourceDock->show();
    });
}

void MainWindow::connectRuns()
{
    m_presenter = new RunPresenter(*m_controller, *m_estimates,
                                   {m_runPage, m_comparePage, m_inspector, m_status, m_editPage->workloadPanel()->graph()}, this);
    connect(m_presenter, &RunPresenter::stateChanged, this, &MainWindow::updateToolBar);
    connect(m_runPage->queue(), &QueueStrip::runSelected, m_presenter, &RunPresenter::showRun);
    connect(m_comparePage, &ComparePage::runRequested, this, [this](int run) {
        setWorkspace(Workspace::Run);
        m_presenter->showRun(run);
    });
    connect(m_controller, &RunController::finished, this, &MainWindow::roundFinished);
}

void MainWindow::setWorkspace(Workspace workspace)
{
    if (workspace != Workspace::Edit)
        makeRunViews();
    m_workspace = workspace;
    if (workspace == Workspace::Edit && m_notice->kind() == NoticeBar::Kind::Suspect)
        m_notice->clear(); // it is about runs, which are not in view any more; the verdict below still says so
    m_pages->setCurrentIndex(static_cast<int>(workspace));
    m_toolBar->setWorkspace(workspace);
    if (m_inspectorDock)
        m_inspectorDock->setVisible(workspace == Workspace::Run);
    if (workspace == Workspace::Run)
        m_runPage->timeline()->setFocus();
    else if (workspace == Workspace::Compare)
        m_comparePage->setFocus();
    if (workspace == Workspace::History) {
        m_historyPage->refresh();
        m_historyPage->setFocus();
    }
    if (m_sourceDock && workspace != Workspace::Edit)
        m_sourceDock->hide();
    updateToolBar();
}

void MainWindow::scenarioChanged()
{
    m_estimates->update(m_document->scenario());
    m_warmUp.start();
    m_endpoints->fetchKey();
    updateToolBar();
}

void MainWindow::showEstimates()
{
    QList<NamedTrace> traces;
    const QList<Prediction> &predictions = m_estimates->predictions();
    const bool isOneModel = std::all_of(predictions.begin(), predictions.end(),
                                        [&](const Prediction &prediction) { return prediction.model == predictions.first().model; });
    for (const Prediction &prediction : predictions)
        traces.append({titleOfRun(prediction.model, prediction.variant, isOneModel), prediction.trace, true});
    m_prediction->setPredictions(traces, m_estimates->caveat());
    updateToolBar();
}

static QString runText(const Scenario &scenario)
{
    const QStringList &models = scenario.models;
    if (scenario.variants.size() > 1)
        return MainWindow::tr("Run %1 variants").arg(scenario.variants.size());
    if (models.size() == 1)
        return MainWindow::tr("Run %1").arg(titleOfModel(models.first()));
    const QStringList words{MainWindow::tr("two"), MainWindow::tr("three"), MainWindow::tr("four"), MainWindow::tr("five")};
    if (models.size() == catalogOfModels().size() && models.size() - 2 < words.size())
        return MainWindow::tr("Run all %1").arg(words[models.size() - 2]);
    return MainWindow::tr("Run %1 models").arg(models.size());
}

/// "25 runs, 125 calls"; without the calls where a duration decides how many there are.
static QString roundText(const Scenario &scenario)
{
    int calls = 0;
    bool isKnown = true;
    const QList<PlannedRun> round = runsOfRound(scenario);
    for (const PlannedRun &run : round) {
        const std::optional<int> ofRun = knownCalls(run.scenario);
        isKnown = isKnown && ofRun;
        calls += ofRun.value_or(0) * scenario.repeats;
    }
    const QString runs = countText(round.size() * scenario.repeats, MainWindow::tr("run"), MainWindow::tr("runs"));
    return isKnown ? MainWindow::tr("%1, %2").arg(runs, countText(calls, MainWindow::tr("call"), MainWindow::tr("calls"))) : runs;
}

void MainWindow::updateToolBar()
{
    const Scenario &scenario = m_document->scenario();
    const bool running = m_controller->isRunning();
    updateTitle();
    m_runAllAction->setEnabled(!running && m_document->problem().isEmpty());
    m_runSelectedAction->setEnabled(m_runAllAction->isEnabled());
    m_stopAction->setEnabled(running);
    if (running) {
        m_toolBar->showStop();
        m_toolBar->setState(m_presenter->stateLine(), m_presenter->timeLeftLine());
        return;
    }
    if (m_workspace == Workspace::Compare && !m_controller->finishedRuns().isEmpty()) {
        const QList<FinishedRun> &runs = m_controller->finishedRuns();
        const double seconds =
            std::accumulate(runs.begin(), runs.end(), 0.0, [](double sum, const FinishedRun &run) { return sum + run.report.makespanS; });
        m_toolBar->showExport();
        m_toolBar->setState(tr("%1 of %2 runs finished").arg(runs.size()).arg(m_controller->queue().size()),
                            tr("in %1").arg(durationText(seconds)));
        return;
    }
    m_toolBar->showRun(runText(scenario), m_document->problem());
    m_toolBar->setState(roundText(scenario), m_estimates->sentence());
}

void MainWindow::runAll() { run(m_document->scenario().models); }

void MainWindow::runSelected()
{
    const QModelIndex row = m_editPage->modelPanel()->list()->currentIndex();
    const QString model = row.data(ModelListModel::IdRole).toString();
    if (!model.isEmpty())
        run({model});
}

void MainWindow::run(const QStringList &models)
{
    if (m_controller->isRunning())
        return;
    Scenario scenario = m_document->scenario();
    scenario.models = models;
    start(scenario);
}

void MainWindow::sweepLoad()
{
    if (m_controller->isRunning())
        return;
    bool wanted = false;
    const int mostUsers =
        QInputDialog::getInt(this, tr("Sweep load"),
                             tr("Runs the first ticked model that can with 1, 2, 4, … users, each with one call at a time,\n"
                                "and finds where more users bring latency and no throughput.\n\nMost users:"),
                             64, 4, 10'000, 1, &wanted);
    if (!wanted)
        return;
    start(sweepOf(m_document->scenario(), mostUsers, 8));
}

void MainWindow::start(const Scenario &scenario)
{
    m_notice->clear();
    m_files->remember();
    makeRunViews();
    if (!m_endpoints->mayRun(scenario))
        return;
    m_controller->start(scenario);
    if (!m_controller->isRunning())
        return; // it said why
    window_settings::setHasRunBefore();
    m_prediction->setCardShown(false);
    m_presenter->begin();
    setWorkspace(Workspace::Run);
}

void MainWindow::roundFinished()
{
    if (m_closesAfterRun)
        return;
    updateToolBar();
    if (m_controller->finishedRuns().size() > 1 && m_workspace == Workspace::Run)
        setWorkspace(Workspace::Compare);
    const QStringList reasons = m_presenter->reasons();
    if (!reasons.isEmpty())
        m_notice->showNotice(NoticeBar::Kind::Suspect, tr("SUSPECT: do not trust these numbers yet"), reasons.first(),
                             reasons.size() > 1 ? tr("All %1 reasons").arg(reasons.size()) : QString());
}

void MainWindow::showProblem(const QString &sentence)
{
    qCInfo(logProgram).noquote() << "the window says:" << sentence;
    m_notice->showNotice(NoticeBar::Kind::Error, tr("That did not work"), sentence);
}

void MainWindow::showReasons()
{
    const QStringList reasons = m_presenter ? m_presenter->reasons() : QStringList();
    QMessageBox::information(this, tr("Verdict"),
                             reasons.isEmpty()
                                 ? tr("Every run is valid: the client was fast enough for its numbers to be true, and all invariants hold.")
                                 : reasons.join(QStringLiteral("\n\n")));
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::Paint && !m_runPage)
        QTimer::singleShot(0, this, &MainWindow::makeRunViews);
    return QMainWindow::event(event);
}

} // namespace interleave
