#include "traffic/policy_call.h"

#include "async/deadline.h"
#include "core/clock.h"
#include "traffic/call_recording.h"
#include "traffic/retry_policy.h"

#include <QRandomGenerator>

#include <limits>
#include <memory>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 never = std::numeric_limits<qint64>::max();
constexpr int mostAttempts = 32'767;  // the highest number that the trace has room for: retries on every fallback could be more
constexpr qint64 timerNs = 2'000'000; // timers count milliseconds: a time-out may come so much before its time

class PolicyCall
{
public:
    PolicyCall(const CallContext &context, StepId call, CallTimes times, Prompt prompt)
        : m_context(context)
        , m_policy(context.scenario.traffic)
        , m_call(call)
        , m_recording(context, call)
    {
        m_ask.call = call;
        m_ask.prompt = std::move(prompt);
        m_ask.tokens = estimatedTokens(m_ask.prompt);
        m_ask.waits = [this] { m_recording.begin(Phase::Limiter, m_attempt); };
        const Arrival &arrival = context.scenario.arrival;
        if (m_policy.callTimeoutS > 0)
            m_deadline = now() + nsFromSeconds(m_policy.callTimeoutS);
        if (times.untilNs >= 0 && times.untilNs < m_deadline) {
            m_deadline = times.untilNs;
            m_endsWithRun = true;
        }
        if (arrival.isOpenLoop() && arrival.patienceS > 0)
            m_patience = times.plannedNs + nsFromSeconds(arrival.patienceS);
    }

    static Task<Reply> run(std::unique_ptr<PolicyCall> self)
    {
        PolicyCall &call = *self;
        for (call.m_fallback = 0;; ++call.m_fallback) {
            for (call.m_tries = 0;; ++call.m_tries) {
                bool isOver = co_await call.endsWithAttempt();
                while (!isOver && call.isSentAgain())
                    isOver = co_await call.endsWithAttempt();
                if (isOver || !co_await call.backsOff())
                    break;
            }
            if (call.m_isOver || call.m_fallback >= call.m_policy.routing.fallbacks.size() || call.m_attempt > mostAttempts)
                break;
        }
        call.m_recording.done(call.reply(), std::max(0, call.m_attempt - 1), call.m_endNs);
        co_return call.takeReply();
    }

private:
    static qint64 now() { return Loop::current().now(); }
    /// A call that waits for its first attempt has no room for one.
    const Reply &reply() const
    {
        static const Reply none;
        return m_reply ? *m_reply : none;
    }
    Reply takeReply() { return m_reply ? std::move(*m_reply) : Reply(); }

    bool over(Reply reply)
    {
        m_reply = std::make_unique<Reply>(std::move(reply));
        m_endNs = now();
        m_isOver = true;
        return true;
    }
    bool overLate() { return over(lateReply()); }
    bool overCached(const Reply &reply)
    {
        m_recording.cachedText(reply.text);
        return over(reply);
    }

    Task<Verdict> enter()
    {
        m_ask.attempt = m_attempt;
        m_ask.fallback = m_fallback;
        m_ask.isRetry = m_tries > 0 && !m_isResend;
        return m_context.traffic.enter(m_ask);
    }

    Task<Admission> admit()
    {
        Verdict verdict = co_await enter();
        co_return Admission(m_context.traffic, m_call, std::move(verdict));
    }

    /// Nothing: the call's time was up before a limit let it in.
    Task<std::optional<Admission>> admitInTime()
    {
        if (m_policy.cache.enabled && m_attempt == 0)
            m_recording.begin(Phase::Cache, m_attempt);
        const qint64 until = m_attempt == 0 ? std::min(m_deadline, m_patience) : m_deadline;
        std::optional<Admission> admission;
        if (until == never)
            admission.emplace(m_context.traffic, m_call, co_await enter());
        else if (std::optional<Admission> inTime = co_await untilDeadline(admit(), until))
            admission.emplace(std::move(*inTime));
        const bool isHit = admission && admission->verdict().cached;
        if (admission)
            m_recording.end(isHit ? Outcome::CacheHit : Outcome::Ok, admission->verdict().letInNs);
        else
            m_recording.end(lateOutcome(), until);
        co_return admission;
    }

    /// What was not begun is dropped where the schedule, or the run's own end, left no time for it; else its own time was up.
    Outcome lateOutcome() const
    {
        return m_attempt == 0 && (m_patience <= m_deadline || m_endsWithRun) ? Outcome::Dropped : Outcome::Timeout;
    }
    Reply lateReply() const
    {
        Reply reply;
        reply.outcome = lateOutcome();
        reply.error = m_attempt == 0 && m_patience <= m_deadline
                          ? u"Dropped: it could not be sent within %1 s of its schedule; lower the rate, or raise the limits."_s.arg(
                                m_context.scenario.arrival.patienceS)
                          : lateSentence(m_attempt == 0 ? u"Dropped: it was not sent"_s : u"No reply"_s);
        return reply;
    }
    QString lateSentence(const QString &what) const
    {
        return m_endsWithRun
                   ? u"%1 until %2 s after the run's duration was over; give it longer to drain (drain_s), or lower the load."_s.arg(
                         what, QString::number(m_context.scenario.drainS()))
                   : u"%1 within %2 s, waits and retries included; raise the call timeout or the limits."_s.arg(
                         what, QString::number(m_policy.callTimeoutS));
    }

