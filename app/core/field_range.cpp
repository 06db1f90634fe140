#include "core/field_range.h"

#include <QLocale>

#include <algorithm>
#include <cstring>

namespace interleave {

static constexpr double dayS = 86'400;

// An attempt's number has 16 bits in the trace. The least rate is the least that three decimals show. A seed ends where every whole number
// is still a number of JSON; what counts per minute, where an int does.
static constexpr FieldRange ranges[] = {
    {"concurrency", 1, 100'000},
    {"workers", 1, 256},
    {"pool", 1, 256},
    {"cpu_ms", 0, 60'000},
    {"time_scale", 0.001, 1000},
    {"timeout_s", 0, dayS},
    {"requests", 0, 1'000'000},
    {"warmup", 0, 100'000},
    {"repeats", 1, 1000},
    {"seed", 0, 1e15},

    {"prompts.temperature", 0, 2},
    {"prompts.max_output_tokens", 1, 1'000'000},

    {"arrival.users", 1, 1'000'000},
    {"arrival.think_s", 0, dayS},
    {"arrival.per_s", 0.001, 1e6},
    {"arrival.from_per_s", 0, 1e6},
    {"arrival.duration_s", 0, dayS},
    {"arrival.drain_s", 0, dayS},
    {"arrival.patience_s", 0, dayS},

    {"traffic.limits.requests_per_minute", 0, 1e9},
    {"traffic.limits.tokens_per_minute", 0, 2e9},
    {"traffic.retry.retries", 0, 30'000},
    {"traffic.retry.base_s", 0, 3600},
    {"traffic.retry.cap_s", 0, dayS},
    {"traffic.retry.server_delay_cap_s", 0, dayS},
    {"traffic.retry.budget", 0, 1000},
    {"traffic.cache.max_mb", 1, 1'000'000},
    {"traffic.routing.rules.prompt_chars_at_least", 0, 1e9},
    {"traffic.routing.rules.prompt_chars_at_most", 0, 1e9},
    {"traffic.call_timeout_s", 0, dayS},

    {"objectives.latency_s", 0, dayS},
    {"objectives.ttft_s", 0, dayS},
};

const char *FieldRange::key() const
{
    const char *dot = std::strrchr(path, '.');
    return dot ? dot + 1 : path;
}

/// Without an exponent: "1000000", "0.001".
static QString plain(double value) { return QString::number(value, 'f', QLocale::FloatingPointShortest); }

QString FieldRange::text() const { return QStringLiteral("between %1 and %2").arg(plain(least), plain(most)); }

QString FieldRange::refusal(double value) const
{
    return QStringLiteral("is %1; it must be %2").arg(QString::number(value, 'g', QLocale::FloatingPointShortest), text());
}

std::span<const FieldRange> fieldRanges() { return ranges; }

FieldRange rangeOf(const char *field)
{
    const auto range = std::find_if(std::begin(ranges), std::end(ranges), [&](const FieldRange &r) {
        return std::strcmp(field, r.path) == 0 || std::strcmp(field, r.key()) == 0;
    });
    Q_ASSERT_X(range != std::end(ranges), "rangeOf", field);
    return *range;
}

} // namespace interleave
