// Where coroutines are resumed: a queue of waiters that are ready, and timers. One thread. A coroutine is resumed only from
// a turn of its loop, never inside a signal or a callback. Two kinds: QtLoop runs on a Qt event loop and the real clock,
// VirtualLoop in virtual time. Used by every awaitable of async/ and by both environments.
#pragma once

#include <QtGlobal>

#include <coroutine>
#include <list>
#include <map>

namespace interleave {

class Loop;

/// A suspended coroutine that waits for something. It lives in the coroutine's own frame, and unlinks itself when the frame
/// is destroyed: nothing ever resumes a dead frame.
class Waiter
{
public:
    Waiter();
    ~Waiter();
    Waiter(const Waiter &) = delete;
    Waiter &operator=(const Waiter &) = delete;

    void suspend(std::coroutine_handle<> handle) { m_handle = handle; }
    bool isSuspended() const { return bool(m_handle); }
    /// Resumes the coroutine on the loop's next turn. Thread of the loop.
    void wake();
    /// Resumes it when the loop's clock reads `ns` or later.
    void wakeAt(qint64 ns);
    Loop &loop() const { return *m_loop; }

private:
    friend class Loop;
    enum class State { Idle, Ready, Timed };
    Loop *m_loop;
    std::coroutine_handle<> m_handle;
    State m_state = State::Idle;
    qint64 m_readySince = 0;
    std::list<Waiter *>::iterator m_ready;
    std::multimap<qint64, Waiter *>::iterator m_timer;
};

class Loop
{
public:
    Loop() = default;
    virtual ~Loop();
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    /// The loop whose turn it is in this thread. Only inside a turn, or inside enter().
    static Loop &current();
    virtual qint64 now() const = 0;
    /// When what the coroutine that was resumed last had waited for was there: its timer due, or wake() called. That is before now()
    /// if the loop was busy. Right after a co_await that did suspend, nowhere else.
    qint64 readySince() const { return m_readySince; }

    /// Makes this the current loop while `function` runs: for code that starts coroutines from outside a turn.
    template<typename Function> void enter(Function function)
    {
        const Scope scope(*this);
        function();
    }

protected:
    /// Arranges that runTurn() is called soon. Called when the queue was empty.
    virtual void scheduleTurn() = 0;
    /// Arranges that runTurn() is called at `ns`, the earliest timer.
    virtual void scheduleTimer(qint64 ns) = 0;

    /// Resumes everything that is ready, or due at now(); what becomes ready meanwhile waits for the next turn.
    void runTurn();
    bool hasReady() const { return !m_readyList.empty(); }
    /// Time of the earliest timer, or -1.
    qint64 nextTimer() const { return m_timers.empty() ? -1 : m_timers.begin()->first; }

private:
    friend class Waiter;
    class Scope
    {
    public:
        explicit Scope(Loop &loop);
        ~Scope();

    private:
        Loop *m_previous;
    };
    void makeReady(Waiter &waiter);
    void makeTimed(Waiter &waiter, qint64 ns);
    void unlink(Waiter &waiter);

    std::list<Waiter *> m_readyList;
    qint64 m_readySince = 0;
    std::multimap<qint64, Waiter *> m_timers; // equal times keep the order in which they were set
};

} // namespace interleave
