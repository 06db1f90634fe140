// What the window opens, and how it closes: its title, files given or dropped, runs from files, and the end of a run that is closed over.
#include "run/run_controller.h"
#include "run/saved_run.h"
#include "ui/edit/estimates.h"
#include "ui/history/history_page.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/main_window.h"
#include "ui/run_presenter.h"
#include "ui/scenario_files.h"
#include "ui/status_strip.h"
#include "ui/window_settings.h"

#include <QCloseEvent>
#include <QFutureWatcher>
#include <QMimeData>
#include <QtConcurrent/QtConcurrentRun>

namespace interleave {

MainWindow::~MainWindow()
{
    delete m_controller; // first: what it stops and saves is told to nobody any more
}

void MainWindow::openFiles(const QStringList &paths) { m_files->openFiles(paths); }
bool MainWindow::isRunning() const { return m_controller->isRunning(); }

void MainWindow::connectDocument()
{
    connect(m_document, &ScenarioDocument::changed, this, &MainWindow::scenarioChanged);
    connect(m_files, &ScenarioFiles::nameChanged, this, &MainWindow::updateToolBar);
    connect(m_files, &ScenarioFiles::failed, this, &MainWindow::showProblem);
    connect(m_files, &ScenarioFiles::runsChosen, this, &MainWindow::showRuns);
    connect(
        m_controller, &RunController::finished, this,
        [this] {
            if (m_closesAfterRun)
                close();
        },
        Qt::QueuedConnection);
}

void MainWindow::updateTitle()
{
    setWindowTitle(tr("%1[*] \u2013 Interleave").arg(m_files->title()));
    setWindowModified(m_files->isModified());
    m_toolBar->setScenarioName(m_files->title(), m_files->isModified());
}

void MainWindow::connectHistory()
{
    connect(m_historyPage, &HistoryPage::runsRequested, this, &MainWindow::showRuns);
    connect(m_historyPage, &HistoryPage::failed, this, &MainWindow::showProblem);
    connect(m_controller, &RunController::runFinished, this, &MainWindow::holdShownRuns);
}

void MainWindow::holdShownRuns()
{
    QStringList files;
    for (const FinishedRun &run : m_controller->finishedRuns()) {
        if (!run.file.isEmpty())
            files.append(run.file);
    }
    m_historyPage->hold(files);
}

/// Read in the pool: a run of a million calls takes seconds.
void MainWindow::showRuns(const QStringList &paths)
{
    auto *watcher = new QFutureWatcher<Result<QList<SavedRun>>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        const Result<QList<SavedRun>> runs = watcher->result();
        watcher->deleteLater();
        if (!runs) {
            showProblem(runs.error());
        } else if (m_controller->isRunning()) {
            showProblem(tr("A run goes on, and its results would be covered; stop it before you open others."));
        } else {
            makeRunViews();
            m_controller->showSaved(*runs);
            m_presenter->showSaved();
            holdShownRuns();
            setWorkspace(runs->size() > 1 ? Workspace::Compare : Workspace::Run);
            Q_EMIT runsShown();
        }
    });
    watcher->setFuture(QtConcurrent::run(openRuns, paths));
    m_status->showIdle(tr("Reading %1\u2026").arg(paths.join(QStringLiteral(", "))));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_closesAfterRun) {
        if (!m_files->mayLeave()) {
            event->ignore();
            return;
        }
        window_settings::saveLayout(*this);
        m_files->remember();
    }
    if (m_controller->isRunning() && !m_closesAfterRun) {
        // What has ended is kept, and what goes on is stopped and saved; then the window closes. Who closes it once more does not wait.
        event->ignore();
        m_closesAfterRun = true;
        if (m_presenter)
            m_presenter->leave();
        m_status->showIdle(tr("Stopping the run and saving it; then the window closes"));
        m_controller->stop();
        return;
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    QStringList paths;
    const QList<QUrl> urls = event->mimeData()->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    event->acceptProposedAction();
    // Later: a question in here would hold up the program that the files are dragged from.
    QTimer::singleShot(0, this, [this, paths] { m_files->openFiles(paths); });
}

} // namespace interleave
