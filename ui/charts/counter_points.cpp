#include "ui/charts/counter_points.h"

#include <algorithm>
#include <cmath>

namespace interleave {

namespace {

QPointF point(qint64 ns, double value) { return {static_cast<double>(ns), value}; }

using StepIterator = std::vector<CounterStep>::const_iterator;

QList<QPointF> everyCorner(StepIterator from, StepIterator to, int value, qint64 begin)
{
    QList<QPointF> line{point(begin, value)};
    for (auto step = from; step != to; ++step) {
        if (step->value == value)
            continue;
        line << point(step->ns, value) << point(step->ns, step->value);
        value = step->value;
    }
    return line;
}

/// Mean and extremes of each column; both edges of a column at its own values, so that columns are steps.
StepShape columns(StepIterator from, StepIterator to, int value, qint64 begin, qint64 end)
{
    constexpr int most = maximumPoints / 2 - 1;
    StepShape shape;
    for (int column = 0; column < most; ++column) {
        const qint64 left = begin + (end - begin) / most * column;
        const qint64 right = column + 1 == most ? end : left + (end - begin) / most;
        int low = value;
        int high = value;
        double area = 0;
        qint64 at = left;
        for (; from != to && from->ns < right; ++from) {
            area += static_cast<double>(value) * static_cast<double>(from->ns - at);
            at = std::max(left, from->ns);
            value = from->value;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        area += static_cast<double>(value) * static_cast<double>(right - at);
        shape.last = right > left ? area / static_cast<double>(right - left) : value;
        for (const qint64 edge : {left, right}) {
            shape.line << point(edge, shape.last);
            shape.low << point(edge, low);
            shape.high << point(edge, high);
        }
    }
    return shape;
}

} // namespace

StepShape stepShape(const StepCounter &counter, qint64 begin, qint64 end, qint64 now)
{
    end = std::min(end, now);
    if (end <= begin)
        return {};
    const std::vector<CounterStep> &steps = counter.steps();
    const auto later = [](qint64 ns, const CounterStep &step) { return ns < step.ns; };
    const auto from = std::upper_bound(steps.begin(), steps.end(), begin, later);
    const auto to = std::upper_bound(from, steps.end(), end, later);
    const int value = from == steps.begin() ? 0 : std::prev(from)->value;
    if (2 * (to - from) + 2 > maximumPoints)
        return columns(from, to, value, begin, end);
    StepShape shape{.line = everyCorner(from, to, value, begin), .low = {}, .high = {}, .last = double(counter.at(end))};
    shape.line << point(end, shape.last);
    return shape;
}

qint64 barStep(double nsPerPx)
{
    static constexpr qint64 second = 1'000'000'000;
    static constexpr qint64 steps[] = {Counters::binNs, second / 4,  second / 2,  second,       2 * second,   5 * second,
                                       10 * second,     30 * second, 60 * second, 300 * second, 600 * second, 3600 * second};
    for (const qint64 step : steps) {
        if (static_cast<double>(step) >= 5 * nsPerPx)
            return step;
    }
    return steps[std::size(steps) - 1];
}

RateBars rateBars(const Counters &counters, qint64 begin, qint64 end, qint64 step, qint64 gap)
{
    RateBars bars;
    const std::vector<double> &bins = counters.tokensPerBin();
    const auto binsPerBar = static_cast<size_t>(step / Counters::binNs);
    const double seconds = static_cast<double>(step) * 1e-9;
    const qint64 first = std::max<qint64>(0, begin) / step;
    for (size_t bar = 0; bar * binsPerBar < bins.size(); ++bar) {
        double sum = 0;
        for (size_t bin = bar * binsPerBar; bin < std::min(bins.size(), (bar + 1) * binsPerBar); ++bin)
            sum += bins[bin];
        const double rate = sum / seconds;
        bars.peak = std::max(bars.peak, rate);
        const qint64 left = static_cast<qint64>(bar) * step;
        if (static_cast<qint64>(bar) < first || left >= end)
            continue;
        const qint64 right = left + std::max<qint64>(step / 2, step - gap);
        bars.outline << point(left, 0) << point(left, rate) << point(right, rate) << point(right, 0);
    }
    return bars;
}

} // namespace interleave
