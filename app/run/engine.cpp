#include "run/engine.h"

namespace interleave {

Engine::Engine()
{
    m_inThread.moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("engine"));
    m_thread.start();
    if (StallWatch::isWanted())
        QMetaObject::invokeMethod(&m_inThread, [this] { m_watch = std::make_unique<StallWatch>(QStringLiteral("engine's")); });
}

Engine::~Engine() { shutDown(); }

void Engine::shutDown()
{
    if (!m_thread.isRunning())
        return;
    if (const auto handle = m_current.lock())
        handle->stop = true;
    QMetaObject::invokeMethod(
        &m_inThread,
        [this] {
            m_run.reset();
            m_handle.reset();
            m_watch.reset();
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void Engine::start(const RunTarget &target, const ExecutionModel &model, std::shared_ptr<RunStock> stock, std::shared_ptr<RunHandle> handle)
{
    m_current = handle;
    QMetaObject::invokeMethod(&m_inThread, [this, target, &model, stock, handle] {
        m_handle = handle;
        m_run = std::make_unique<LiveRun>(target, model, *stock, handle->recorder, handle->stop, [this] {
            // Later: it is called inside the run's own coroutine.
            QMetaObject::invokeMethod(&m_inThread, [this] { end(); }, Qt::QueuedConnection);
        });
        const QStringList notices = m_run->notices();
        for (const QString &sentence : notices)
            Q_EMIT noticed(sentence);
        m_run->start();
    });
}

void Engine::cancel()
{
    // At once, from this thread: the engine's own loop may be busy with an analysis.
    if (const auto handle = m_current.lock())
        handle->stop = true;
    QMetaObject::invokeMethod(&m_inThread, [this] {
        if (m_run)
            end();
        else
            Q_EMIT ended(); // it had ended by itself: who waits for an end must not wait for ever
    });
}

void Engine::end()
{
    if (!m_run)
        return; // cancelled between its own end and now
    m_run.reset();
    m_handle.reset();
    Q_EMIT ended();
}

} // namespace interleave
