// The menus of the window: every toolbar action is in one of them too, with its key.
#include "ui/main_window.h"

#include "run/run_controller.h"
#include "ui/compare/result_export.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/prompt_panel.h"
#include "ui/endpoint_desk.h"
#include "ui/endpoints/prices_dialog.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/scenario_files.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/theme_manager.h"
#include "ui/window_settings.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>
#include <QUndoStack>

namespace interleave {

static void addThemeMenu(QMenu *view)
{
    QMenu *menu = view->addMenu(MainWindow::tr("&Theme"));
    auto *group = new QActionGroup(menu);
    const std::pair<ThemeMode, QString> modes[] = {{ThemeMode::System, MainWindow::tr("As the &system")},
                                                   {ThemeMode::Light, MainWindow::tr("&Light")},
                                                   {ThemeMode::Dark, MainWindow::tr("&Dark")}};
    for (const auto &[mode, title] : modes) {
        QAction *action = menu->addAction(title, menu, [mode = mode] {
            ThemeManager::instance().setMode(mode);
            window_settings::setThemeMode(mode);
        });
        action->setCheckable(true);
        action->setChecked(ThemeManager::instance().mode() == mode);
        group->addAction(action);
    }
}

static void showAbout(QWidget *window)
{
    showNote(window, MainWindow::tr("About Interleave"),
             MainWindow::tr("<b>Interleave %1</b><p>Compares execution models of LLM API calls.<br>Qt %2. Free software under the GNU GPL, "
                            "version 3 or later.</p>")
                 .arg(QStringLiteral(INTERLEAVE_VERSION), QString::fromLatin1(qVersion())));
}

static void showKeys(QWidget *window)
{
    showNote(window, MainWindow::tr("Keys"),
             MainWindow::tr("<table cellspacing=4>"
                            "<tr><td>F5</td><td>run every ticked model</td></tr>"
                            "<tr><td>Ctrl+F5</td><td>run the selected model only</td></tr>"
                            "<tr><td>Esc, Shift+F5</td><td>stop</td></tr>"
                            "<tr><td colspan=2><b>In a timeline</b></td></tr>"
                            "<tr><td>W S, Ctrl+wheel</td><td>zoom at the cursor</td></tr>"
                            "<tr><td>A D, drag</td><td>pan</td></tr>"
                            "<tr><td>arrows</td><td>from span to span, from lane to lane</td></tr>"
                            "<tr><td>F</td><td>centre the selection, again: fit it</td></tr>"
                            "<tr><td>0</td><td>fit all</td></tr>"
                            "<tr><td>End, Space</td><td>follow now, pause following</td></tr></table>"));
}

void MainWindow::makeMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    m_files->addTo(file);
    file->addSeparator();
    file->addAction(themeIcon(QStringLiteral("import")), tr("&Import prompts…"), m_editPage->promptPanel(), &PromptPanel::importPrompts);
    file->addMenu(m_export->menu());
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    QAction *undo = m_document->undoStack()->createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(themeIcon(QStringLiteral("undo")));
    QAction *redo = m_document->undoStack()->createRedoAction(this, tr("&Redo"));
    redo->setShortcut(QKeySequence::Redo);
    redo->setIcon(themeIcon(QStringLiteral("redo")));
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addAction(themeIcon(QStringLiteral("plus")), tr("&Add prompt"), m_document, &ScenarioDocument::addPrompt);

    m_viewMenu = menuBar()->addMenu(tr("&View"));
    QMenu *view = m_viewMenu;
    const std::pair<Workspace, QString> workspaces[] = {{Workspace::Edit, tr("&Edit")},
                                                        {Workspace::Run, tr("&Run")},
                                                        {Workspace::Compare, tr("&Compare")},
                                                        {Workspace::History, tr("&History")}};
    int number = 1;
    for (const auto &[workspace, title] : workspaces)
        view->addAction(title, QKeySequence(QStringLiteral("Ctrl+%1").arg(number++)), this,
                        [this, workspace = workspace] { setWorkspace(workspace); });
    view->addSeparator();
    addThemeMenu(view);

    QMenu *run = menuBar()->addMenu(tr("&Run"));
    m_runAllAction = run->addAction(themeIcon(QStringLiteral("play")), tr("Run all &ticked models"), QKeySequence(Qt::Key_F5), this,
                                    &MainWindow::runAll);
    m_runSelectedAction = run->addAction(tr("Run &selected model"), QKeySequence(Qt::CTRL | Qt::Key_F5), this, &MainWindow::runSelected);
    run->addAction(tr("Sweep &load…"), this, &MainWindow::sweepLoad);
    run->addSeparator();
    m_stopAction = run->addAction(themeIcon(QStringLiteral("stop"), IconTone::Error), tr("S&top"), m_controller, &RunController::stop);
    m_stopAction->setShortcuts({QKeySequence(Qt::SHIFT | Qt::Key_F5), QKeySequence(Qt::Key_Escape)});

    run->addSeparator();
    run->addAction(tr("Manage &endpoints…"), m_endpoints, &EndpointDesk::manage);
    run->addAction(tr("&Prices…"), this, [this] { PricesDialog(this).exec(); });

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Keys"), QKeySequence(QStringLiteral("F1")), this, [this] { showKeys(this); });
    help->addAction(tr("&About Interleave"), this, [this] { showAbout(this); })->setMenuRole(QAction::AboutRole);
}

} // namespace interleave
