// Records what a call does outside its attempts: waits, the cache, back-off, how each attempt and the call itself ended. At most
// one span of its own is open at a time. Used by policyCall(); thread of the loop.
#pragma once

#include "traffic/policy_call.h"

#include <optional>

namespace interleave {

/// What is known of an attempt beside its result.
struct AttemptNote {
    int number = 0;
    int estimatedTokens = 0;
    bool isResend = false; ///< made at once because the server had not taken the one before it
};

class CallRecording
{
public:
    CallRecording(const CallContext &context, StepId call)
        : m_context(context)
        , m_call(call)
    {
    }

    /// Ends the span before it.
    void begin(Phase phase, int attempt);
    /// A back-off that lasts until then; `serverS`: the delay that the server asked for, seconds; 0: it did not.
    void beginBackoff(int attempt, qint64 untilNs, double serverS);
    /// What it waited for was there at `ns`, or is now: from then on the call is ready.
    void end(Outcome outcome = Outcome::Ok, qint64 ns = -1);
    void attemptEnded(const AttemptNote &note, const Endpoint &route, const AttemptResult &result);
    void cachedText(const QString &text);
    void done(const Reply &reply, int attempt, qint64 ns);

private:
    Event base(EventKind kind, const Reply &reply, qint64 ns) const;

    const CallContext &m_context;
    StepId m_call;
    int m_attempt = 0;
    std::optional<Phase> m_phase;
    qint64 m_begin = 0;
};

} // namespace interleave
