// What a call passes before it is sent: the limit on calls in flight. The same gate holds for every execution model; a
// worker's gate asks the engine's. Thread of the loop.
#pragma once

#include "async/semaphore.h"
#include "async/task.h"

namespace interleave {

class Gate
{
public:
    virtual ~Gate() = default;
    /// False: enter() will have to wait.
    virtual bool isOpen() const = 0;
    virtual Task<void> enter() = 0;
    virtual void leave() = 0;
};

/// Leaves the gate when it is destroyed.
class GatePass
{
public:
    explicit GatePass(Gate &gate)
        : m_gate(gate)
    {
    }
    ~GatePass() { m_gate.leave(); }
    GatePass(const GatePass &) = delete;
    GatePass &operator=(const GatePass &) = delete;

private:
    Gate &m_gate;
};

/// The engine's own gate: at most `limit` inside.
class LimitGate : public Gate
{
public:
    explicit LimitGate(int limit)
        : m_semaphore(limit)
    {
    }
    bool isOpen() const override { return m_semaphore.isFree(); }
    Task<void> enter() override
    {
        Permit permit = co_await m_semaphore.acquire();
        permit.keep();
    }
    void leave() override { Permit(m_semaphore).release(); }

private:
    Semaphore m_semaphore;
};

} // namespace interleave
