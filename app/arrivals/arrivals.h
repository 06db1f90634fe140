// Gives a run's jobs out as the scenario's arrival schedule says, and records when each was planned and released. Schedules
// are absolute: a job's planned time never depends on how late the one before it was. Used by live and virtual runs; thread
// of the loop.
#pragma once

#include "core/scenario.h"
#include "environment/environment.h"
#include "trace/recorder.h"

#include <QRandomGenerator>

#include <functional>
#include <queue>

namespace interleave {

class Arrivals : public JobSource
{
public:
    /// `make` gives the job of that number. `replayNs`: times after the origin, for a replay. `mostCalls`: the schedule is left
    /// there, wherever it would have ended (the warm-up not counted).
    Arrivals(const Scenario &scenario, std::function<Job(int number)> make, RecorderBuffer &buffer, std::vector<qint64> replayNs = {},
             int mostCalls = mostCallsOfRun);

    /// The schedule begins now. What is known of it beforehand (all at once: every call) is recorded as planned.
    void begin(qint64 originNs);

    Task<std::optional<Job>> next() override;
    void finished(const Job &job) override;
    /// The schedule held more calls than `mostCalls`.
    bool isCut() const { return m_isCut; }

private:
    struct Due {
        qint64 ns;
        int user;
        bool operator>(const Due &other) const { return ns != other.ns ? ns > other.ns : user > other.user; }
    };
    class Alarm;

    bool isGivenOut();
    std::optional<qint64> scheduled(int number) const;
    std::optional<qint64> withinDuration(qint64 ns) const;
    qint64 untilNs() const;
    std::optional<qint64> ramped(int number) const;
    qint64 thinkNs();
    void beginUsers();
    void planAll(int first, int count);
    QString labelOf(int prompt, const QString &text);
    Job plan(int number, qint64 plannedNs, int user);
    void asked();
    Job release(Job job);
    void recordReleased(int number, int user, qint64 ns);
    void drop(const Job &job);
    Task<std::optional<Job>> nextWarmUp();
    Task<std::optional<Job>> nextOfUsers();
    Task<std::optional<Job>> nextOfSchedule();

    const Arrival m_arrival;
    const int m_warmup;
    const int m_promptCount;
    const qint64 m_durationNs; ///< no call starts then or later; the highest number: the number of calls decides
    const qint64 m_drainNs;    ///< after the duration, until what is unfinished is given up
    const int m_calls;         ///< to give out after the warm-up, at most
    const int m_mostCalls;     ///< and no more than these, whatever the schedule says
    std::function<Job(int number)> m_make;
    RecorderBuffer &m_buffer;
    std::vector<std::pair<QString, QString>> m_labels; ///< of each prompt, with the text that it is of
    std::vector<qint64> m_scheduleNs;                  ///< after the origin, in order: Poisson and replay
    QRandomGenerator m_random;
    qint64 m_origin = 0;
    qint64 m_freeSince = 0;  ///< since when the model has asked for jobs without doing anything else
    qint64 m_releasedNs = 0; ///< when the last job was given out
    int m_given = 0;         ///< after the warm-up
    int m_warmedUp = 0, m_warmUpsOver = 0;
    bool m_isMeasuring = false; ///< the warm-up is over, the schedule began
    bool m_isCut = false;
    int m_working = 0; ///< users whose call is under way
    std::priority_queue<Due, std::vector<Due>, std::greater<>> m_due;
    Alarm *m_alarm = nullptr; ///< of next(), while it waits
};

} // namespace interleave
