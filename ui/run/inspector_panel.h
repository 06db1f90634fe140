// The inspector of the Run workspace: one call or one step of the shown run, its critical path, or the figures of the whole run. What is
// computed from a finished run for it (slack, why it waited) is computed in the pool. GUI thread.
#pragma once

#include "core/scenario.h"
#include "trace/run_report.h"

#include <QFrame>

class QStackedWidget;

namespace interleave {

class CallView;
class PathView;
class PriceTable;
class StepView;
struct RunInsight;
class RunView;
class SegmentedControl;

class InspectorPanel : public QFrame
{
    Q_OBJECT
public:
    explicit InspectorPanel(QWidget *parent = nullptr);

    /// What the runs to come run.
    void setScenario(const Scenario &scenario);
    /// What calls cost.
    void setPrices(const PriceTable &prices);
    /// Another run; `report` is null while it goes on.
    void setRun(const TracePtr &trace, const RunReport *report);
    /// The same run, grown; cheap enough for every frame.
    void advance(const TracePtr &trace, qint64 now);

    enum Tab { CallTab, StepTab, PathTab, RunTab };
    void setTab(Tab tab);

public Q_SLOTS:
    void selectCall(int call);
    /// Index into the trace's spans; -1: none, and what was shown stays.
    void selectSpan(qint32 span);

Q_SIGNALS:
    /// A link was followed: index into the trace's steps.
    void stepRequested(qint32 step);
    /// Of the shown run, by step: nanoseconds.
    void slackKnown(const std::shared_ptr<const std::vector<qint64>> &slack);

private:
    void understand(const RunReport *report);
    void showInsight(const std::shared_ptr<const RunInsight> &insight);

    SegmentedControl *m_tabs;
    QStackedWidget *m_pages;
    CallView *m_call;
    StepView *m_step;
    PathView *m_path;
    RunView *m_run;
    std::shared_ptr<const CriticalPath> m_criticalPath; // of a finished run
    std::shared_ptr<const RunInsight> m_insight;
    int m_selectedStep = -1;
    TracePtr m_trace;
    int m_selected = 0;
    qint64 m_now = 0;
};

} // namespace interleave
