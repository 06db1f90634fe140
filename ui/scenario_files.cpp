#include "ui/scenario_files.h"

#include "core/bounded_file.h"
#include "core/safe_file.h"
#include "run/named_files.h"
#include "run/saved_run.h"
#include "setup/catalog.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/icon.h"
#include "ui/window_settings.h"
#include "json/scenario_text.h"

#include <QAbstractButton>
#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QUndoStack>

#include <algorithm>
#include <iterator>

namespace interleave {

static const QString fileSuffix = QStringLiteral(".interleave.json");

ScenarioFiles::ScenarioFiles(ScenarioDocument &document, QWidget *window)
    : QObject(window)
    , m_document(document)
    , m_window(window)
{
    m_menu = new QMenu(window);
    connect(m_menu, &QMenu::aboutToShow, this, &ScenarioFiles::fillMenu);
    m_open = new QAction(themeIcon(QStringLiteral("folder")), tr("&Open…"), this);
    m_open->setShortcut(QKeySequence::Open);
    connect(m_open, &QAction::triggered, this, &ScenarioFiles::openDialog);
    m_save = new QAction(themeIcon(QStringLiteral("save")), tr("&Save scenario"), this);
    m_save->setShortcut(QKeySequence::Save);
    connect(m_save, &QAction::triggered, this, &ScenarioFiles::save);
    m_saveAs = new QAction(tr("Save scenario &as…"), this);
    m_saveAs->setShortcut(QKeySequence::SaveAs);
    connect(m_saveAs, &QAction::triggered, this, &ScenarioFiles::saveAs);
    connect(&document, &ScenarioDocument::changed, this, &ScenarioFiles::nameChanged);
}

void ScenarioFiles::addTo(QMenu *fileMenu)
{
    fileMenu->addAction(m_open);
    QMenu *recent = fileMenu->addMenu(tr("Open &recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        const QStringList files = window_settings::recentFiles();
        for (const QString &file : files)
            recent->addAction(QFileInfo(file).fileName(), this, [this, file] { openFiles({file}); })->setToolTip(file);
        recent->addSeparator();
        recent->addAction(tr("Clear list"), this, [] { window_settings::clearRecentFiles(); })->setEnabled(!files.isEmpty());
    });
    fileMenu->addAction(m_save);
    fileMenu->addAction(m_saveAs);
}

void ScenarioFiles::fillMenu()
{
    m_menu->clear();
    m_menu->addSection(tr("Built in"));
    const QList<CatalogEntry> scenarios = catalogOfScenarios();
    for (const CatalogEntry &entry : scenarios)
        m_menu->addAction(entry.title, this, [this, id = entry.id] { open(id); })->setToolTip(entry.sentence);
    m_menu->setToolTipsVisible(true);
    m_menu->addSeparator();
    m_menu->addAction(m_open);
    m_menu->addAction(m_save);
    m_menu->addAction(m_saveAs);
}

QString ScenarioFiles::title() const
{
    if (const QString &path = m_document.origin().path; !path.isEmpty())
        return QFileInfo(path).fileName().remove(fileSuffix);
    const QString &name = m_document.scenario().name;
    const QList<CatalogEntry> scenarios = catalogOfScenarios();
    for (const CatalogEntry &entry : scenarios) {
        if (entry.id == name)
            return entry.title;
    }
    return name;
}

bool ScenarioFiles::isModified() const { return m_document.isModified(); }

/// What is there now, where the last session's scenario came from: it may have changes that are in no file.
static ScenarioOrigin originOf(const window_settings::LastScenario &last)
{
    const QString builtIn = last.builtIn.isEmpty() ? last.scenario.name : last.builtIn; // its name, in the sessions of older programs
    const QList<CatalogEntry> scenarios = catalogOfScenarios();
    const bool isKnown = std::any_of(scenarios.begin(), scenarios.end(), [&](const CatalogEntry &entry) { return entry.id == builtIn; });
    ScenarioOrigin origin{.path = last.path, .builtIn = last.path.isEmpty() && isKnown ? builtIn : QString()};
    const QString source = last.path.isEmpty() ? origin.builtIn : last.path;
    if (source.isEmpty()) {
        origin.saved.name = last.scenario.name; // nowhere: all of it is new
    } else if (const Result<Scenario> saved = loadScenario(source)) {
        origin.saved = *saved;
    } else {
        origin.path.clear(); // gone, or of another program: saving asks where
        origin.builtIn.clear();
    }
    return origin;
}

void ScenarioFiles::restore()
{
    const auto last = window_settings::lastScenario();
    if (last)
        m_document.reset(last->scenario, originOf(*last));
    else if (const Result<Scenario> article = loadScenario(QStringLiteral("article")))
        m_document.reset(*article, {.builtIn = QStringLiteral("article"), .saved = *article});
}

void ScenarioFiles::remember() const
{
    window_settings::setLastScenario({m_document.scenario(), m_document.origin().path, m_document.origin().builtIn});
}

bool ScenarioFiles::mayLeave()
{
    if (!m_document.isModified())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Save changes?"), tr("\"%1\" has changes that are not saved.").arg(title()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    box.setTextFormat(Qt::PlainText); // the name is whatever a file says
    box.setDefaultButton(QMessageBox::Save);
    box.button(QMessageBox::Save)->setText(tr("&Save"));
    box.button(QMessageBox::Discard)->setText(tr("&Discard"));
    box.button(QMessageBox::Cancel)->setText(tr("&Cancel"));
    const int answer = box.exec();
    if (answer == QMessageBox::Save)
        return save();
    if (answer == QMessageBox::Discard) // a step like others: who only opened something else can still undo it
        m_document.replace(m_document.origin(), tr("Discard changes"));
    return answer == QMessageBox::Discard;
}

bool ScenarioFiles::open(const QString &nameOrPath)
{
    const Result<Scenario> scenario = loadScenario(nameOrPath);
    if (!scenario) {
        Q_EMIT failed(scenario.error());
        return false;
    }
    const QFileInfo file(nameOrPath);
    if (const QString refusal = file.isFile() ? fileNamedElsewhere(*scenario, nameOrPath) : QString(); !refusal.isEmpty()) {
        Q_EMIT failed(refusal);
        return false;
    }
    if (!mayLeave())
        return false;
    ScenarioOrigin origin{.saved = *scenario};
    if (file.isFile())
        origin.path = file.absoluteFilePath();
    else
        origin.builtIn = nameOrPath;
    m_document.replace(origin, tr("Open %1").arg(file.isFile() ? file.fileName() : nameOrPath));
    if (!origin.path.isEmpty())
        window_settings::addRecentFile(origin.path);
    return true;
}

void ScenarioFiles::openFiles(const QStringList &paths)
{
    QStringList runs;
    std::copy_if(paths.begin(), paths.end(), std::back_inserter(runs), isRunFile);
    if (runs.isEmpty()) {
        if (!paths.isEmpty())
            open(paths.first());
        return;
    }
    for (const QString &run : std::as_const(runs))
        window_settings::addRecentFile(QFileInfo(run).absoluteFilePath());
    Q_EMIT runsChosen(runs);
}

void ScenarioFiles::openDialog()
{
    openFiles(QFileDialog::getOpenFileNames(m_window, tr("Open scenario or runs"), QFileInfo(m_document.origin().path).path(),
                                            tr("Scenarios and runs (*%1 *.itrace);;JSON (*.json);;All files (*)").arg(fileSuffix)));
}

bool ScenarioFiles::save()
{
    const QString &path = m_document.origin().path;
    return path.isEmpty() ? saveAs() : write(path);
}

bool ScenarioFiles::saveAs()
{
    const QString &own = m_document.origin().path;
    const QString start = own.isEmpty() ? m_document.scenario().name + fileSuffix : own;
    QString path = QFileDialog::getSaveFileName(m_window, tr("Save scenario"), start, tr("Scenarios (*%1)").arg(fileSuffix));
    if (path.isEmpty())
        return false;
    if (!path.endsWith(QStringLiteral(".json")))
        path += fileSuffix;
    return write(path);
}

bool ScenarioFiles::write(const QString &path)
{
    // What is in the file, or in the one that this was opened from, keeps its layout.
    const QString &own = m_document.origin().path;
    const Result<QByteArray> before = readBounded(own.isEmpty() ? path : own, mostScenarioBytes);
    if (const QString problem = writeWhole(path, scenarioText(m_document.scenario(), before ? *before : QByteArray()));
        !problem.isEmpty()) {
        Q_EMIT failed(problem);
        return false;
    }
    const QString written = QFileInfo(path).absoluteFilePath();
    window_settings::addRecentFile(written);
    m_document.setSavedAs(written);
    return true;
}

} // namespace interleave
