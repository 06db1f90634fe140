// The traffic policy of a run as a call meets it: before each attempt it asks, after each it reports. One object decides for
// the whole run (TrafficControl, in the engine thread); workers have one that asks it through their link (WorkerSession).
// Thread of the loop.
#pragma once

#include "async/task.h"
#include "core/prompt.h"
#include "core/reply.h"
#include "core/step.h"

#include <functional>
#include <memory>
#include <utility>

namespace interleave {

/// What a call asks for before an attempt.
struct Ask {
    StepId call;
    QString tool;                ///< not of a call, but of a tool of this name, which has a limit
    int attempt = 0;             ///< from 0; above 0 it is a retry, or a hop to a fallback
    int fallback = 0;            ///< 0: wherever the routing sends the call; n: the policy's n-th fallback
    bool isRetry = false;        ///< counts against the retry budget
    int tokens = 0;              ///< input tokens, estimated
    Prompt prompt;               ///< what routing rules and the cache look at
    std::function<void()> waits; ///< called once before it waits for a limit, if it does
};

/// What it is told.
struct Verdict {
    QString tool;                        ///< the place is that of a tool
    bool isAllowed = true;               ///< false: the retry budget is spent
    int route = 0;                       ///< which of routesOf(scenario)
    int tokens = 0;                      ///< taken from the limit on tokens per minute
    qint64 letInNs = -1;                 ///< when the limits let it in, on the clock of the trace; -1: it did not wait
    std::shared_ptr<const Reply> cached; ///< there is a kept reply: nothing is sent, and nothing to report
};

/// What an attempt reports when it is over.
struct AttemptReport {
    StepId call;
    QString tool; ///< of the verdict
    int route = 0;
    int tokens = 0;       ///< of the verdict
    bool wasMade = false; ///< false: given up before anything was sent
    qint64 serviceNs = 0; ///< sent to done
    qint64 ttftNs = 0;    ///< sent to the first content chunk; 0: none
    Reply reply;
    Prompt prompt; ///< for the cache
};

class Traffic
{
public:
    virtual ~Traffic() = default;
    /// Waits for the limits. What it lets in must leave() once; a cached reply and a refusal are not in. `ask` outlives the task: a
    /// hundred thousand calls may wait here, so none keeps a second copy of its prompt.
    virtual Task<Verdict> enter(const Ask &ask) = 0;
    virtual void leave(const AttemptReport &report) = 0;
};

/// An attempt that was let in. Leaves when it is destroyed, or before, with a report.
class Admission
{
public:
    Admission(Traffic &traffic, StepId call, Verdict verdict)
        : m_traffic(verdict.isAllowed && !verdict.cached ? &traffic : nullptr)
        , m_call(call)
        , m_verdict(std::move(verdict))
    {
    }
    Admission(Admission &&other) noexcept
        : m_traffic(std::exchange(other.m_traffic, nullptr))
        , m_call(other.m_call)
        , m_wasMade(other.m_wasMade)
        , m_verdict(std::move(other.m_verdict))
    {
    }
    Admission &operator=(Admission &&) = delete;
    ~Admission() { leave({}); }
    /// From here on it may be on its way, also when it is cancelled.
    void isMade() { m_wasMade = true; }
    /// `report`: what the attempt met; whose it was is filled in here.
    void leave(AttemptReport report)
    {
        if (Traffic *traffic = std::exchange(m_traffic, nullptr)) {
            report.call = m_call;
            report.tool = m_verdict.tool;
            report.route = m_verdict.route;
            report.tokens = m_verdict.tokens;
            report.wasMade = m_wasMade;
            traffic->leave(report);
        }
    }
    const Verdict &verdict() const { return m_verdict; }

private:
    Traffic *m_traffic;
    StepId m_call;
    bool m_wasMade = false;
    Verdict m_verdict;
};

} // namespace interleave
