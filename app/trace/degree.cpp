#include "trace/degree.h"

#include <algorithm>
#include <cmath>

namespace interleave {

namespace {

struct Change {
    qint64 ns;
    int count;
    double weight;
};

} // namespace

static void sortByTime(std::vector<Change> &changes)
{
    std::sort(changes.begin(), changes.end(), [](const Change &a, const Change &b) { return a.ns < b.ns; });
}

std::vector<Step> countOverTime(const std::vector<Interval> &intervals)
{
    std::vector<Change> changes;
    changes.reserve(intervals.size() * 2);
    for (const Interval &interval : intervals) {
        changes.push_back({interval.begin, 1, 0});
        changes.push_back({interval.end, -1, 0});
    }
    sortByTime(changes);
    std::vector<Step> steps;
    int count = 0;
    for (size_t i = 0; i < changes.size();) {
        const qint64 ns = changes[i].ns;
        const int before = count;
        for (; i < changes.size() && changes[i].ns == ns; ++i)
            count += changes[i].count;
        if (count != before)
            steps.push_back({ns, count});
    }
    return steps;
}

Degree degreeOfConcurrency(const Trace &trace)
{
    Degree degree;
    double integral = 0;
    const std::vector<Step> steps = countOverTime(timesInFlight(trace));
    for (size_t i = 0; i < steps.size(); ++i) {
        degree.max = std::max(degree.max, steps[i].count);
        if (i + 1 < steps.size())
            integral += static_cast<double>(steps[i].count) * static_cast<double>(steps[i + 1].ns - steps[i].ns);
    }
    const Interval window = windowOf(trace);
    degree.mean = window.end > window.begin ? integral / static_cast<double>(window.end - window.begin) : 0;
    return degree;
}

static int mostOnCpu(std::vector<Change> changes, int limit)
{
    sortByTime(changes);
    int most = 0;
    int count = 0;
    double share = 0;
    for (size_t i = 0; i < changes.size();) {
        const qint64 ns = changes[i].ns;
        for (; i < changes.size() && changes[i].ns == ns; ++i) {
            count += changes[i].count;
            share += changes[i].weight;
        }
        const int onCpu = std::max(1, static_cast<int>(std::lround(share)));
        most = std::max(most, std::min({onCpu, count, limit}));
    }
    return most;
}

Degree degreeOfParallelism(const Trace &trace)
{
    std::vector<Change> changes;
    double cpuNs = 0;
    bool any = false;
    for (const Span &span : trace.spans()) {
        if (!isCpuStep(span) || !trace.isMeasured(span))
            continue;
        any = true;
        cpuNs += static_cast<double>(span.cpuNs);
        const qint64 end = Trace::endOr(span, trace.last());
        if (end <= span.begin)
            continue;
        const double share = std::clamp(static_cast<double>(span.cpuNs) / static_cast<double>(end - span.begin), 0.0, 1.0);
        changes.push_back({span.begin, 1, share});
        changes.push_back({end, -1, -share});
    }
    Degree degree;
    const int cores = coresOf(trace);
    const int limit = cores > 0 ? std::min(cores, executorsOfCpuSteps(trace)) : executorsOfCpuSteps(trace);
    degree.max = any ? std::max(1, mostOnCpu(std::move(changes), limit)) : 0;
    const Interval window = windowOf(trace);
    degree.mean = window.end > window.begin ? cpuNs / static_cast<double>(window.end - window.begin) : 0;
    return degree;
}

} // namespace interleave
