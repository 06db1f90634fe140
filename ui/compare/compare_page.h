// The Compare workspace: all models' timelines above each other from the same start, and below them makespan bars, the report
// with its findings, and the concurrency-parallelism quadrant. Views of finished runs only. GUI thread.
#pragma once

#include "core/scenario.h"
#include "trace/comparison.h"
#include "trace/finished_run.h"

#include <QWidget>

#include <stop_token>

class QLabel;
class QHBoxLayout;
class QScrollArea;
class QStackedLayout;

namespace interleave {

class ComparisonPanel;
class LoadChart;
class MakespanChart;
class PanelHeader;
class QuadrantChart;
class PhaseLegend;
class TimelineView;

class ComparePage : public QWidget
{
    Q_OBJECT
public:
    explicit ComparePage(QWidget *parent = nullptr);
    ~ComparePage() override;

    /// They are compared in the thread pool (bootstraps of many repeats take a while), and shown when that is done.
    void setRuns(const Scenario &scenario, const QList<FinishedRun> &runs);
    const QList<ModelComparison> &comparison() const { return m_comparison; }

Q_SIGNALS:
    /// Open this finished run (index into the runs) in the Run workspace.
    void runRequested(int run);

private:
    struct Compared;
    static Compared compared(const Scenario &scenario, const QList<FinishedRun> &runs);
    void show(const Compared &compared);
    void judgeClaim(const Compared &compared);
    QWidget *makeTimelines(QWidget *parent);
    QWidget *makeLower(QWidget *parent);
    QWidget *makeEmpty();
    void showBarsOrSweep(const Compared &compared);
    void showScenario(const Scenario &scenario);
    void showInvariants(const QList<FinishedRun> &runs);
    void chooseModel(const QString &model);
    void openModel(const QString &model);

    int m_request = 0; // number of the newest setRuns()
    std::stop_source m_judging;
    QList<ModelComparison> m_comparison;
    QList<int> m_shown;       ///< per row of the timelines: index into the runs
    QStackedLayout *m_states; // empty, or the comparison
    QLabel *m_title;
    QLabel *m_subtitle;
    QHBoxLayout *m_chips;
    PanelHeader *m_barsHeader;
    PhaseLegend *m_legend;
    TimelineView *m_timelines;
    QStackedLayout *m_leftCharts; // bars, or the curves of a sweep
    QScrollArea *m_barsArea;
    MakespanChart *m_bars;
    LoadChart *m_load;
    QuadrantChart *m_quadrant;
    ComparisonPanel *m_panel;
};

} // namespace interleave