    /// True: nothing is left to try.
    Task<bool> endsWithAttempt()
    {
        std::optional<Admission> admission = co_await admitInTime();
        if (!admission)
            co_return overLate();
        if (admission->verdict().cached)
            co_return overCached(*admission->verdict().cached);
        if (!admission->verdict().isAllowed) {
            m_isOver = true; // the retry budget is spent: the reply before it stands
            m_endNs = now();
            co_return true;
        }
        co_await attempt(*admission);
        m_isOver = isSuccess(reply().outcome) || reply().outcome == Outcome::Cancelled || reply().hasContent;
        co_return m_isOver;
    }

    Task<void> attempt(Admission &admission)
    {
        const int route = admission.verdict().route;
        admission.isMade();
        AttemptResult result = co_await m_context.attempts.attempt({.call = m_call,
                                                                    .number = m_attempt,
                                                                    .route = route,
                                                                    .prompt = m_ask.prompt,
                                                                    .deadlineNs = m_deadline == never ? -1 : m_deadline,
                                                                    .onNewConnection = reply().notTaken == NotTaken::DeadConnection});
        if (result.reply.outcome == Outcome::Timeout && result.endNs >= m_deadline - timerNs)
            result.reply.error = lateSentence(u"No complete reply"_s);
        m_recording.attemptEnded({m_attempt, m_ask.tokens, std::exchange(m_isResend, false)}, m_context.routes[route], result);
        AttemptReport report;
        report.serviceNs = result.sentNs < 0 ? 0 : result.endNs - result.sentNs;
        report.ttftNs = result.sentNs < 0 || result.firstChunkNs < 0 ? 0 : result.firstChunkNs - result.sentNs;
        report.reply = result.reply;
        if (m_policy.cache.enabled)
            report.prompt = m_ask.prompt;
        admission.leave(std::move(report));
        m_reply = std::make_unique<Reply>(std::move(result.reply));
        m_reply->route = route;
        m_endNs = result.endNs;
        ++m_attempt;
    }

    /// What the server did not take goes out again at once, within bounds; no retry that someone asked for is used up.
    bool isSentAgain()
    {
        constexpr int mostRefusals = 5;
        const bool isDead = reply().notTaken == NotTaken::DeadConnection;
        m_isResend = m_policy.retry.resendOnDeadConnection && m_attempt <= mostAttempts && reply().notTaken != NotTaken::No &&
                     now() < m_deadline && (isDead ? m_deadConnections++ < 1 : m_refusals++ < mostRefusals);
        return m_isResend;
    }

    /// False: there will be no retry on this route.
    Task<bool> backsOff()
    {
        if (m_tries >= m_policy.retry.retries || !isRetryable(reply()) || m_attempt > mostAttempts)
            co_return false;
        if (asksForTooMuch(m_policy.retry, reply())) {
            m_reply->error +=
                u" The server asked for %1 s before a retry, and no more than %2 s are waited for (server_delay_cap_s); try later."_s.arg(
                    QString::number(*m_reply->retryAfterS), QString::number(m_policy.retry.serverDelayCapS));
            co_return false;
        }
        const qint64 delay = retryDelayNs(m_policy.retry, reply(), m_tries, random());
        if (m_deadline != never && now() + delay >= m_deadline) {
            m_isOver = true; // it would only wait for the time-out
            co_return false;
        }
        if (delay > 0) {
            const qint64 until = now() + delay;
            m_recording.beginBackoff(m_attempt, until, m_policy.retry.honoursServerDelay ? reply().retryAfterS.value_or(0) : 0);
            co_await SleepUntil(until);
            m_recording.end(Outcome::Ok, until);
        }
        co_return true;
    }

    /// Uniform in [0, 1); the same for the same call and attempt under every execution model.
    double random() const
    {
        const quint64 seed = m_context.scenario.seed;
        const quint32 words[] = {static_cast<quint32>(seed), static_cast<quint32>(seed >> 32), static_cast<quint32>(m_context.repeat),
                                 static_cast<quint32>(sampleOf(m_call)), static_cast<quint32>(m_attempt)};
        return QRandomGenerator(words, std::end(words) - std::begin(words)).generateDouble();
    }

    const CallContext &m_context;
    const TrafficPolicy &m_policy;
    const StepId m_call;
    Ask m_ask; // the one place where the call's prompt is
    CallRecording m_recording;
    qint64 m_deadline = never;  // of the call
    bool m_endsWithRun = false; // and it is the run's
    qint64 m_patience = never;  // to wait for the first attempt
    int m_attempt = 0;          // the next one's number
    int m_fallback = 0;
    int m_tries = 0; // on this route
    int m_deadConnections = 0;
    int m_refusals = 0;
    bool m_isResend = false; // the next attempt
    bool m_isOver = false;
    std::unique_ptr<Reply> m_reply; // of the last attempt; null: none was made yet
    qint64 m_endNs = 0;
};

} // namespace

Task<Reply> policyCall(const CallContext &context, StepId call, CallTimes times, Prompt prompt)
{
    // Not a coroutine: its frame would keep the prompt a second time for as long as the call waits.
    return PolicyCall::run(std::make_unique<PolicyCall>(context, call, times, std::move(prompt)));
}

} // namespace interleave
