// The trace of a run: built by applying events in order, and only growing. A finished one is shared as std::shared_ptr<const Trace>. What
// it holds is in trace/trace_records.h. Thread: whoever owns it.
#pragma once

#include "trace/trace_records.h"

namespace interleave {

class Trace : public TraceRecords
{
public:
    void apply(const Event &event);
    /// Calls that are ready after it have an open span that says so; of single events it comes with the next one.
    void apply(const std::vector<Event> &events);

private:
    CallRecord &call(qint32 number) { return m_calls[static_cast<size_t>(number)]; }
    void readHeader(const QString &header);
    void endRun(const Event &event);

    // Jobs and steps: trace_steps.cpp
    qint32 stepOf(const Event &event);
    qint32 callOf(const Event &event);
    qint32 addStep(StepId id, const StepFacts &facts, qint64 ns);
    qint32 addCall(StepRecord &step);
    void replaceFirstCall(const JobRecord &owner, qint64 ns);
    void plan(const Event &event);
    void beginStep(const Event &event);
    void endStep(const Event &event);
    void endJob(const Event &event);
    void closeSteps(const JobRecord &ended, const Event &event);
    void endJobsOfRun(const Event &event);

    // Calls and spans
    void beginSpan(const Event &event);
    void endSpan(const Event &event);
    void addChunk(qint32 number, const Event &event);
    void endAttempt(qint32 number, const Event &event);
    void finish(qint32 number, const Event &event);

    // What is ready: trace_ready.cpp
    Phase phaseOf(const Event &event, qint32 number);
    Span *openSpan(qint32 number);
    void becomeReady(qint32 number, qint64 ns);
    void goOnReady(qint32 number, qint64 ns);
    void endReady(qint32 number, qint64 ns, Outcome outcome = Outcome::Ok);
    void showReady(qint32 number);
    void showReady();

    bool m_isOld = false;                    // recorded before there was Phase::Ready
    bool m_hasWorkers = false;               // of an old one: its model is a parallel one
    bool m_isInBatch = false;                // applies several events
    std::vector<qint32> m_ready;             // calls that became ready in it
    QHash<QString, AttemptDetail> m_details; // by text, for endAttempt()
    bool m_namesSteps = false;               // a step began by name: else each job is one call, and perhaps the work on its reply
};

using TracePtr = std::shared_ptr<const Trace>;

} // namespace interleave
