// Opening and saving scenarios: the File menu's part and the toolbar's scenario menu (built-in ones, recent files, a file).
// Owns the path of the document; asks before unsaved changes to a file are lost. GUI thread; files are small.
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
    /// A built-in name or a file; says what is wrong by failed().
    bool open(const QString &nameOrPath);

Q_SIGNALS:
    void nameChanged(); ///< of the scenario, or whether it differs from its file
    void failed(const QString &sentence);

private:
    bool mayReplace(); // asks, when a file would lose changes
    void fillMenu();
    void openDialog();
    void save();
    void saveAs();
    bool write(const QString &path);

    ScenarioDocument &m_document;
    QWidget *m_window;
    QMenu *m_menu;
    QAction *m_open;
    QAction *m_save;
    QAction *m_saveAs;
    QString m_path; // empty: a built-in one, or a new one
};

} // namespace interleave
