// The simulated GPU of a server with continuous batching: every request in the batch makes progress at once, and the more of
// them there are, the slower each one is. b requests are in the batch; then
//   decode:  each stream makes decodeTokensPerS / (1 + slowdown · (b - 1)) tokens a second
//   prefill: those whose prompt is being read share prefillTokensPerS evenly
// so a rate changes for all whenever one joins or leaves. That costs nothing per stream: two clocks count the tokens that a
// stream would have got so far, and each stream waits for a reading of one. Events are handled in the order and at the times
// of this model, however late the thread is, so the outcome depends on arrivals alone. Server thread only.
#pragma once

#include "simulator/http/timer_heap.h"
#include "simulator/llm/profile.h"

#include <map>
#include <optional>

namespace interleave {

class BatchEngine final : private TimerHeap::Client
{
public:
    class Client
    {
    public:
        /// The tokens waited for are made. May destroy the stream.
        virtual void reached() = 0;

    protected:
        ~Client() = default;
    };

    /// A request in the batch, from join() to its destruction.
    class Stream
    {
    public:
        Stream(BatchEngine &engine, Client &client)
            : m_engine(engine)
            , m_client(client)
        {
        }
        ~Stream();
        Q_DISABLE_COPY_MOVE(Stream)
        /// Enters the batch and waits for so many output tokens. Every token of input and output is `work` tokens' worth.
        void join(qint64 atNs, double inputTokens, double outputTokens, double work);
        /// Waits for so many output tokens, counted from the first.
        void waitFor(double outputTokens);

    private:
        friend class BatchEngine;
        using Place = std::multimap<double, Stream *>::iterator;
        enum class State { Outside, Joining, Prefilling, Decoding, Idle };
        BatchEngine &m_engine;
        Client &m_client;
        State m_state = State::Outside;
        Place m_place; ///< among those of its state
        double m_inputTokens = 0;
        double m_outputTokens = 0; ///< waited for
        double m_work = 1;
        double m_decodeStart = 0; ///< reading of the clock
    };

    /// Batching with rates that are already scaled. `timers` may be null: then runUntil() is called from outside.
    BatchEngine(const Batching &batching, TimerHeap *timers);

    /// Handles all that happens up to this time, and moves the model there.
    void runUntil(qint64 ns);
    /// The time at which what happens now happens: the model's while it handles an event.
    qint64 nowNs() const;
    int batchSize() const { return m_size; }

private:
    using Waiting = std::multimap<double, Stream *>;

    void due() override;
    void arm();
    void advanceTo(qint64 ns);
    /// When the next event happens; negative: never, as things stand.
    qint64 nextNs() const;
    void handleNext();
    double decodeRate() const;
    double prefillRate() const;
    void wait(Stream &stream, Stream::State state, double target);
    void leave(Stream &stream);
    Waiting &waitingIn(Stream::State state);

    const Batching m_batching;
    std::optional<TimerHeap::Timer> m_timer;
    Waiting m_joining;    ///< by time
    Waiting m_prefilling; ///< by reading of m_prefilled
    Waiting m_decoding;   ///< by reading of m_decoded
    qint64 m_ns = 0;      ///< the model's time
    double m_prefilled = 0;
    double m_decoded = 0;
    int m_size = 0;
    bool m_running = false;
};

} // namespace interleave
