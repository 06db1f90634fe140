// What a trace holds, as its readers see it: jobs, steps, calls, spans, executors and samples. Trace (trace/trace.h) makes it from events.
// Thread: whoever owns it. All times are nanoseconds on the clock of the events; subtract origin() before converting to floating point.
#pragma once

#include "trace/attempt_detail.h"
#include "trace/event.h"
#include "trace/system_counter.h"

#include <QHash>
#include <QList>
#include <QString>

#include <bitset>
#include <memory>
#include <optional>
#include <vector>

namespace interleave {

/// One phase of one call or executor. `end` is Trace::open while it lasts.
struct Span {
    qint64 begin = 0;
    qint64 end = 0;
    qint64 cpuNs = 0; ///< thread CPU time, Analyze and Tool only
    qint32 step = -1; ///< index into Trace::steps(); -1: belongs to an executor alone
    qint32 call = -1; ///< in whose lane it is drawn: that of its step, or of the call that its step works on; -1: none
    qint16 attempt = 0;
    qint16 executor = 0;
    Phase phase = Phase::Limiter;
    Outcome outcome = Outcome::Ok; ///< of the attempt, on its last span
};

struct Chunk {
    qint64 ns = 0;      ///< when the client read it
    qint64 trueNs = 0;  ///< when the server sent it, by its own stamp; 0: not told
    qint32 textEnd = 0; ///< length of the call's text after this chunk
};

/// Why and until when a back-off waits.
struct Wait {
    qint64 untilNs = 0;
    double serverS = 0; ///< delay that the server asked for, seconds; 0: it did not, the delay is the policy's own
};

/// What is known of an attempt beyond its spans.
struct AttemptEnd {
    Outcome outcome = Outcome::Ok;
    Usage usage;                ///< as the server told
    qint32 estimatedTokens = 0; ///< input, as estimated before it
    AttemptDetail detail;
};

/// A step of a job. What is only known of calls is in its CallRecord.
struct StepRecord {
    StepId id;
    StepKind kind = StepKind::Call;
    bool finished = false;
    Outcome outcome = Outcome::Cancelled; ///< valid when finished
    qint32 call = -1;                     ///< a call: its number; an analysis of a reply, or a tool that it asked for: that call's; else -1
    qint64 begin = -1;                    ///< all that it waited for was there
    qint64 end = -1;                      ///< -1: not yet
    qint64 parent = 0;                    ///< step of its job; 0: the job itself
    std::vector<qint64> causes;           ///< steps of its job
    QString label;                        ///< empty: its job's
    QString asked;                        ///< a tool's arguments; a call's last words where they are not its job's; empty: not told
    QString result;                       ///< of an analysis or a tool: compact JSON
    std::vector<qint32> spans;            ///< of a step that has no call: indices into Trace::spans()

    void close(Outcome how, qint64 ns)
    {
        finished = true;
        outcome = how;
        end = ns;
    }
};

struct JobRecord {
    qint64 planned = -1;
    qint64 released = -1; ///< when it was handed to the execution model
    qint64 end = -1;      ///< of its last step; -1: not yet
    bool finished = false;
    Outcome outcome = Outcome::Cancelled; ///< valid when finished
    int promptIndex = -1;
    int user = -1;             ///< who sends it, when users take turns
    qint32 firstCall = -1;     ///< the call that stands for it before its first step is known
    QString label;             ///< first line of its prompt
    QString message;           ///< error sentence
    std::vector<qint32> steps; ///< indices into Trace::steps(), in order of begin
};

struct CallRecord {
    StepId id;              ///< step 0: not begun
    qint64 planned = -1;    ///< all that it waited for was there; of a job's first call when the schedule wanted the job
    qint64 released = -1;   ///< when its job was handed to the execution model
    qint64 sent = -1;       ///< first byte of the first attempt; -1: never sent
    qint64 lastSent = -1;   ///< first byte of the last attempt
    qint64 firstChunk = -1; ///< first content chunk of the last attempt
    qint64 lastChunk = -1;
    qint64 done = -1; ///< response complete and decoded, or failed; -1: not yet
    qint64 end = -1;  ///< done, or the end of its last CPU step if later; -1: not yet done
    int promptIndex = -1;
    int attempts = 0;       ///< attempts begun
    qint64 readySince = -1; ///< since when none of its other spans is open; -1: one is
    bool finished = false;
    Outcome outcome = Outcome::Cancelled; ///< valid when finished
    Usage usage;
    QString label;                       ///< first line of the prompt
    QString text;                        ///< reply so far
    QString message;                     ///< error sentence, or the finish reason
    qint32 work = -1;                    ///< the step that works on its reply, an analysis or a tool; -1: none
    std::vector<qint32> spans;           ///< indices into Trace::spans(), in order of begin
    std::vector<Chunk> chunks;           ///< of the last attempt
    std::vector<AttemptEnd> attemptEnds; ///< in order
};

struct Executor {
    ExecutorKind kind = ExecutorKind::Loop;
    QString name;
    std::vector<qint32> spans; ///< what it executes on CPU or starts up: Startup, Send, Analyze, Tool, in order of begin
};

struct LoopLagSample {
    qint64 ns = 0;
    qint64 lagNs = 0;
    int executor = 0;
};

struct CpuSample {
    qint64 ns = 0;
    qint64 cpuNs = 0;
    int executor = 0; ///< one of the process that this counts; 0: this process
};

struct SystemSample {
    qint64 ns = 0;
    qint64 value = 0; ///< so far
    int executor = 0;
    SystemCounter counter = SystemCounter::MachineCpu;
};

class TraceRecords
{
public:
    static constexpr qint64 open = -1;

