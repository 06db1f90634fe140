// The worker's end: one job at a time, in an environment whose loop is the worker's own: the call, and then its analysis in
// the same thread. Lives in the worker's thread (of the engine's process, or of a worker process).
#pragma once

#include "async/completion.h"
#include "async/qt_loop.h"
#include "environment/live_environment.h"
#include "environment/worker_link.h"

#include <optional>

namespace interleave {

class WorkerSession
{
public:
    using Send = std::function<void(const WorkerMessage &)>;

    WorkerSession(JobFunction job, const LiveServicesFactory &services, Recorder &recorder, int executor, bool asksGate, Send send);

    /// Says that the worker is up.
    void begin();
    /// A message of the engine: a job, or the gate's answer.
    void receive(const WorkerMessage &message);

private:
    /// The engine's gate, asked through the link.
    class RemoteGate : public Gate
    {
    public:
        RemoteGate(bool asks, Send send)
            : m_asks(asks)
            , m_send(std::move(send))
        {
        }
        bool isOpen() const override { return !m_asks; }
        Task<void> enter() override;
        void leave() override;
        void granted();

    private:
        bool m_asks;
        Send m_send;
        Completion<bool> *m_waiting = nullptr;
    };
    Task<void> work(Job job);
    void say(WorkerMessage::Kind kind);

    Send m_send;
    QtLoop m_loop;
    RecorderBuffer &m_buffer;
    RemoteGate m_gate;
    std::unique_ptr<LiveServices> m_services;
    std::unique_ptr<LiveEnvironment> m_environment;
    std::optional<Task<void>> m_work; // last: destroyed first, which cancels it
};

} // namespace interleave
