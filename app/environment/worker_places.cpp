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

/// Takes its place in the queue of a worker back when its coroutine is cancelled.
class Returning
{
public:
    explicit Returning(std::list<Completion<bool> *> &queue)
        : m_queue(queue)
    {
        m_queue.push_back(&turn);
    }
    ~Returning() { m_queue.remove(&turn); }
    Returning(const Returning &) = delete;
    Returning &operator=(const Returning &) = delete;

    Completion<bool> turn;

private:
    std::list<Completion<bool> *> &m_queue;
};

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
    Returning returning(m_returning[static_cast<size_t>(worker)]);
    co_return co_await returning.turn;
}

void WorkerPlaces::giveBack(int worker)
{
    std::list<Completion<bool> *> &returning = m_returning[static_cast<size_t>(worker)];
    if (!returning.empty()) {
        Completion<bool> *first = returning.front();
        returning.pop_front();
        first->set(true);
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
    for (Completion<bool> *each : std::exchange(m_returning[static_cast<size_t>(worker)], {}))
        each->set(false);
    if (++m_retired < m_isRetired.size())
        return;
    for (size_t place = 0; place < m_isRetired.size(); ++place)
        Permit(m_free).release();
}

} // namespace interleave
