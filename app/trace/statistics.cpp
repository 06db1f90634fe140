#include "trace/statistics.h"

#include "core/clock.h"

#include <algorithm>

namespace interleave {

int samplesNeeded(int permille)
{
    int n = 0;
    for (double allBelow = 1; 1 - allBelow < 0.95; ++n)
        allBelow *= permille / 1000.0;
    return n;
}

qint64 nearestRank(const std::vector<qint64> &sorted, int permille)
{
    const size_t rank = (sorted.size() * static_cast<size_t>(permille) + 999) / 1000;
    return sorted[std::max<size_t>(rank, 1) - 1];
}

std::optional<qint64> percentile(const std::vector<qint64> &sorted, int permille)
{
    if (sorted.size() < static_cast<size_t>(samplesNeeded(permille)))
        return std::nullopt;
    return nearestRank(sorted, permille);
}

Summary summarize(std::vector<qint64> samples)
{
    Summary summary;
    summary.n = static_cast<int>(samples.size());
    if (samples.empty())
        return summary;
    std::sort(samples.begin(), samples.end());
    const auto seconds = [&](int permille) -> std::optional<double> {
        const std::optional<qint64> ns = percentile(samples, permille);
        return ns ? std::optional(secondsFromNs(*ns)) : std::nullopt;
    };
    double sum = 0;
    for (const qint64 sample : samples)
        sum += secondsFromNs(sample);
    summary.min = secondsFromNs(samples.front());
    summary.mean = sum / static_cast<double>(samples.size());
    summary.p50 = seconds(500);
    summary.p90 = seconds(900);
    summary.p95 = seconds(950);
    summary.p99 = seconds(990);
    summary.max = secondsFromNs(samples.back());
    return summary;
}

} // namespace interleave
