// The engine thread: runs one LiveRun at a time. The object lives in the controller's (main) thread; what it starts lives in
// the thread it owns.
#pragma once

#include "core/stall_watch.h"
#include "run/live_run.h"

#include <QThread>

#include <memory>

namespace interleave {

/// What one run shares between the threads: where it records, and the flag that ends its CPU work early.
struct RunHandle {
    Recorder recorder;
    StopFlag stop{false};
};

class Engine : public QObject
{
    Q_OBJECT
public:
    Engine();
    ~Engine() override; ///< cancels the run that goes on

    void start(const RunTarget &target, const ExecutionModel &model, std::shared_ptr<RunStock> stock, std::shared_ptr<RunHandle> handle);
    /// Cancels the run; ended() follows, once more where the run had just ended by itself.
    void cancel();
    /// Cancels the run and ends the thread; returns when nothing of either is left. For good.
    void shutDown();

Q_SIGNALS:
    /// The run that begins goes on without something that was asked for; one sentence. In the engine's owner's thread.
    void noticed(const QString &sentence);
    /// Everything of the run is recorded, and nothing of it is left. In the engine's owner's thread.
    void ended();

private:
    void end();

    QThread m_thread;
    QObject m_inThread;                  // context of what runs in m_thread
    std::unique_ptr<LiveRun> m_run;      // touched in m_thread only
    std::shared_ptr<RunHandle> m_handle; // of the run, likewise
    std::unique_ptr<StallWatch> m_watch; // likewise; debug builds only
    std::weak_ptr<RunHandle> m_current;  // the same, for cancel() in the owner's thread
};

} // namespace interleave
