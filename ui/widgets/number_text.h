// Numbers as they stand in tables and panels: with their unit, in the user's locale, two decimals for seconds, none for
// milliseconds. Used by item models and panels; any thread.
#pragma once

#include <QString>
#include <QtGlobal>

#include <optional>

namespace interleave {

/// "510 ms" below a second, "2.42 s" from there on, "under 1 ms" for what is shorter.
QString timeText(qint64 ns);
QString timeText(double seconds);
/// "2.42 s": always seconds, for columns of makespans.
QString secondsText(double seconds);
/// "needs n ≥ 5" where a percentile was withheld for want of samples.
QString percentileText(const std::optional<double> &seconds, double p);
/// Least number of samples that bounds percentile `p` (0..1) with 95 % confidence: the least n with 1 - p^n >= 0.95.
int samplesNeeded(double p);
QString numberText(double value, int decimals);
/// "$0.0012", "$0.123", "$1.23": with as many digits as tell one call from another.
QString dollarsText(double usd);
/// "1 run", "25 runs": the number with the word that goes with it.
QString countText(qint64 count, const QString &one, const QString &many);

} // namespace interleave
