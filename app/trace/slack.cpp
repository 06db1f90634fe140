#include "trace/slack.h"

#include "trace/step_times.h"

#include <algorithm>
#include <limits>

namespace interleave {

namespace {

constexpr qint64 unlimited = std::numeric_limits<qint64>::max();

/// Begins and ends of steps as points that wait for each other: slack goes from the ends of jobs to what they waited for.
class Slacks
{
public:
    explicit Slacks(const Trace &trace)
        : m_trace(trace)
        , m_times(trace)
        , m_points(trace.steps().size() * 2)
        , m_lastIn(trace.steps().size(), -1)
    {
        for (qint32 step = 0; step < count(); ++step)
            findParent(step);
        for (qint32 step = 0; step < count(); ++step)
            connect(step);
    }

    std::vector<qint64> ofEnds()
    {
        spread();
        std::vector<qint64> slacks;
        for (qint32 step = 0; step < count(); ++step) {
            const Point &end = m_points[endOf(step)];
            slacks.push_back(end.open > 0 || end.slack == unlimited ? unknownSlack : end.slack);
        }
        return slacks;
    }

private:
    struct Wait {
        size_t before = 0; // what was waited for
        qint64 spare = 0;  // how much later that could have been
    };
    struct Point {
        qint64 slack = unlimited;
        int open = 0; // that wait for it and are not settled
        std::vector<Wait> waits;
    };
    static size_t beginOf(qint32 step) { return static_cast<size_t>(step) * 2; }
    static size_t endOf(qint32 step) { return static_cast<size_t>(step) * 2 + 1; }
    qint32 count() const { return static_cast<qint32>(m_trace.steps().size()); }
    const StepRecord &step(qint32 index) const { return m_trace.steps()[static_cast<size_t>(index)]; }

    void findParent(qint32 index)
    {
        const qint32 parent = m_trace.find({step(index).id.job, step(index).parent});
        m_parents.push_back(parent < 0 || parent >= index || step(parent).kind != StepKind::Group ? -1 : parent);
        if (m_parents.back() >= 0) {
            qint64 &last = m_lastIn[static_cast<size_t>(m_parents.back())];
            last = std::max(last, m_times.end(index));
        }
    }

    void wait(size_t point, size_t before, qint64 spare)
    {
        m_points[point].waits.push_back({before, std::max<qint64>(0, spare)});
        ++m_points[before].open;
    }

    void connect(qint32 index)
    {
        const StepRecord &record = step(index);
        bool hasCause = false;
        for (const qint64 number : record.causes) {
            const qint32 cause = m_trace.find({record.id.job, number});
            if (cause < 0 || cause == index || m_times.end(cause) < 0 || m_times.end(cause) > record.begin)
                continue;
            hasCause = true;
            wait(beginOf(index), endOf(cause), record.begin - m_times.end(cause));
        }
        const qint32 parent = m_parents[static_cast<size_t>(index)];
        if (!hasCause && parent >= 0)
            wait(beginOf(index), beginOf(parent), record.begin - step(parent).begin);
        if (m_lastIn[static_cast<size_t>(index)] < 0)
            wait(endOf(index), beginOf(index), 0);
        if (parent >= 0)
            wait(endOf(parent), endOf(index), m_lastIn[static_cast<size_t>(parent)] - m_times.end(index));
        else
            m_points[endOf(index)].slack = std::max<qint64>(0, endOfJob(record.id.job) - m_times.end(index));
    }

    qint64 endOfJob(qint32 job)
    {
        if (job != m_jobOfEnd) {
            m_jobOfEnd = job;
            m_endOfJob = -1;
            for (const qint32 index : m_trace.jobs()[static_cast<size_t>(job)].steps)
                m_endOfJob = std::max(m_endOfJob, m_times.end(index));
        }
        return m_endOfJob;
    }

    void spread()
    {
        std::vector<size_t> settled;
        for (size_t point = 0; point < m_points.size(); ++point) {
            if (m_points[point].open == 0)
                settled.push_back(point);
        }
        while (!settled.empty()) {
            const Point &point = m_points[settled.back()];
            settled.pop_back();
            for (const Wait &wait : point.waits) {
                Point &before = m_points[wait.before];
                if (point.slack != unlimited)
                    before.slack = std::min(before.slack, point.slack + wait.spare);
                if (--before.open == 0)
                    settled.push_back(wait.before);
            }
        }
    }

    const Trace &m_trace;
    StepTimes m_times;
    std::vector<Point> m_points;  // begin and end of each step
    std::vector<qint64> m_lastIn; // of a group: when the last step in it ended
    std::vector<qint32> m_parents;
    qint32 m_jobOfEnd = -1;
    qint64 m_endOfJob = -1;
};

} // namespace

std::vector<qint64> slackOfSteps(const Trace &trace) { return Slacks(trace).ofEnds(); }

} // namespace interleave
