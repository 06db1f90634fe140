// The Compare workspace: all models' timelines above each other from the same start, and below them makespan bars, the report
// with its findings, and the concurrency-parallelism quadrant. Views of finished runs only. GUI thread.
#pragma once

#include "trace/comparison.h"
#include "trace/finished_run.h"

#include <QWidget>

namespace interleave {

class ComparisonPanel;
class MakespanChart;
class PanelHeader;
class QuadrantChart;
class TimelineView;
struct Scenario;

class ComparePage : public QWidget
{
    Q_OBJECT
public:
    explicit ComparePage(QWidget *parent = nullptr);

    void setRuns(const Scenario &scenario, const QList<FinishedRun> &runs);
    const QList<ModelComparison> &comparison() const { return m_comparison; }
    TimelineView *timelines() const { return m_timelines; }

Q_SIGNALS:
    /// Open this finished run (index into the runs) in the Run workspace.
    void runRequested(int run);

private:
    void showModel(const QString &model);

    QList<ModelComparison> m_comparison;
    QStringList m_shown; ///< models of the stacked timelines, in order
    PanelHeader *m_header;
    PanelHeader *m_barsHeader;
    TimelineView *m_timelines;
    MakespanChart *m_bars;
    QuadrantChart *m_quadrant;
    ComparisonPanel *m_panel;
};

} // namespace interleave
