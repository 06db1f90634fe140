#include "ui/widgets/number_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace interleave {

static constexpr QChar noBreakSpace(0x00A0);

static QString translated(const char *text) { return QCoreApplication::translate("interleave::NumberText", text); }

QString numberText(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }

QString secondsText(double seconds) { return numberText(seconds, 2) % noBreakSpace % u's'; }

QString timeText(double seconds)
{
    // From here on "1000 ms" would be shown, which is a second.
    if (seconds >= 0.9995)
        return secondsText(seconds);
    if (seconds > 0 && seconds < 0.0005)
        return translated("under 1\u00A0ms");
    return numberText(seconds * 1000, 0) % noBreakSpace % QStringLiteral("ms");
}

QString timeText(qint64 ns) { return timeText(static_cast<double>(ns) / 1e9); }

int samplesNeeded(double p) { return static_cast<int>(std::ceil(std::log(0.05) / std::log(p))); }

QString percentileText(const std::optional<double> &seconds, double p)
{
    return seconds ? timeText(*seconds) : translated("needs n ≥ %1").arg(samplesNeeded(p));
}

QString dollarsText(double usd)
{
    const int decimals = usd == 0 || usd >= 1 ? 2 : usd >= 0.1 ? 3 : usd >= 0.001 ? 4 : 6;
    return u'$' + numberText(usd, decimals);
}

QString countText(qint64 count, const QString &one, const QString &many)
{
    return QLocale().toString(count) % noBreakSpace % (count == 1 ? one : many);
}

} // namespace interleave
