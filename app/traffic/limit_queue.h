// Where calls wait for the client's own limits, on calls in flight and on the rate of their route. A call is let in at the moment when
// both have room: who waits for a rate holds no place in flight, and who was given a rate's place uses it at once. Of the calls whose rate
// has room the one that has waited longest comes first; on one route, nobody overtakes. Used by TrafficControl; thread of the loop.
#pragma once

#include "async/loop.h"
#include "traffic/rate_limiter.h"

#include <deque>
#include <list>

namespace interleave {

class LimitQueue
{
public:
    class Place;

    /// The calls of one route, in order.
    class Line
    {
    public:
        explicit Line(RateLimiter limiter)
            : rate(std::move(limiter))
        {
        }
        RateLimiter rate;

    private:
        friend class LimitQueue;
        friend class Place;
        std::list<Place *> m_waiting;
    };

    explicit LimitQueue(int places)
        : m_free(places)
    {
    }
    LimitQueue(const LimitQueue &) = delete;
    LimitQueue &operator=(const LimitQueue &) = delete;

    /// Stays where it is for the life of the queue.
    Line &addLine(RateLimiter rate);
    /// A call that was let in, and kept its place, is over.
    void leave();
    /// A rate has more room than before.
    void letIn();

private:
    Place *firstReady(qint64 nowNs);
    void grant(Place &place, qint64 nowNs);

    int m_free;
    qint64 m_asked = 0;
    std::deque<Line> m_lines;
};

/// A call's place: in its line, then let in. Lives in the frame of the coroutine that waits; destroying it gives back what it has, unless
/// it was kept. `while (!place.isLetIn()) co_await place;`
class LimitQueue::Place
{
public:
    Place(LimitQueue &queue, Line &line, StepId call, int tokens);
    ~Place();
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;

    bool isLetIn() const { return m_state != State::Waiting; }
    /// Its place in flight stays taken until somebody calls leave().
    void keep() { m_state = State::Kept; }

    bool await_ready() const { return isLetIn(); }
    void await_suspend(std::coroutine_handle<> handle);
    void await_resume() const {}

private:
    friend class LimitQueue;
    enum class State { Waiting, LetIn, Kept };

    LimitQueue &m_queue;
    Line &m_line;
    const StepId m_call;
    const int m_tokens;
    const qint64 m_number; // in the order of asking
    State m_state = State::Waiting;
    std::list<Place *>::iterator m_position; // while it waits
    Waiter m_waiter;
};

} // namespace interleave
