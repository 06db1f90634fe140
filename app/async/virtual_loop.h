// A Loop in virtual time: a discrete-event simulation. run() jumps from timer to timer until nothing waits any more. Used by predictions
// and by tests of coroutines. The thread that calls run().
#pragma once

#include "async/loop.h"

namespace interleave {

class VirtualLoop : public Loop
{
public:
    qint64 now() const override { return m_now; }
    /// Time passes while the loop is busy: what falls due meanwhile is late, as on a real loop that computes.
    void computeFor(qint64 ns) { m_now += ns; }
    /// Runs until nothing is ready and no timer is left, or `done` says so. Deterministic.
    template<typename Predicate> void runUntil(Predicate done)
    {
        while (!done() && step())
            ;
    }

protected:
    void scheduleTurn() override {}
    void scheduleTimer(qint64) override {}

private:
    bool step();
    qint64 m_now = 0;
};

} // namespace interleave
