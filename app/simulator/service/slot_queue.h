// The simulated server's capacity: at most so many requests in service, the others in line, first come first served.
// Server thread only.
#pragma once

#include <QtGlobal>

#include <list>

namespace interleave {

class SlotQueue
{
public:
    class Client
    {
    public:
        /// A slot is free and now this client's. Only schedules work: it may run while another request is being destroyed.
        virtual void granted() = 0;

    protected:
        ~Client() = default;
    };

    /// A place in the line or a slot; destroying it gives up either, and a slot goes to the next in line.
    class Ticket
    {
    public:
        Ticket(SlotQueue &queue, Client &client)
            : m_queue(queue)
            , m_client(client)
        {
        }
        ~Ticket() { release(); }
        Q_DISABLE_COPY_MOVE(Ticket)
        void request();
        void release();

    private:
        friend class SlotQueue;
        enum class State { Idle, InLine, Serving };
        SlotQueue &m_queue;
        Client &m_client;
        std::list<Ticket *>::iterator m_place;
        State m_state = State::Idle;
    };

    explicit SlotQueue(int capacity)
        : m_capacity(capacity)
    {
    } ///< 0: unlimited
    int serving() const { return m_serving; }
    int inLine() const { return static_cast<int>(m_line.size()); }

private:
    void admit();

    const int m_capacity;
    int m_serving = 0;
    std::list<Ticket *> m_line;
};

} // namespace interleave
