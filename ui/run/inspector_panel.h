// The inspector of the Run workspace: one call of the shown run, or the figures of the whole run. GUI thread.
#pragma once

#include "core/scenario.h"
#include "trace/run_report.h"

#include <QFrame>

class QStackedWidget;

namespace interleave {

class CallView;
class PriceTable;
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

    enum Tab { CallTab, RunTab };
    void setTab(Tab tab);

public Q_SLOTS:
    void selectCall(int call);

private:
    SegmentedControl *m_tabs;
    QStackedWidget *m_pages;
    CallView *m_call;
    RunView *m_run;
    TracePtr m_trace;
    int m_selected = 0;
    qint64 m_now = 0;
};

} // namespace interleave
