// Where the ruler has its ticks and what they are called. Steps of 1, 2, 5, 10, 20, 50, 100, 200, 500 of ns, us and ms,
// then 1, 2, 5, 10, 30 of seconds and minutes, then hours. Values, any thread.
#pragma once

#include <QList>
#include <QString>

namespace interleave {

struct RulerTick {
    qint64 ns = 0;
    bool major = false;  ///< has a label
    bool strong = false; ///< falls on the next larger step as well: stronger grid line
    QString label;
};

struct RulerStep {
    qint64 major = 1;  ///< ns between labels
    int minor = 5;     ///< parts of it
    qint64 strong = 1; ///< ns between stronger grid lines
};

/// The smallest step whose labels are at least `minPx` apart.
RulerStep rulerStep(double nsPerPx, double minPx);

/// All ticks in [begin, end], minor ones included. Empty for an empty range.
QList<RulerTick> rulerTicks(qint64 begin, qint64 end, double widthPx, double minPx = 70);

/// Label of a tick: as many decimals as the step needs and no more: "0.5 s", "20 ms", "1:30".
QString rulerLabel(qint64 ns, qint64 step);
/// A time or a duration in words for a flag, a gutter or a tooltip: "330 ms", "2.99 s", "1:05.2", "12 µs".
QString durationText(qint64 ns);
/// Seconds with two decimals whatever their size: "0.05 s", "15.10 s". For columns in which values are compared.
QString secondsText(qint64 ns);
/// A predicted time, with no more digits than a prediction is worth: "15.1 s", "0.7 s", "40 ms".
QString aboutText(qint64 ns);

} // namespace interleave
