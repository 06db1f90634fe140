// The facade that the window and the command line both use: it runs a scenario under one or several execution models,
// one run after the other, repeats interleaved (A B C, A B C, ...). Lives in the main thread; the runs happen in an engine
// thread of their own, and what comes back are values. Nothing here blocks; every signal is emitted in the main thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"
#include "trace/finished_run.h"

#include <QObject>

#include <memory>

namespace interleave {

struct SavedRun;

/// One run of the queue: which model, which variant, which repeat.
struct PlannedRun {
    QString model;
    int repeat = 0;
    QString variant{};   ///< name; empty: the scenario as it is
    Scenario scenario{}; ///< what it runs: with the variant's changes
};

class RunController : public QObject
{
    Q_OBJECT
public:
    explicit RunController(QObject *parent = nullptr);
    ~RunController() override; ///< stops what runs; finished runs are already saved

    /// Starts all models of the scenario, `scenario.repeats` times. While running it does nothing. What keeps the scenario from
    /// running at all is told inside this call (failed(), finished()); everything else, an unreadable run to replay too, after it.
    void start(const Scenario &scenario);
    /// Cancels at once and keeps what finished: the stopped run is reported too, then finished() follows.
    void stop();

    /// Runs from their files (openRuns) take the place of those that ended last, as if they had just ended; nothing is emitted. While
    /// running it does nothing.
    void showSaved(const QList<SavedRun> &runs);

    /// Starts the built-in simulator for this set-up ahead of the first run, so that Run answers at once.
    void warmUp(const Scenario &scenario);

    /// Tells Prometheus of its runs, from now on, at http://127.0.0.1:PORT/metrics. Port 0: any free one. Gives the port, or one
    /// sentence that says why not; what it served before ends then.
    Result<quint16> serveMetrics(quint16 port);
    void stopServingMetrics();

    bool isRunning() const;
    const Scenario &scenario() const;
    const QList<PlannedRun> &queue() const;
    /// Index into queue() of the run that goes on, or -1.
    int currentRun() const;
    /// Trace of the run that goes on, or of the last one; never null. It grows between traceAdvanced() signals only.
    TracePtr currentTrace() const;
    /// Runs that ended so far, in the order of the queue.
    const QList<FinishedRun> &finishedRuns() const;
    /// Wall-clock "now" of the current run on the trace's clock: open spans are drawn up to it.
    qint64 now() const;
    /// Folder in which runs are saved.
    static QString runsFolder();

Q_SIGNALS:
    /// The simulator answers on this address (empty: it was stopped).
    void simulatorReady(const QString &baseUrl);
    void runStarted(int index);
    /// New events were applied to currentTrace(); at most 60 times a second.
    void traceAdvanced();
    void runFinished(int index);
    /// Runs go on, but not quite as asked: not saved, without the cache's file, without the person's own prices. One sentence that
    /// says why and what to do; the same one once in a start().
    void noticed(const QString &sentence);
    /// All runs ended, or were stopped.
    void finished();
    /// Nothing (more) could be run; one sentence that says why and what to do. finished() follows.
    void failed(const QString &sentence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace interleave
