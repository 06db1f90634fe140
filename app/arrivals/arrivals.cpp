#include "arrivals/arrivals.h"

#include "async/loop.h"
#include "core/clock.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interleave {

/// Rings at a time, or when something happens before.
class Arrivals::Alarm
{
public:
    Alarm(Arrivals &owner, qint64 ns) // the highest number: only when something happens
        : m_owner(owner)
        , m_ns(ns)
    {
        m_owner.m_alarm = this;
    }
    ~Alarm() { m_owner.m_alarm = nullptr; }
    Alarm(const Alarm &) = delete;
    Alarm &operator=(const Alarm &) = delete;
    static constexpr qint64 never = std::numeric_limits<qint64>::max();

    bool await_ready() const { return m_waiter.loop().now() >= m_ns; }
    void await_suspend(std::coroutine_handle<> handle)
    {
        m_waiter.suspend(handle);
        if (m_ns != never)
            m_waiter.wakeAt(m_ns);
    }
    void await_resume() const {}
    void ring()
    {
        if (m_waiter.isSuspended())
            m_waiter.wake();
    }

private:
    Arrivals &m_owner;
    qint64 m_ns;
    Waiter m_waiter;
};

/// How many calls the schedule holds; where its duration decides, how many a run may have.
static int callsOf(const Scenario &scenario, size_t replayed)
{
    const Arrival &arrival = scenario.arrival;
    if (arrival.kind == Arrival::Kind::Replay)
        return scenario.requests > 0 ? std::min(scenario.requests, static_cast<int>(replayed)) : static_cast<int>(replayed);
    if (scenario.requests == 0 && arrival.durationS > 0 && arrival.kind != Arrival::Kind::Closed)
        return mostCallsOfRun - scenario.warmup;
    return scenario.plannedCalls();
}

/// Half-open: a duration of 4 s at 50 a second is 200 calls, not one more at its very end. Closed: all are planned at once.
static qint64 durationOf(const Arrival &arrival)
{
    const bool isTimed = arrival.durationS > 0 && arrival.kind != Arrival::Kind::Closed;
    return isTimed ? std::llround(arrival.durationS * 1e9) : std::numeric_limits<qint64>::max();
}

Arrivals::Arrivals(const Scenario &scenario, std::function<Job(int number)> make, RecorderBuffer &buffer, std::vector<qint64> replayNs,
                   int mostCalls)
    : m_arrival(scenario.arrival)
    , m_warmup(scenario.warmup)
    , m_promptCount(static_cast<int>(scenario.prompts.size()))
    , m_durationNs(durationOf(scenario.arrival))
    , m_drainNs(nsFromSeconds(scenario.drainS()))
    , m_calls(callsOf(scenario, replayNs.size()))
    , m_mostCalls(mostCalls)
    , m_make(std::move(make))
    , m_buffer(buffer)
    , m_labels(static_cast<size_t>(std::max(1, m_promptCount)))
    , m_scheduleNs(std::move(replayNs))
    , m_random(static_cast<quint32>(scenario.seed ^ (scenario.seed >> 32)))
{
    std::sort(m_scheduleNs.begin(), m_scheduleNs.end());
}

void Arrivals::begin(qint64 originNs)
{
    m_origin = originNs;
    m_isMeasuring = m_warmUpsOver == m_warmup;
    if (!m_isMeasuring) {
        planAll(0, m_warmup);
        return;
    }
    if (m_arrival.kind == Arrival::Kind::Users)
        beginUsers();
    else if (m_arrival.kind == Arrival::Kind::Closed)
        planAll(m_warmup, std::min(m_calls, m_mostCalls));
}

/// All at once: every one is there.
void Arrivals::planAll(int first, int count)
{
    for (int call = first; call < first + count; ++call)
        plan(call, m_origin, -1);
    for (int call = first; call < first + count; ++call)
        recordReleased(call, -1, Loop::current().now());
}

/// With a think time everybody first thinks: users who all begin at once would never get out of step.
void Arrivals::beginUsers()
{
    for (int user = 0; user < m_arrival.users; ++user)
        m_due.push({m_origin + thinkNs(), user});
}

