// The one recorder of a run. Each writing thread has a RecorderBuffer and appends to it without waiting for anybody; one
// reader (the run's controller) drains all buffers, once per frame. Recorder: made before the run, outlives every buffer.
#pragma once

#include "trace/event.h"

#include <limits>
#include <memory>
#include <mutex>
#include <vector>

namespace interleave {

/// Appended to by one thread at a time; emptied by the recorder.
class RecorderBuffer
{
public:
    void add(Event event);

    // Shorthands for the events that hot paths write.
    void beginSpan(qint64 ns, Phase phase, StepId step, int attempt, int executor);
    void endSpan(qint64 ns, Phase phase, StepId step, int attempt, int executor, Outcome outcome = Outcome::Ok, qint64 value = 0);
    void beginStep(qint64 ns, StepId step, StepFacts facts, int executor);
    /// What a step is asked. Its beginning is kept: mostAsked characters.
    void asked(qint64 ns, StepId step, int executor, const QString &text);
    static constexpr int mostAsked = 4'000;
    /// Of a step that is no call; of step 0: of its job. `text`: the value that it gave back, or the error's sentence.
    void endStep(qint64 ns, StepId step, int executor, Outcome outcome = Outcome::Ok, const QString &text = {});

private:
    friend class Recorder;
    std::mutex m_mutex; // held for a push_back or a swap only
    std::vector<Event> m_events;
};

class Recorder
{
public:
    /// A buffer for one more writing thread; valid as long as the recorder. Any thread.
    RecorderBuffer &newBuffer();

    /// Number for one more executor lane; records its name. Any thread.
    int addExecutor(RecorderBuffer &buffer, ExecutorKind kind, const QString &name, qint64 ns);

    /// What was recorded since the last drain, in order of time; at equal times in the order of writing. Events after `upToNs`
    /// stay for the next one. One thread.
    ///
    /// While threads write, `upToNs` is the time just before the call: buffers are emptied one after the other, so an event in
    /// the last may follow from one that the first got after its turn. What follows from an event is later than it was added,
    /// so everything that an event up to then follows from is in this drain or was in one before.
    std::vector<Event> drain(qint64 upToNs = std::numeric_limits<qint64>::max());

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<RecorderBuffer>> m_buffers;
    int m_executors = 0;
    std::vector<Event> m_late; // left by the last drain
};

} // namespace interleave
