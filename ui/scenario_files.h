// Opening and saving scenarios: the File menu's part and the toolbar's scenario menu (built-in ones, recent files, a file), and what is
// dropped. Asks before changes that are in no file are lost, on every way out. GUI thread; files are small. Runs it passes on.
#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QAction;
class QMenu;
class QWidget;
QT_END_NAMESPACE

namespace interleave {

class ScenarioDocument;

class ScenarioFiles : public QObject
{
    Q_OBJECT
public:
    ScenarioFiles(ScenarioDocument &document, QWidget *window);

    /// For the toolbar: built-in scenarios, recent files, Open.
    QMenu *scenarioMenu() const { return m_menu; }
    void addTo(QMenu *fileMenu);
    /// What the toolbar shows: the file's or the built-in scenario's name.
    QString title() const;
    /// There are changes that are in no file.
    bool isModified() const;
    /// What the last session left, or the built-in `article`.
    void restore();
    void remember() const;
    /// A built-in name or a file; says what is wrong by failed(). Asks first when changes would be lost.
    bool open(const QString &nameOrPath);
    /// What a person gave: runs are passed on by runsChosen(), else the first one is a scenario to open.
    void openFiles(const QStringList &paths);
    /// Asks what becomes of changes that are in no file: false: stay. What is discarded is gone from the document too.
    bool mayLeave();

Q_SIGNALS:
    void nameChanged(); ///< of the scenario, or whether it differs from its file
    void runsChosen(const QStringList &paths);
    void failed(const QString &sentence);

private:
    void fillMenu();
    void openDialog();
    bool save();
    bool saveAs();
    bool write(const QString &path);

    ScenarioDocument &m_document;
    QWidget *m_window;
    QMenu *m_menu;
    QAction *m_open;
    QAction *m_save;
    QAction *m_saveAs;
};

} // namespace interleave
