// The History workspace: all kept runs as a list that is searched and sorted, and the selected one beside it. Opens one in the Run
// workspace, several as a comparison; tags, notes and deletes. The disk is read and written in another thread (ui/history/run_desk). GUI
// thread.
#pragma once

#include "history/run_filter.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace interleave {

class ActionButton;
class RunDesk;
class RunDetails;
class RunListModel;

class HistoryPage : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryPage(QWidget *parent = nullptr);
    ~HistoryPage() override;

    /// Reads the folder again.
    void refresh();
    /// Runs that the window shows: no program deletes them until others are named.
    void hold(const QStringList &files);

    QTableView *table() const { return m_table; }
    QLineEdit *searchField() const { return m_search; }
    RunDetails *details() const { return m_details; }
    int shownRuns() const;

Q_SIGNALS:
    /// One to look at, several to compare.
    void runsRequested(const QStringList &files);
    void failed(const QString &sentence);
    void listed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Matching;

    QWidget *makeList(QWidget *parent);
    void makeTable(QWidget *parent);
    void makeActions();
    void showEntries(const QList<RunEntry> &entries);
    void search();
    void selectionChanged();
    void updateWords();
    void openSelected();
    void deleteSelected();
    void prune();
    bool mayDelete(const QString &question, const QString &details);
    QList<RunEntry> selected() const;

    RunDesk *m_desk;
    RunListModel *m_model;
    Matching *m_sorted;
    QTableView *m_table;
    QLineEdit *m_search;
    QLabel *m_found;
    QLabel *m_used;
    QLabel *m_empty;
    ActionButton *m_open;
    ActionButton *m_delete;
    RunDetails *m_details;
};

} // namespace interleave
