#include "trace/cost.h"

namespace interleave {

/// What is charged for an attempt.
static Usage charged(const AttemptEnd &end)
{
    if (end.usage != Usage() || isSuccess(end.outcome))
        return end.usage;
    Usage usage;
    if (end.detail.hasContent)
        usage.input = end.estimatedTokens;
    return usage;
}

std::optional<double> costOf(const AttemptEnd &end, const PriceTable &prices)
{
    const Usage usage = charged(end);
    if (usage == Usage())
        return 0;
    return prices.costUsd(end.detail.provider, end.detail.model, usage);
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
    double sum = 0;
    bool known = true;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        if (!trace.isMeasured(static_cast<qint32>(number)))
            continue;
        const std::vector<AttemptEnd> &ends = trace.calls()[number].attemptEnds;
        known = known && static_cast<int>(ends.size()) >= trace.calls()[number].attempts;
        cost.retries += ends.empty() ? 0 : static_cast<int>(ends.size()) - 1;
        for (const AttemptEnd &end : ends) {
            const std::optional<double> usd = costOf(end, prices);
            known = known && usd;
            sum += usd.value_or(0);
            if (isSuccess(end.outcome))
                continue;
            cost.wastedUsd += usd.value_or(0);
            cost.wastedTokens += end.usage == Usage() ? end.estimatedTokens : end.usage.input + end.usage.output;
        }
    }
    if (known)
        cost.usd = sum;
    return cost;
}

} // namespace interleave
