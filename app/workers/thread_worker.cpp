#include "workers/thread_worker.h"

#include "workers/worker_session.h"

namespace interleave {

class ThreadWorker::Thread : public QThread
{
public:
    Thread(ThreadWorker &link, const WorkerPlan &plan, const JobProgram &job, Recorder &recorder, int executor)
        : m_link(link)
        , m_services(plan.threadServices)
        , m_asksTraffic(plan.asksTraffic)
        , m_job(job)
        , m_recorder(recorder)
        , m_executor(executor)
    {
    }

    /// Queues a call in the worker's thread; what arrives before the session is up waits for it.
    void post(const WorkerMessage &message)
    {
        const std::lock_guard lock(m_mutex);
        if (m_receiver)
            queue(message);
        else if (!m_isOver)
            m_early.push_back(message);
    }

protected:
    void run() override
    {
        QObject receiver;
        WorkerSession session(m_job, m_services, m_recorder, m_executor, m_asksTraffic, [this](const WorkerMessage &message) {
            QMetaObject::invokeMethod(&m_link.m_engineSide, [this, message] { m_link.m_listener.received(message); }, Qt::QueuedConnection);
        });
        {
            const std::lock_guard lock(m_mutex);
            m_receiver = &receiver;
            m_session = &session;
            for (const WorkerMessage &message : std::exchange(m_early, {}))
                queue(message);
        }
        session.begin();
        exec();
        const std::lock_guard lock(m_mutex);
        m_receiver = nullptr;
        m_isOver = true;
    }

private:
    void queue(const WorkerMessage &message)
    {
        QMetaObject::invokeMethod(m_receiver, [this, message] { m_session->receive(message); }, Qt::QueuedConnection);
    }

    ThreadWorker &m_link;
    LiveServicesFactory m_services;
    bool m_asksTraffic;
    JobProgram m_job;
    Recorder &m_recorder;
    int m_executor;
    std::mutex m_mutex;
    std::vector<WorkerMessage> m_early;
    bool m_isOver = false;
    QObject *m_receiver = nullptr;
    WorkerSession *m_session = nullptr;
};

ThreadWorker::ThreadWorker(const WorkerPlan &plan, const JobProgram &job, Recorder &recorder, int executor, Listener listener)
    : m_listener(std::move(listener))
    , m_thread(std::make_unique<Thread>(*this, plan, job, recorder, executor))
{
    m_thread->start();
}

ThreadWorker::~ThreadWorker()
{
    close();
    m_thread->wait();
}

void ThreadWorker::send(const WorkerMessage &message) { m_thread->post(message); }
void ThreadWorker::close() { m_thread->quit(); }

} // namespace interleave
