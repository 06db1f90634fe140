#include "providers/retry_headers.h"

#include <QDateTime>
#include <QLocale>

#include <limits>

namespace interleave {

void RetryHeaders::read(const QByteArray &name, const QByteArray &value)
{
    const auto is = [&](QByteArrayView known) { return name.compare(known, Qt::CaseInsensitive) == 0; };
    if (is("x-should-retry"))
        m_hint = value == "true" ? RetryHint::Retry : value == "false" ? RetryHint::Never : RetryHint::ByStatus;
    else if (is("retry-after-ms"))
        m_milliseconds = value;
    else if (is("retry-after"))
        m_after = value;
    else if (is("date"))
        m_date = value;
}

static std::optional<double> delay(const QByteArray &number, double perSecond)
{
    constexpr double mostS = std::numeric_limits<qint32>::max() / 1000; // the longest that the SDKs wait, too
    bool ok = false;
    const double seconds = number.trimmed().toDouble(&ok) / perSecond;
    return ok && seconds >= 0 && seconds <= mostS ? std::optional(seconds) : std::nullopt; // no NaN passes
}

/// Seconds since 1970 of "Wed, 21 Oct 2026 07:28:00 GMT".
static std::optional<qint64> secondsOf(const QByteArray &date)
{
    const QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(date.trimmed()), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!time.isValid())
        return std::nullopt;
    constexpr qint64 firstDay = 2'440'588; // 1970-01-01 as a Julian day
    return (time.date().toJulianDay() - firstDay) * 86'400 + time.time().msecsSinceStartOfDay() / 1000;
}

std::optional<double> RetryHeaders::delayS() const
{
    if (const auto seconds = delay(m_milliseconds, 1000))
        return seconds;
    if (const auto seconds = delay(m_after, 1))
        return seconds;
    const std::optional<qint64> until = secondsOf(m_after);
    if (!until)
        return std::nullopt;
    const qint64 now = secondsOf(m_date).value_or(QDateTime::currentSecsSinceEpoch());
    return delay(QByteArray::number(*until - now), 1);
}

} // namespace interleave
