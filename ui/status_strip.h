// The status bar: on the left how far the run is, in flight, errors; on the right loop lag, schedule delay and the verdict.
// Figures come from the trace and the report; the strip only says them. GUI thread.
#pragma once

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QProgressBar;

namespace interleave {

class VerdictChip;
struct RunReport;
struct Validity;

class StatusStrip : public QStatusBar
{
    Q_OBJECT
public:
    explicit StatusStrip(QWidget *parent = nullptr);

    void setSimulator(const QString &baseUrl); ///< empty: none answers
    struct Progress {
        int callsDone = 0;
        int callsPlanned = 0; ///< 0: nobody knows, the duration decides
        double fraction = 0;  ///< time based, 0..1
        QString timeLeft;
        int inFlight = 0;
        int analyzing = 0;
        int errors = 0;
        QString cost; ///< so far; empty: none is told
    };
    void showProgress(const Progress &progress);
    void showIdle(const QString &sentence);
    /// For a while, in the place of what is shown when nothing runs; cut where it is too long, and whole in its tool tip.
    void say(const QString &sentence);
    /// What the finished runs amount to: the worst of their verdicts.
    void showVerdict(const QList<RunReport> &reports);
    void showRunningVerdict();
    void clearVerdict();

Q_SIGNALS:
    void verdictClicked();

private:
    void setMeasures(const QString &lag, const QString &delay);

    QString m_idle;
    QTimer m_said; // while something is said
    QLabel *m_simulator;
    QLabel *m_calls;
    QProgressBar *m_bar;
    QLabel *m_left;
    QLabel *m_activity;
    QLabel *m_errors;
    QLabel *m_cost;
    QLabel *m_lag;
    QLabel *m_delay;
    VerdictChip *m_verdict;
};

} // namespace interleave
