#include "core/field_range.h"

#include "core/scenario_field.h"

#include <QLocale>

#include <algorithm>
#include <cstring>
#include <vector>

namespace interleave {

/// Of what is in lists and in the text of a schedule; all others are in the table of fields.
static constexpr FieldRange inLists[] = {
    {"prompts.temperature", 0, 2},
    {"prompts.max_output_tokens", 1, 1'000'000},
    {"arrival.users", 1, 1'000'000},
    {"arrival.think_s", 0, 86'400},
    {"arrival.per_s", 0.001, 1e6},
    {"arrival.from_per_s", 0, 1e6},
    {"traffic.routing.rules.prompt_chars_at_least", 0, 1e9},
    {"traffic.routing.rules.prompt_chars_at_most", 0, 1e9},
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

std::span<const FieldRange> fieldRanges()
{
    static const std::vector<FieldRange> all = [] {
        std::vector<FieldRange> ranges(std::begin(inLists), std::end(inLists));
        for (const ScenarioField &field : scenarioFields()) {
            if (field.isNumber())
                ranges.push_back(field.range());
        }
        return ranges;
    }();
    return all;
}

FieldRange rangeOf(const char *field)
{
    const std::span<const FieldRange> ranges = fieldRanges();
    const auto range = std::find_if(ranges.begin(), ranges.end(), [&](const FieldRange &r) {
        return std::strcmp(field, r.path) == 0 || std::strcmp(field, r.key()) == 0;
    });
    Q_ASSERT_X(range != ranges.end(), "rangeOf", field);
    return *range;
}

} // namespace interleave
