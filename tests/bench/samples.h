// Samples of a benchmark and how it prints them.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace interleave::bench {

inline double median(std::vector<double> samples)
{
    std::sort(samples.begin(), samples.end());
    const size_t middle = samples.size() / 2;
    return samples.size() % 2 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
}

/// Nearest rank; 0 without samples.
inline double percentile(std::vector<double> samples, double part)
{
    if (samples.empty())
        return 0;
    const auto rank = static_cast<size_t>(std::ceil(part * static_cast<double>(samples.size())));
    const size_t index = std::clamp<size_t>(rank, 1, samples.size()) - 1;
    std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(index), samples.end());
    return samples[index];
}

} // namespace interleave::bench
