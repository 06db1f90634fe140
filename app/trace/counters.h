// What a run has under way, over time: calls in flight, busy executors, output tokens read. Kept beside a growing trace and
// brought up to date once per frame; update() looks at what was added and at what is still open, not at the whole trace.
// Used by the live counters and by the comparison's cursor. A value; one thread. Times are nanoseconds since the origin.
#pragma once

#include "trace/attempts.h"

#include <vector>

namespace interleave {

/// The count is `value` from `ns` on, until the next step.
struct CounterStep {
    qint64 ns = 0;
    int value = 0;

    bool operator==(const CounterStep &) const = default;
};

/// A count that goes up and down. 0 before its first step.
class StepCounter
{
public:
    struct Change {
        qint64 ns = 0;
        int delta = 0;
    };

    /// Changes may come in any order; late ones are put where they belong.
    void add(std::vector<Change> changes);

    /// In order of time, one per moment. Neighbours may have the same value (a phase followed another).
    const std::vector<CounterStep> &steps() const { return m_steps; }
    int at(qint64 ns) const;
    int maximum() const { return m_maximum; }

private:
    std::vector<CounterStep> m_steps;
    int m_maximum = 0;
};

/// What is under way at the trace's last moment. The header, the status bar and the progress line show this; the counters below
/// count the same spans over time.
struct Load {
    int inFlight = 0;
    int busy = 0;    ///< CPU steps under way, each on its executor
    int planned = 0; ///< this and what follows: measured calls
    int over = 0;    ///< nothing of them is left to do: the reply read, and analyzed if it is to be
    int failed = 0;
};
Load loadOf(const Trace &trace);
/// Nothing of the call is left to do.
bool isOver(const Trace &trace, const CallRecord &call);

class Counters
{
public:
    /// Width of a bin of tokens.
    static constexpr qint64 binNs = 125'000'000;

    /// Takes in what the trace gained. For another trace, start with a new Counters.
    void update(const Trace &trace);

    /// Attempts on the wire: from the request handed over to the reply complete.
    const StepCounter &inFlight() const { return m_inFlight; }
    /// CPU steps (Analyze, Tool) under way, each on its executor.
    const StepCounter &busyExecutors() const { return m_busy; }
    /// Output tokens read in each bin. Counted as the server reports them when a reply is complete, spread over its chunks
    /// by their length; until then a token is taken as four characters.
    const std::vector<double> &tokensPerBin() const { return m_tokens; }
    /// Tokens per second read in [begin, end), whole bins.
    double tokenRate(qint64 begin, qint64 end) const;

private:
    struct Reply {
        size_t chunks = 0; ///< counted so far
        int attempt = 0;
        bool settled = false;
    };
    void updateSpans(const Trace &trace);
    void updateTokens(const Trace &trace);
    void countChunks(const Trace &trace, const CallRecord &call, Reply &reply);
    void settle(const Trace &trace, const CallRecord &call);
    void addTokens(qint64 ns, double tokens);

    StepCounter m_inFlight, m_busy;
    std::vector<double> m_tokens;
    size_t m_seenSpans = 0;
    std::vector<qint32> m_open; ///< indices of counted spans that had not ended
    std::vector<Reply> m_replies;
    size_t m_firstUnsettled = 0;
};

} // namespace interleave
