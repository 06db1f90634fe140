// The rows that jobs are about, as a grid: those in the scenario are edited here, of a file the first ones are shown with its name, or with
// what is wrong with it. In the right column of the Edit workspace; GUI thread.
#pragma once

#include "core/table.h"

#include <QFrame>

class QLabel;
class QTableView;

namespace interleave {

class ActionButton;
class PanelHeader;
class ScenarioDocument;
class TableRowsModel;

class RowsPanel : public QFrame
{
    Q_OBJECT
public:
    explicit RowsPanel(ScenarioDocument &document, QWidget *parent = nullptr);

    TableRowsModel *model() const { return m_model; }
    QTableView *view() const { return m_view; }
    /// What is wrong, as it is shown; empty: nothing.
    QString problem() const;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void describe();
    void readFile();
    void showProblem(const QString &sentence);
    void addRow();
    void addColumn();
    void removeRows();
    void renameColumn(int column);
    void askForColumn(const QPoint &place);

    ScenarioDocument &m_document;
    TableRowsModel *m_model;
    PanelHeader *m_header;
    ActionButton *m_addRow, *m_addColumn, *m_remove;
    QLabel *m_note, *m_problem;
    QTableView *m_view;
    QString m_asked; // the file that is being read, or was
};

} // namespace interleave