qint64 Arrivals::thinkNs()
{
    if (m_arrival.thinkS <= 0)
        return 0;
    return nsFromSeconds(-std::log(1 - m_random.generateDouble()) * m_arrival.thinkS);
}

std::optional<qint64> Arrivals::withinDuration(qint64 ns) const { return ns < m_durationNs ? std::optional(ns) : std::nullopt; }

/// Calls until t = from·t + (to - from)·t²/(2·duration), solved for t in the form that does not lose digits where the ramp is nearly
/// level. Nothing: the ramp is over before; by the count, for near the end of a falling ramp the time of a call is very sensitive.
std::optional<qint64> Arrivals::ramped(int number) const
{
    constexpr double rounding = 1e-6; // of a call
    const double from = m_arrival.fromPerS;
    const double durationS = m_arrival.durationS > 0 ? m_arrival.durationS : 2 * m_calls / (from + m_arrival.perS);
    if (number >= (from + m_arrival.perS) / 2 * durationS - rounding)
        return std::nullopt;
    const double slope = (m_arrival.perS - from) / durationS;
    const double root = std::sqrt(std::max(0.0, from * from + 2 * slope * number));
    return number == 0 ? 0 : std::llround(2 * number / (from + root) * 1e9);
}

bool Arrivals::isGivenOut()
{
    if (m_calls > 0 && m_given >= m_calls)
        return true;
    if (m_given < m_mostCalls)
        return false;
    const bool isListed = m_arrival.kind == Arrival::Kind::Rate || m_arrival.kind == Arrival::Kind::Ramp ||
                          m_arrival.kind == Arrival::Kind::Replay; // of the others it is not known before they come
    m_isCut = !isListed || scheduled(m_given);
    return true;
}

/// When the schedule wants its n-th call, after the origin; nothing: it holds no such call.
std::optional<qint64> Arrivals::scheduled(int number) const
{
    switch (m_arrival.kind) {
    case Arrival::Kind::Closed:
    case Arrival::Kind::Users:
        break;
    case Arrival::Kind::Rate:
        return withinDuration(std::llround(number / m_arrival.perS * 1e9));
    case Arrival::Kind::Ramp:
        return ramped(number);
    case Arrival::Kind::Poisson:
    case Arrival::Kind::Replay:
        if (static_cast<size_t>(number) < m_scheduleNs.size())
            return withinDuration(m_scheduleNs[static_cast<size_t>(number)]);
        break;
    }
    return std::nullopt;
}

/// Of a run with a duration: when it gives up what is unfinished.
qint64 Arrivals::untilNs() const { return m_durationNs < Alarm::never ? m_origin + m_durationNs + m_drainNs : -1; }

/// First line of a prompt. Calls of one prompt share it.
QString Arrivals::labelOf(int prompt, const QString &text)
{
    auto &[known, label] = m_labels[static_cast<size_t>(prompt)];
    if (known != text) {
        known = text;
        label = text.section(u'\n', 0, 0, QString::SectionSkipEmpty).trimmed().left(200);
    }
    return label;
}

Job Arrivals::plan(int number, qint64 plannedNs, int user)
{
    Job job = m_make(number);
    job.number = number;
    job.plannedNs = plannedNs;
    job.user = user;
    job.untilNs = untilNs();
    Event event;
    event.kind = EventKind::Planned;
    event.step = {number, 0};
    event.ns = plannedNs;
    event.value = number % m_promptCount;
    event.text = labelOf(number % m_promptCount, job.prompt.text);
    m_buffer.add(std::move(event));
    return job;
}

void Arrivals::recordReleased(int number, int user, qint64 ns)
{
    Event event;
    event.kind = EventKind::Released;
    event.step = {number, 0};
    event.value = user + 1;
    event.ns = ns;
    m_buffer.add(std::move(event));
}

/// A model that comes back at once has only handed the job on.
void Arrivals::asked()
{
    constexpr qint64 atOnceNs = 5'000'000;
    const qint64 now = Loop::current().now();
    if (now - m_releasedNs > atOnceNs)
        m_freeSince = now;
}

