// Shows what the run controller does: the queue, the live timeline, the inspector, progress and verdict while runs go on, and
// the comparison when they are over. Once per frame it passes the grown trace on; it measures nothing. GUI thread.
#pragma once

#include "run/run_controller.h"
#include "ui/run/live_cost.h"
#include "ui/status_strip.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace interleave {

class ComparePage;
class Estimates;
class InspectorPanel;
class RunPage;
class WorkloadGraph;
struct Prediction;

class RunPresenter : public QObject
{
    Q_OBJECT
public:
    struct Views {
        RunPage *runPage;
        ComparePage *comparePage;
        InspectorPanel *inspector;
        StatusStrip *status;
        WorkloadGraph *graph; ///< of the scenario that is edited
    };
    RunPresenter(RunController &controller, Estimates &estimates, Views views, QObject *parent = nullptr);

    /// A round begins now; the controller has its queue already.
    void begin();
    /// The controller has runs from files: they are shown as those of a round that just ended.
    void showSaved();
    /// The window closes: nothing is shown any more.
    void leave();
    /// Shows a run of the queue: one that ended, or the one that goes on.
    void showRun(int index);
    /// "Hybrid, run 4 of 25" and "3 min 10 s left": the toolbar's two lines while runs go on.
    QString stateLine() const;
    QString timeLeftLine() const;
    /// Why runs are suspect: a sentence each, with the model's name; empty when none is.
    QStringList reasons() const;

Q_SIGNALS:
    void stateChanged();

private:
    void runStarted(int index);
    void frame();
    void runFinished(int index);
    void finished();
    StatusStrip::Progress progressOf(const Trace &trace) const;
    QString costText(const TracePtr &trace);
    void showLoad();
    const Prediction *predictionOf(int index) const;
    double predictedS(int index) const;
    std::optional<double> predictedTotalS() const;
    double secondsLeft() const;

    RunController &m_controller;
    Estimates &m_estimates;
    Views m_views;
    int m_shown = -1;     ///< index into the queue
    bool m_follow = true; ///< the shown run changes with the one that goes on, until the user picks another
    QTimer m_frame;
    QElapsedTimer m_sinceState;
    LiveCost m_cost;
    int m_inFlight = 0;
};

} // namespace interleave
