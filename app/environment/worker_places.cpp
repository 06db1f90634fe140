#include "environment/worker_places.h"

#include <algorithm>

namespace interleave {

WorkerPlaces::WorkerPlaces(int count)
    : m_free(count)
    , m_returning(static_cast<size_t>(count))
    , m_isRetired(static_cast<size_t>(count), false)
{
    for (int worker = count - 1; worker >= 0; --worker)
        m_idle.push_back(worker);
}

Task<int> WorkerPlaces::any()
{
    Permit permit = co_await m_free.acquire();
    if (m_idle.empty())
        co_return -1; // its permit goes back: the next one hears the same
    permit.keep();
    const int worker = m_idle.back();
    m_idle.pop_back();
    co_return worker;
}

/// A unit in the queue of a worker. When its coroutine is given up it leaves the queue, and a place that was promised to it goes on.
class WorkerPlaces::Returning
{
public:
    Returning(WorkerPlaces &places, int worker)
        : m_places(places)
        , m_worker(worker)
    {
        queue().push_back(this);
    }
    ~Returning()
    {
        queue().remove(this);
        if (m_isPromised && !m_isTaken)
            m_places.giveBack(m_worker);
    }
    Returning(const Returning &) = delete;
    Returning &operator=(const Returning &) = delete;

    void promise()
    {
        m_isPromised = true;
        m_turn.set(true);
    }
    void refuse() { m_turn.set(false); }
    Task<bool> turn()
    {
        m_isTaken = co_await m_turn;
        co_return m_isTaken;
    }

private:
    std::list<Returning *> &queue() { return m_places.m_returning[static_cast<size_t>(m_worker)]; }

    WorkerPlaces &m_places;
    const int m_worker;
    Completion<bool> m_turn;
    bool m_isPromised = false, m_isTaken = false;
};

WorkerPlaces::~WorkerPlaces() = default;

Task<bool> WorkerPlaces::again(int worker)
{
    if (m_isRetired[static_cast<size_t>(worker)])
        co_return false;
    const auto idle = std::find(m_idle.begin(), m_idle.end(), worker);
    if (idle != m_idle.end() && m_free.isFree()) { // else all that are idle are promised
        m_idle.erase(idle);
        Permit permit = co_await m_free.acquire(); // at once
        permit.keep();
        co_return true;
    }
    Returning returning(*this, worker);
    co_return co_await returning.turn();
}

void WorkerPlaces::giveBack(int worker)
{
    std::list<Returning *> &returning = m_returning[static_cast<size_t>(worker)];
    if (!returning.empty()) {
        Returning *first = returning.front();
        returning.pop_front();
        first->promise();
        return;
    }
    m_idle.push_back(worker);
    Permit(m_free).release();
}

void WorkerPlaces::retire(int worker)
{
    // Its place stays taken, so that units that wait go to the workers that are left. Without any, all places are given back for good, and
    // whoever waits hears so at once instead of waiting for ever.
    m_isRetired[static_cast<size_t>(worker)] = true;
    for (Returning *each : std::exchange(m_returning[static_cast<size_t>(worker)], {}))
        each->refuse();
    if (++m_retired < m_isRetired.size())
        return;
    for (size_t place = 0; place < m_isRetired.size(); ++place)
        Permit(m_free).release();
}

} // namespace interleave