/// A job that fell due while the model was at work was there in time, and waited for the model. One that fell due while the
/// model waited is late when it comes late.
Job Arrivals::release(Job job)
{
    m_releasedNs = Loop::current().now();
    recordReleased(job.number, job.user, job.plannedNs < m_freeSince ? job.plannedNs : m_releasedNs);
    return job;
}

void Arrivals::drop(const Job &job)
{
    Event event;
    event.kind = EventKind::JobEnd;
    event.step = {job.number, 0};
    event.outcome = Outcome::Dropped;
    event.ns = Loop::current().now();
    event.text =
        QStringLiteral(
            "Dropped: it could not be started within %1 s of its schedule; lower the rate, or choose a model that starts more at once.")
            .arg(m_arrival.patienceS);
    m_buffer.add(std::move(event));
}

Task<std::optional<Job>> Arrivals::next()
{
    if (!m_isMeasuring) {
        std::optional<Job> job = co_await nextWarmUp();
        if (job)
            co_return job;
    }
    if (isGivenOut())
        co_return std::nullopt;
    asked();
    switch (m_arrival.kind) {
    case Arrival::Kind::Closed:
        break;
    case Arrival::Kind::Users:
        co_return co_await nextOfUsers();
    default:
        co_return co_await nextOfSchedule();
    }
    Job job = m_make(m_warmup + m_given);
    job.number = m_warmup + m_given++;
    job.plannedNs = m_origin;
    co_return job;
}

Task<std::optional<Job>> Arrivals::nextWarmUp()
{
    if (m_warmedUp < m_warmup) {
        Job job = m_make(m_warmedUp);
        job.number = m_warmedUp++;
        job.plannedNs = m_origin;
        job.untilNs = untilNs();
        co_return job;
    }
    while (m_warmUpsOver < m_warmup)
        co_await Alarm(*this, Alarm::never);
    begin(Loop::current().now());
    co_return std::nullopt;
}

Task<std::optional<Job>> Arrivals::nextOfUsers()
{
    const qint64 end = m_durationNs < Alarm::never ? m_origin + m_durationNs : Alarm::never;
    for (;;) {
        if (m_due.empty() && m_working == 0)
            co_return std::nullopt;
        if (m_due.empty()) {
            co_await Alarm(*this, Alarm::never);
            continue;
        }
        const Due due = m_due.top();
        if (due.ns >= end) {
            m_due.pop(); // comes no more
            continue;
        }
        if (due.ns > Loop::current().now()) {
            co_await Alarm(*this, due.ns); // somebody else may be ready before
            continue;
        }
        m_due.pop();
        ++m_working;
        co_return release(plan(m_warmup + m_given++, due.ns, due.user));
    }
}

Task<std::optional<Job>> Arrivals::nextOfSchedule()
{
    const qint64 patience = m_arrival.patienceS > 0 ? nsFromSeconds(m_arrival.patienceS) : Alarm::never / 2;
    for (;;) {
        if (isGivenOut())
            co_return std::nullopt;
        if (m_arrival.kind == Arrival::Kind::Poisson) {
            const double gap = -std::log(1 - m_random.generateDouble()) / m_arrival.perS;
            m_scheduleNs.push_back((m_scheduleNs.empty() ? 0 : m_scheduleNs.back()) + nsFromSeconds(gap));
        }
        const std::optional<qint64> after = scheduled(m_given);
        if (!after)
            co_return std::nullopt;
        const qint64 planned = m_origin + *after;
        if (planned > Loop::current().now())
            co_await Alarm(*this, planned);
        Job job = plan(m_warmup + m_given++, planned, -1);
        if (Loop::current().now() - planned <= patience)
            co_return release(std::move(job));
        drop(job);
    }
}

void Arrivals::finished(const Job &job)
{
    if (job.number < m_warmup) {
        ++m_warmUpsOver;
    } else if (job.user >= 0) {
        --m_working;
        m_due.push({Loop::current().now() + thinkNs(), job.user});
    } else {
        return;
    }
    if (m_alarm)
        m_alarm->ring();
}

} // namespace interleave
