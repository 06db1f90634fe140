#include "ui/scenario_files.h"

#include "core/safe_file.h"
#include "core/scenario_json.h"
#include "run/catalog.h"
#include "run/named_files.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/icon.h"
#include "ui/window_settings.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMenu>
#include <QMessageBox>
#include <QUndoStack>

namespace interleave {

static const QString fileSuffix = QStringLiteral(".interleave.json");

ScenarioFiles::ScenarioFiles(ScenarioDocument &document, QWidget *window)
    : QObject(window)
    , m_document(document)
    , m_window(window)
{
    m_menu = new QMenu(window);
    connect(m_menu, &QMenu::aboutToShow, this, &ScenarioFiles::fillMenu);
    m_open = new QAction(themeIcon(QStringLiteral("folder")), tr("&Open scenario…"), this);
    m_open->setShortcut(QKeySequence::Open);
    connect(m_open, &QAction::triggered, this, &ScenarioFiles::openDialog);
    m_save = new QAction(themeIcon(QStringLiteral("save")), tr("&Save scenario"), this);
    m_save->setShortcut(QKeySequence::Save);
    connect(m_save, &QAction::triggered, this, &ScenarioFiles::save);
    m_saveAs = new QAction(tr("Save scenario &as…"), this);
    m_saveAs->setShortcut(QKeySequence::SaveAs);
    connect(m_saveAs, &QAction::triggered, this, &ScenarioFiles::saveAs);
    connect(document.undoStack(), &QUndoStack::cleanChanged, this, &ScenarioFiles::nameChanged);
}

void ScenarioFiles::addTo(QMenu *fileMenu)
{
    fileMenu->addAction(m_open);
    QMenu *recent = fileMenu->addMenu(tr("Open &recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        const QStringList files = window_settings::recentFiles();
        for (const QString &file : files)
            recent->addAction(QFileInfo(file).fileName(), this, [this, file] { open(file); })->setToolTip(file);
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
    if (!m_path.isEmpty())
        return QFileInfo(m_path).fileName().remove(fileSuffix);
    const QString &name = m_document.scenario().name;
    const QList<CatalogEntry> scenarios = catalogOfScenarios();
    for (const CatalogEntry &entry : scenarios) {
        if (entry.id == name)
            return entry.title;
    }
    return name;
}

bool ScenarioFiles::isModified() const { return !m_document.undoStack()->isClean(); }

void ScenarioFiles::restore()
{
    if (const auto last = window_settings::lastScenario()) {
        m_document.reset(last->scenario);
        m_path = last->path;
        Q_EMIT nameChanged();
    } else {
        open(QStringLiteral("article"));
    }
}

void ScenarioFiles::remember() const { window_settings::setLastScenario(m_document.scenario(), m_path); }

bool ScenarioFiles::mayReplace()
{
    // Only a file can fall behind: a built-in or new scenario is what the next session starts with.
    if (m_path.isEmpty() || m_document.undoStack()->isClean())
        return true;
    const auto answer =
        QMessageBox::question(m_window, tr("Save changes?"), tr("%1 has changes that are not saved.").arg(QFileInfo(m_path).fileName()),
                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && write(m_path));
}

bool ScenarioFiles::open(const QString &nameOrPath)
{
    if (!mayReplace())
        return false;
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
    m_document.reset(*scenario);
    m_path = file.isFile() ? file.absoluteFilePath() : QString();
    if (!m_path.isEmpty())
        window_settings::addRecentFile(m_path);
    Q_EMIT nameChanged();
    return true;
}

void ScenarioFiles::openDialog()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open scenario"), QFileInfo(m_path).path(),
                                                      tr("Scenarios (*%1);;JSON (*.json)").arg(fileSuffix));
    if (!path.isEmpty())
        open(path);
}

void ScenarioFiles::save()
{
    if (m_path.isEmpty())
        saveAs();
    else
        write(m_path);
}

void ScenarioFiles::saveAs()
{
    const QString start = m_path.isEmpty() ? m_document.scenario().name + fileSuffix : m_path;
    QString path = QFileDialog::getSaveFileName(m_window, tr("Save scenario"), start, tr("Scenarios (*%1)").arg(fileSuffix));
    if (path.isEmpty())
        return;
    if (!path.endsWith(QStringLiteral(".json")))
        path += fileSuffix;
    write(path);
}

bool ScenarioFiles::write(const QString &path)
{
    if (const QString problem = writeWhole(path, QJsonDocument(toJson(m_document.scenario())).toJson()); !problem.isEmpty()) {
        Q_EMIT failed(problem);
        return false;
    }
    m_path = QFileInfo(path).absoluteFilePath();
    window_settings::addRecentFile(m_path);
    m_document.undoStack()->setClean();
    Q_EMIT nameChanged();
    return true;
}

} // namespace interleave
