#include "ui/timeline/ruler_ticks.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace interleave {

namespace {

constexpr qint64 us = 1'000;
constexpr qint64 ms = 1'000'000;
constexpr qint64 s = 1'000'000'000;
constexpr qint64 min = 60 * s;
constexpr qint64 h = 60 * min;

// Minor parts and stronger lines are round themselves.
constexpr std::array steps{RulerStep{1, 1, 5},
                           RulerStep{2, 2, 10},
                           RulerStep{5, 5, 10},
                           RulerStep{10, 5, 50},
                           RulerStep{20, 4, 100},
                           RulerStep{50, 5, 100},
                           RulerStep{100, 5, 500},
                           RulerStep{200, 4, us},
                           RulerStep{500, 5, us},
                           RulerStep{us, 5, 5 * us},
                           RulerStep{2 * us, 4, 10 * us},
                           RulerStep{5 * us, 5, 10 * us},
                           RulerStep{10 * us, 5, 50 * us},
                           RulerStep{20 * us, 4, 100 * us},
                           RulerStep{50 * us, 5, 100 * us},
                           RulerStep{100 * us, 5, 500 * us},
                           RulerStep{200 * us, 4, ms},
                           RulerStep{500 * us, 5, ms},
                           RulerStep{ms, 5, 5 * ms},
                           RulerStep{2 * ms, 4, 10 * ms},
                           RulerStep{5 * ms, 5, 10 * ms},
                           RulerStep{10 * ms, 5, 50 * ms},
                           RulerStep{20 * ms, 4, 100 * ms},
                           RulerStep{50 * ms, 5, 100 * ms},
                           RulerStep{100 * ms, 5, 500 * ms},
                           RulerStep{200 * ms, 4, s},
                           RulerStep{500 * ms, 5, s},
                           RulerStep{s, 5, 5 * s},
                           RulerStep{2 * s, 4, 10 * s},
                           RulerStep{5 * s, 5, 10 * s},
                           RulerStep{10 * s, 5, min},
                           RulerStep{30 * s, 3, min},
                           RulerStep{min, 6, 5 * min},
                           RulerStep{2 * min, 4, 10 * min},
                           RulerStep{5 * min, 5, 10 * min},
                           RulerStep{10 * min, 5, h},
                           RulerStep{30 * min, 3, h},
                           RulerStep{h, 6, 6 * h},
                           RulerStep{2 * h, 4, 6 * h},
                           RulerStep{6 * h, 6, 24 * h},
                           RulerStep{12 * h, 6, 24 * h},
                           RulerStep{24 * h, 4, 120 * h}};

QString number(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }

/// "1:05", "2:00:30"; `decimals` of the seconds.
QString clockText(qint64 ns, int decimals)
{
    const QString sign = ns < 0 ? QStringLiteral("-") : QString();
    ns = std::abs(ns);
    const qint64 hours = ns / h;
    const qint64 minutes = ns / min % 60;
    QString seconds = number(static_cast<double>(ns % min) / 1e9, decimals);
    if (ns % min < 10 * s)
        seconds.prepend(QLatin1Char('0'));
    if (hours == 0)
        return sign + QString::number(minutes) + QLatin1Char(':') + seconds;
    return sign + QString::number(hours) + QLatin1Char(':') + QString::number(minutes).rightJustified(2, QLatin1Char('0')) +
           QLatin1Char(':') + seconds;
}

int decimalsFor(qint64 step, qint64 unit)
{
    int decimals = 0;
    for (; step % unit != 0 && unit > 1; unit /= 10)
        ++decimals;
    return decimals;
}

/// As many decimals as the value has, at most those of its step: "0.5", "1", "1.5".
QString trimmed(double value, int decimals)
{
    while (decimals > 0 && std::abs(std::remainder(value * std::pow(10, decimals - 1), 1.0)) < 1e-6)
        --decimals;
    return number(value, decimals);
}

QString withUnit(const QString &number, const char16_t *unit) { return number + QChar(QChar::Nbsp) + QString::fromUtf16(unit); }

} // namespace

RulerStep rulerStep(double nsPerPx, double minPx)
{
    const double least = nsPerPx * minPx;
    const auto step = std::lower_bound(steps.begin(), steps.end(), least,
                                       [](const RulerStep &a, double ns) { return static_cast<double>(a.major) < ns; });
    if (step != steps.end())
        return *step;
    const qint64 day = 24 * h;
    const auto days = static_cast<qint64>(std::ceil(least / static_cast<double>(day)));
    return {days * day, 4, 5 * days * day};
}

QString rulerLabel(qint64 ns, qint64 step)
{
    if (ns == 0)
        return withUnit(QStringLiteral("0"), step >= 100 * ms ? u"s" : step >= 100 * us ? u"ms" : step >= 100 ? u"µs" : u"ns");
    if (std::abs(ns) >= min)
        return clockText(ns, decimalsFor(step, s));
    if (step >= 100 * ms || std::abs(ns) >= s)
        return withUnit(trimmed(static_cast<double>(ns) / 1e9, decimalsFor(step, s)), u"s");
    if (step >= 100 * us || std::abs(ns) >= ms)
        return withUnit(trimmed(static_cast<double>(ns) / 1e6, decimalsFor(step, ms)), u"ms");
    if (step >= 100 || std::abs(ns) >= us)
        return withUnit(trimmed(static_cast<double>(ns) / 1e3, decimalsFor(step, us)), u"µs");
    return withUnit(QString::number(ns), u"ns");
}

QList<RulerTick> rulerTicks(qint64 begin, qint64 end, double widthPx, double minPx)
{
    QList<RulerTick> ticks;
    if (end <= begin || widthPx < 1)
        return ticks;
    const RulerStep step = rulerStep(static_cast<double>(end - begin) / widthPx, minPx);
    const qint64 minor = std::max<qint64>(1, step.major / step.minor);
    qint64 ns = begin / minor * minor;
    if (ns < begin)
        ns += minor;
    // Nothing happens before a run starts: the axis begins at 0, whatever the range shows.
    for (ns = std::max<qint64>(0, ns); ns <= end; ns += minor) {
        const bool major = ns % step.major == 0;
        ticks.append({ns, major, ns % step.strong == 0, major ? rulerLabel(ns, step.major) : QString()});
    }
    return ticks;
}

QString durationText(qint64 ns)
{
    const qint64 size = std::abs(ns);
    if (size >= min)
        return clockText(ns, 1);
    if (size >= 1'000 * ms)
        return secondsText(ns);
    if (size >= 10 * ms)
        return withUnit(number(static_cast<double>(ns) / 1e6, 0), u"ms");
    if (size >= ms)
        return withUnit(number(static_cast<double>(ns) / 1e6, 1), u"ms");
    if (size >= us)
        return withUnit(number(static_cast<double>(ns) / 1e3, size >= 10 * us ? 0 : 1), u"µs");
    return size == 0 ? withUnit(QStringLiteral("0"), u"ms") : withUnit(QString::number(ns), u"ns");
}

QString aboutText(qint64 ns)
{
    if (ns < 100 * ms || ns >= min)
        return durationText(ns);
    return withUnit(number(static_cast<double>(ns) / 1e9, ns < 1'000 * ms ? 2 : 1), u"s");
}

QString secondsText(qint64 ns) { return withUnit(number(static_cast<double>(ns) / 1e9, 2), u"s"); }

} // namespace interleave
