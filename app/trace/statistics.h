// Exact statistics: from all samples, by the nearest-rank rule. A percentile that the samples cannot bound is withheld, never
// estimated. Functions of values; any thread. Formulas: percentile p of n sorted samples is sample number ceil(p n); it is
// given from the least n on with 1 - p^n >= 0.95, because then the largest sample lies above the true percentile with 95 %
// confidence: p50 needs 5 samples, p90 29, p95 59, p99 299, p99.9 2995.
#pragma once

#include <QtGlobal>

#include <optional>
#include <vector>

namespace interleave {

/// A summary of samples, in seconds. A percentile is unset when there are too few samples to bound it; all are without any.
struct Summary {
    int n = 0;
    std::optional<double> min, mean, p50, p90, p95, p99, max;
};

/// Percentiles are named by permille (p99.9 is 999): ranks are then exact integers.
int samplesNeeded(int permille);

/// Nearest rank, however few samples there are. `sorted` ascending and not empty.
qint64 nearestRank(const std::vector<qint64> &sorted, int permille);

/// Nearest rank, or nothing when there are fewer samples than samplesNeeded().
std::optional<qint64> percentile(const std::vector<qint64> &sorted, int permille);

/// Samples are nanoseconds, in any order.
Summary summarize(std::vector<qint64> samples);

} // namespace interleave
