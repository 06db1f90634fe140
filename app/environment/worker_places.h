// Which worker works on what: a unit takes any free worker, gives its place away while it waits for its branches, and goes on where it
// began. Shared by live workers and those in virtual time. Thread of the loop; outlives the coroutines that wait in it.
#pragma once

#include "async/completion.h"
#include "async/semaphore.h"
#include "async/task.h"

#include <list>
#include <vector>

namespace interleave {

class WorkerPlaces
{
public:
    /// Workers 0 to count - 1, all free; the lowest is taken first, and then who became free last.
    explicit WorkerPlaces(int count);
    ~WorkerPlaces();
    WorkerPlaces(const WorkerPlaces &) = delete;
    WorkerPlaces &operator=(const WorkerPlaces &) = delete;

    /// Takes a free worker, or waits for one. -1: none is left.
    Task<int> any();
    /// Takes this worker again. False: it is left no more. The unit that began on it goes before units that are new.
    Task<bool> again(int worker);
    /// Its place is free.
    void giveBack(int worker);
    /// It ended, and takes no more units: instead of giveBack().
    void retire(int worker);

private:
    Semaphore m_free;
    std::vector<int> m_idle; // next one last
    class Returning;
    std::vector<std::list<Returning *>> m_returning; // by worker: units that began on it
    std::vector<bool> m_isRetired;
    size_t m_retired = 0;
};

} // namespace interleave
