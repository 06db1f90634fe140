// Samples of a benchmark and how it prints them.
#pragma once

#include <algorithm>
#include <vector>

namespace interleave::bench {

inline double median(std::vector<double> samples)
{
    std::sort(samples.begin(), samples.end());
    const size_t middle = samples.size() / 2;
    return samples.size() % 2 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
}

} // namespace interleave::bench
