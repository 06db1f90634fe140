// The server's timers: absolute deadlines in nanoseconds on the monotonic clock, in one ordered heap behind one libevent
// timer, so that ten thousand waiting requests cost one wake-up per deadline. Server thread only.
#pragma once

#include <QtGlobal>

#include <map>

struct event;
struct event_base;

namespace interleave {

class TimerHeap
{
public:
    class Client
    {
    public:
        /// The deadline has passed. May destroy the timer and the client: nothing of them is touched afterwards.
        virtual void due() = 0;

    protected:
        ~Client() = default;
    };

    /// One deadline of one client; destroying it cancels it.
    class Timer
    {
    public:
        Timer(TimerHeap &heap, Client &client)
            : m_heap(heap)
            , m_client(client)
        {
        }
        ~Timer() { stop(); }
        Q_DISABLE_COPY_MOVE(Timer)
        /// Moves the deadline when it was set before. One in the past is due as soon as the loop turns.
        void start(qint64 deadlineNs);
        void stop();

    private:
        friend class TimerHeap;
        TimerHeap &m_heap;
        Client &m_client;
        std::multimap<qint64, Timer *>::iterator m_place;
        std::multimap<qint64, Timer *>::node_type m_node; ///< while it does not run: a stream's next deadline costs no allocation
        bool m_running = false;
    };

    explicit TimerHeap(event_base *base);
    ~TimerHeap();
    Q_DISABLE_COPY_MOVE(TimerHeap)

private:
    void fire();
    void arm();

    std::multimap<qint64, Timer *> m_timers;
    event *m_event;
    qint64 m_armedNs = 0; ///< deadline that the event waits for; 0: none
};

} // namespace interleave
