// Least and most of every numeric field of a scenario, its prompts, its arrival and its traffic policy: one table for files, the
// command line and the window, so that they cannot differ. A value, any thread.
#pragma once

#include <QString>

#include <cmath>
#include <optional>
#include <span>
#include <type_traits>

namespace interleave {

struct FieldRange {
    const char *path; ///< where the field is in a scenario's file: "traffic.retry.base_s"; a list has no index
    double least, most;

    /// The last part of the path: "base_s".
    const char *key() const;
    /// False for what is not a number, too.
    bool has(double value) const { return value >= least && value <= most; }
    /// "between 0 and 3600".
    QString text() const;
    /// "is -1; it must be between 0 and 3600": what to say of a value that is not in the range.
    QString refusal(double value) const;
};

/// The whole table. To add one: a line there; its reader, its option and its row in the window ask for it by its key.
std::span<const FieldRange> fieldRanges();
/// Of a field in the table, by its path or its key ("base_s"): keys are unique there.
FieldRange rangeOf(const char *field);

/// The number that a text is, if it is in the range, and whole where `Number` is.
template<typename Number> std::optional<Number> numberFrom(const QString &text, const FieldRange &range)
{
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    if (!isNumber || !range.has(value) || (std::is_integral_v<Number> && value != std::floor(value)))
        return std::nullopt;
    return static_cast<Number>(value);
}
/// "must be a whole number between 1 and 256": what to say of a text that is not one.
template<typename Number> QString numberWanted(const FieldRange &range)
{
    return (std::is_integral_v<Number> ? QStringLiteral("must be a whole number ") : QStringLiteral("must be a number ")) + range.text();
}

} // namespace interleave
