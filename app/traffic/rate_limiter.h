// Requests and tokens per minute of the client's own accord, as a service that somebody else runs would count them: never more than the
// limit in any 60 seconds, wherever they begin. So it keeps to fixed minutes, sliding minutes and token buckets alike. Even pacing also
// spaces them out, which servers with a leaky bucket and no burst ask for (nginx' limit_req). A value, time comes from outside; who is
// let in when is LimitQueue's business.
//
// A margin of 2 % keeps jitter on the way from making two calls that were a minute apart here meet in one minute there.
#pragma once

#include "core/traffic_policy.h"
#include "traffic/sliding_window.h"

namespace interleave {

class RateLimiter
{
public:
    /// `minuteNs`: tests have shorter minutes.
    explicit RateLimiter(RateLimits limits, qint64 minuteNs = 60'000'000'000);

    /// The earliest time, from `nowNs` on, at which a request that is thought to use `tokens` may be sent.
    qint64 readyNs(qint64 nowNs, int tokens);
    void take(qint64 nowNs, StepId call, int tokens);
    /// The call that took was never sent. Of the even spacing only the last one's place can be given back.
    void giveBack(StepId call, int tokens);
    /// A call used `actual` tokens where `estimated` were taken.
    void correct(qint64 nowNs, StepId call, int estimated, int actual);

private:
    /// Even spacing: after each, the next has its time.
    class Spacing
    {
    public:
        explicit Spacing(double perUnitNs)
            : m_perUnitNs(perUnitNs)
        {
        }
        qint64 readyNs(qint64 nowNs) const;
        void take(qint64 nowNs, double amount);
        void add(double amount) { m_nextNs += amount * m_perUnitNs; }

    private:
        double m_perUnitNs; // 0: nothing is spaced
        double m_nextNs = 0;
    };

    RateLimits m_limits;
    Spacing m_requestSpacing, m_tokenSpacing;
    SlidingWindow m_requests, m_tokens;
    StepId m_lastCall; // that took
};

} // namespace interleave
