// The two ends of the line between the engine and a worker, and what travels on it. A worker is a thread (messages are
// queued calls) or a process (messages are lines of JSON on pipes); neither end knows which.
#pragma once

#include "core/job.h"
#include "core/result.h"
#include "trace/event.h"
#include "traffic/traffic.h"

#include <QByteArray>

#include <functional>
#include <vector>

namespace interleave {

struct WorkerMessage {
    enum class Kind {
        Ready,    // worker: up and waiting
        Work,     // engine: do this
        Done,     // worker: it is done
        Branches, // worker: a unit waits for its branches, and its place is free
        Results,  // engine: they are done, and the place is the unit's again
        Cancel,   // engine: nobody wants the unit any more; it is done when it has been given up
        Ask,      // worker: may an attempt be made?
        Waits,    // engine: not yet, a limit holds it
        Verdict,  // engine: this is decided
        Report,   // worker: the attempt is over
        Event,    // worker process: one event of the trace
    };
    Kind kind = Kind::Ready;
    std::vector<Unit> units;         // Work: one; Branches
    Gathering gathering;             // Branches
    StepId step;                     // Done, Branches, Results, Cancel: of the unit; Waits, Verdict: of the call
    std::vector<WorkResult> results; // Done: one; Results, in the order of the branches
    interleave::Ask ask;             // Ask
    interleave::Verdict verdict;     // Verdict
    AttemptReport report;            // Report
    interleave::Event event;         // Event
};

/// One line, without the line feed.
QByteArray toLine(const WorkerMessage &message);
Result<WorkerMessage> workerMessageFromLine(const QByteArray &line);

/// The engine's end. Lives in the engine thread; destroying it ends the worker.
class WorkerLink
{
public:
    struct Listener {
        std::function<void(const WorkerMessage &)> received; ///< engine thread, from its event loop
        std::function<void(const QString &why)> lost;        ///< the worker ended by itself
    };
    virtual ~WorkerLink() = default;
    virtual void send(const WorkerMessage &message) = 0;
    /// Asks the worker to end, without waiting; the destructor waits.
    virtual void close() = 0;
};

} // namespace interleave
