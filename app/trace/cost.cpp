#include "trace/cost.h"

#include "core/prompt.h"

namespace interleave {

bool hasWork(const AttemptEnd &end) { return end.usage.isTold() || end.detail.hasContent || end.outcome == Outcome::Ok; }

Usage estimatedUsage(const CallRecord &call, const AttemptEnd &end)
{
    Usage usage = end.usage;
    if (!usage.input)
        usage.input = end.estimatedTokens;
    if (!usage.output) // only a call's last attempt can have content
        usage.output = end.detail.hasContent ? estimatedTokens(call.text.size()) : 0;
    return usage;
}

std::optional<double> costOf(const AttemptEnd &end, const PriceTable &prices)
{
    if (!hasWork(end))
        return 0;
    return prices.costUsd(end.detail.provider, end.detail.model, end.usage);
}

std::optional<double> costOf(const CallRecord &call, const PriceTable &prices)
{
    double sum = 0;
    for (const AttemptEnd &end : call.attemptEnds) {
        const std::optional<double> usd = costOf(end, prices);
        if (!usd)
            return std::nullopt;
        sum += *usd;
    }
    return sum;
}

Cost costOf(const Trace &trace, const PriceTable &prices)
{
    Cost cost;
    std::optional<double> sum = 0, estimate = 0, wasted = 0;
    const auto add = [](std::optional<double> &to, std::optional<double> usd) {
        to = to && usd ? std::optional(*to + *usd) : std::nullopt;
    };
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        if (!trace.isMeasured(static_cast<qint32>(number)))
            continue;
        const CallRecord &call = trace.calls()[number];
        const std::vector<AttemptEnd> &ends = call.attemptEnds;
        if (static_cast<int>(ends.size()) < call.attempts)
            sum = estimate = wasted = std::nullopt; // not recorded
        cost.retries += ends.empty() ? 0 : static_cast<int>(ends.size()) - 1;
        for (const AttemptEnd &end : ends) {
            const std::optional<double> usd = costOf(end, prices);
            add(sum, usd);
            if (!hasWork(end))
                continue;
            const Usage usage = estimatedUsage(call, end);
            add(estimate, prices.costUsd(end.detail.provider, end.detail.model, usage));
            if (isSuccess(end.outcome))
                continue;
            add(wasted, usd);
            cost.wastedTokens += qint64(*usage.input) + *usage.output;
            cost.isWasteEstimated = cost.isWasteEstimated || !end.usage.input || !end.usage.output;
        }
    }
    cost.usd = sum;
    cost.estimatedUsd = estimate;
    cost.wastedUsd = wasted;
    return cost;
}

} // namespace interleave