    qint64 origin() const { return m_origin; }
    /// Latest time seen in any event.
    qint64 last() const { return m_last; }
    bool isFinished() const { return m_finished; }
    bool wasCancelled() const { return m_cancelled; }
    /// Header of RunBegin: model, repeat, scenario, environment. Compact JSON.
    const QString &header() const { return m_header; }
    /// False: a call of the warm-up, which is left out of every figure.
    bool isMeasured(qint32 call) const { return call >= 0 && isMeasuredJob(m_calls[static_cast<size_t>(call)].id.job); }
    bool isMeasured(const Span &span) const
    {
        return span.step < 0 ? isMeasured(span.call) : isMeasuredJob(m_steps[static_cast<size_t>(span.step)].id.job);
    }
    bool isMeasuredJob(qint32 job) const { return job >= m_warmup; }

    const std::vector<JobRecord> &jobs() const { return m_jobs; }
    const std::vector<StepRecord> &steps() const { return m_steps; }
    /// Index into steps(); -1: it has not begun.
    qint32 find(StepId id) const;
    /// Compact JSON of the work on a call's reply; empty: none.
    QString analysisOf(const CallRecord &call) const { return call.work < 0 ? QString() : m_steps[static_cast<size_t>(call.work)].result; }
    /// In the order in which they began: where each job is one call, the job's number.
    const std::vector<CallRecord> &calls() const { return m_calls; }
    const std::vector<Span> &spans() const { return m_spans; }
    /// Of a back-off's span, by its index; nothing: another phase, or an older file.
    std::optional<Wait> waitOf(qint32 span) const
    {
        const auto wait = m_waits.constFind(span);
        return wait == m_waits.cend() ? std::nullopt : std::optional(*wait);
    }
    /// There is a span of this phase.
    bool has(Phase phase) const { return m_phases[static_cast<size_t>(phase)]; }
    const std::vector<Executor> &executors() const { return m_executors; }
    const std::vector<LoopLagSample> &loopLags() const { return m_loopLags; }
    const std::vector<CpuSample> &cpuSamples() const { return m_cpu; }
    const std::vector<SystemSample> &systemSamples() const { return m_system; }

    qint64 runEnd() const { return m_runEnd; } ///< -1 while it lasts
    /// Grows with every applied event; a view that cached something compares it.
    quint64 version() const { return m_version; }
    /// `span.end`, or `now` while it is open.
    static qint64 endOr(const Span &span, qint64 now) { return span.end == open ? now : span.end; }

protected:
    ~TraceRecords() = default;
    TraceRecords() = default;
    TraceRecords(const TraceRecords &) = default;
    TraceRecords(TraceRecords &&) = default;
    TraceRecords &operator=(const TraceRecords &) = default;
    TraceRecords &operator=(TraceRecords &&) = default;

    JobRecord &job(qint32 number);
    Executor &executor(int number);
    qint32 push(const Span &span);
    static void closeOpen(Span &span, qint64 ns, Outcome outcome);
    bool standsForJob(const JobRecord &owner) const { return m_calls[static_cast<size_t>(owner.firstCall)].id.step == 0; }
    static constexpr size_t nearSteps = 32; // of a job: looked for one by one

    qint64 m_origin = 0;
    qint64 m_last = 0;
    qint64 m_runEnd = -1;
    quint64 m_version = 0;
    bool m_finished = false;
    bool m_cancelled = false;
    qint32 m_warmup = 0;
    QString m_header;
    std::vector<JobRecord> m_jobs;
    std::vector<StepRecord> m_steps;
    QHash<StepId, qint32> m_farSteps; // of jobs with many steps
    std::vector<CallRecord> m_calls;
    std::bitset<allPhases.size()> m_phases; // of the spans
    std::vector<Span> m_spans;
    QHash<qint32, Wait> m_waits; // of spans that are back-offs
    std::vector<Executor> m_executors;
    std::vector<LoopLagSample> m_loopLags;
    std::vector<CpuSample> m_cpu;
    std::vector<SystemSample> m_system;
};

} // namespace interleave
