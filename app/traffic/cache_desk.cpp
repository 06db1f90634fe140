#include "traffic/cache_desk.h"

#include "async/completion.h"

namespace interleave {

/// Of one question: the coroutine that waits for it, until it is cancelled. Touched in the loop's thread only.
struct CacheDesk::Answer {
    Completion<std::shared_ptr<const Reply>> *waiting = nullptr;
};

static std::shared_ptr<const Reply> shared(std::optional<Reply> found)
{
    return found ? std::make_shared<const Reply>(std::move(*found)) : nullptr;
}

CacheDesk::CacheDesk(std::unique_ptr<ResponseCache> cache)
    : m_cache(std::move(cache))
    , m_problem(m_cache->problem())
{
    if (!m_cache->isOnDisk())
        return;
    m_thread = std::make_unique<QThreadPool>();
    m_thread->setMaxThreadCount(1); // in the order in which it was asked
}

CacheDesk::~CacheDesk()
{
    if (m_thread)
        m_thread->waitForDone();
}

Task<std::shared_ptr<const Reply>> CacheDesk::find(const Endpoint &endpoint, const Prompt &prompt)
{
    if (!m_thread)
        co_return shared(m_cache->find(endpoint, prompt));
    Completion<std::shared_ptr<const Reply>> reply;
    const auto answer = std::make_shared<Answer>();
    answer->waiting = &reply;
    struct Leave {
        std::shared_ptr<Answer> answer;
        ~Leave() { answer->waiting = nullptr; }
    };
    const Leave leave{answer};
    m_thread->start([this, endpoint, prompt, answer] {
        QMetaObject::invokeMethod(
            &m_home,
            [answer, found = shared(m_cache->find(endpoint, prompt))] {
                if (answer->waiting)
                    answer->waiting->set(found);
            },
            Qt::QueuedConnection);
    });
    co_return co_await reply;
}

void CacheDesk::keep(const Endpoint &endpoint, const Prompt &prompt, const Reply &reply)
{
    if (m_thread)
        m_thread->start([this, endpoint, prompt, reply] { m_cache->keep(endpoint, prompt, reply); });
    else
        m_cache->keep(endpoint, prompt, reply);
}

} // namespace interleave
