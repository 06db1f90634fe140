// The Run workspace: the queue of runs, the timeline of the chosen one (live while it goes on) and its counters below, on one
// time axis. Views of the trace only. GUI thread.
#pragma once

#include "run/run_controller.h"

#include <QWidget>

class QSplitter;

namespace interleave {

class ActionButton;
class CounterTracks;
class PanelHeader;
class PhaseLegend;
class QueueStrip;
class TimelineView;

class RunPage : public QWidget
{
    Q_OBJECT
public:
    explicit RunPage(QWidget *parent = nullptr);

    /// A new round begins: its queue, all runs still to come.
    void begin(const Scenario &scenario, const QList<PlannedRun> &queue);
    /// Shows a run; `ghost` is what was predicted for it (null: nothing), `live` while it goes on.
    void showRun(int index, const TracePtr &trace, const TracePtr &ghost, bool live);
    /// Of the shown run, which has ended, its path and its width; null: it goes on.
    void setReport(const TracePtr &trace, const RunReport *report);
    /// The shown run has grown. At most 60 times a second.
    void advance(const TracePtr &trace, qint64 now);

    /// Beside the title: who takes turns, and what is under way. "20 users, 7 in flight"; `users` 0: none.
    void showLoad(int users, const QString &inFlight);

    QueueStrip *queue() const { return m_queue; }
    TimelineView *timeline() const { return m_timeline; }

private:
    void layOutAxis();

    QueueStrip *m_queue;
    PanelHeader *m_header;
    PhaseLegend *m_legend;
    ActionButton *m_follow;
    ActionButton *m_path;
    TimelineView *m_timeline;
    CounterTracks *m_counters;
    Scenario m_scenario;
    QList<PlannedRun> m_runs;
    qint64 m_origin = 0;
};

} // namespace interleave
