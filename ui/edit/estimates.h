// Predictions of the scenario under each of its models, in virtual time, 150 ms after the last change: the ghost of the first
// start, and the estimate beside the Run button. Computed in the global thread pool; this object lives in the GUI thread.
#pragma once

#include "run/run_controller.h"
#include "trace/trace.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <stop_token>

namespace interleave {

struct Prediction {
    QString model;
    QString variant; ///< empty: the scenario as it is
    TracePtr trace;  ///< null: cannot be predicted
    double makespanS = 0;
    QString leftOut{}; ///< one sentence: the trace is only the run's beginning; empty: it is whole
    QString note{};    ///< one sentence: what is not modelled; empty: nothing
};

class Estimates : public QObject
{
    Q_OBJECT
public:
    explicit Estimates(QObject *parent = nullptr);
    ~Estimates() override;

    /// What is computed for the scenario before it stops at once.
    void update(const Scenario &scenario);
    bool isComputing() const { return m_watcher.isRunning(); }
    const QList<Prediction> &predictions() const { return m_predictions; }
    /// Null: none for this model.
    const Prediction *of(const QString &model, const QString &variant = {}) const;
    /// "3 min 42 s, first result in 15 s"; empty when it cannot be predicted.
    QString sentence() const;
    /// All runs of the scenario, seconds; unset: cannot be predicted. At least so long, if one of them is cut.
    std::optional<double> totalS() const;
    bool isCut() const;
    /// What the predictions leave out, in one sentence; empty: nothing.
    QString caveat() const;

Q_SIGNALS:
    void ready();

private:
    void compute();

    Scenario m_scenario;
    bool m_again = false;    // it changed while computing
    int m_repeats = 1;       // of the predictions
    std::stop_source m_stop; // of what is computed
    QTimer m_delay;
    QFutureWatcher<QList<Prediction>> m_watcher;
    QList<Prediction> m_predictions;
};

/// The runs of one repeat: every model, under every variant. A variant that is wrong is left out; the run says why.
QList<PlannedRun> runsOfRound(const Scenario &scenario);

/// "3 min 42 s", "15 s", "0.4 s".
QString durationText(double seconds);

} // namespace interleave
