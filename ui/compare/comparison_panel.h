// The report of a comparison: a row per execution model, and below it what the numbers say, in at most four findings. GUI
// thread; the findings are computed in trace/findings.
#pragma once

#include "trace/claim_verdict.h"
#include "trace/comparison.h"
#include "trace/findings.h"

#include <QFrame>

class QSortFilterProxyModel;
class QTableView;
class QVBoxLayout;

namespace interleave {

class PanelHeader;
class ReportTableModel;

class ComparisonPanel : public QFrame
{
    Q_OBJECT
public:
    explicit ComparisonPanel(QWidget *parent = nullptr);

    void setRuns(const QList<RunReport> &runs, const QList<ModelComparison> &comparison);
    /// Above the findings; none: the scenario has no claim, or it is not judged yet.
    void setClaims(const QList<ClaimVerdict> &claims);
    void setCurrentModel(const QString &model); ///< does not emit

Q_SIGNALS:
    void modelChosen(const QString &model);
    void modelOpened(const QString &model); ///< double click: its run

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showFindings(const QList<Finding> &list);
    void layOutTable();

    PanelHeader *m_header;
    ReportTableModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table;
    QWidget *m_findings;
    QVBoxLayout *m_findingRows;
    QVBoxLayout *m_claimRows;
};

} // namespace interleave
