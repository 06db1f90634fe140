#include "setup/length_trace.h"

#include "setup/prompt_set.h"

#include <QDateTime>
#include <QJsonObject>

#include <cmath>
#include <optional>

namespace interleave {

using namespace Qt::StringLiterals;

const QStringList &inputLengthNames()
{
    static const QStringList names{u"input_length"_s, u"ContextTokens"_s, u"Request tokens"_s, u"contexttokens"_s, u"request tokens"_s};
    return names;
}

const QStringList &outputLengthNames()
{
    static const QStringList names{u"output_length"_s, u"GeneratedTokens"_s, u"Response tokens"_s, u"generatedtokens"_s,
                                   u"response tokens"_s};
    return names;
}

const QStringList &timeNames()
{
    static const QStringList names{u"timestamp"_s, u"Timestamp"_s, u"TIMESTAMP"_s};
    return names;
}

static constexpr double mostSeconds = 365.0 * 86'400;

/// Seconds; nothing: it is no time.
static std::optional<double> secondsOf(const QJsonValue &value, bool isTable)
{
    bool isNumber = value.isDouble();
    double number = value.toDouble();
    if (value.isString())
        number = value.toString().trimmed().toDouble(&isNumber);
    if (isNumber)
        return isTable ? number : number / 1000;
    QString text = value.toString().trimmed();
    const qsizetype dot = text.indexOf(u'.'); // finer than QDateTime: the fraction apart
    const double fraction = dot < 0 ? 0 : text.mid(dot).toDouble();
    QDateTime moment = QDateTime::fromString(text.left(19).replace(u' ', u'T'), Qt::ISODate);
    moment.setTimeSpec(Qt::UTC);
    if (!moment.isValid())
        return std::nullopt;
    return static_cast<double>(moment.toSecsSinceEpoch()) + fraction;
}

Result<std::vector<qint64>> timesOf(const QList<Record> &records, const QString &name)
{
    std::vector<qint64> times;
    std::optional<double> first;
    for (const Record &record : records) {
        const QJsonObject fields = record.value.toObject();
        std::optional<double> seconds;
        for (const QString &field : timeNames()) {
            if (!seconds && fields.contains(field))
                seconds = secondsOf(fields.value(field), record.cellsAreText);
        }
        if (!seconds || !std::isfinite(*seconds))
            return promptsError(name, u"has no field \"timestamp\" that is a time; a trace to replay names one for each request."_s,
                                record.line);
        if (!first)
            first = seconds;
        const double after = *seconds - *first;
        if (after > mostSeconds)
            return promptsError(name, u"field \"timestamp\" is more than a year after the first; correct it."_s, record.line);
        const auto ns = static_cast<qint64>(std::llround(after * 1e9));
        if (ns < 0 || (!times.empty() && ns < times.back()))
            return promptsError(name, u"field \"timestamp\" goes back; sort the file by it."_s, record.line);
        times.push_back(ns);
    }
    if (times.empty())
        return promptsError(name, u"has no requests, so there is nothing to replay."_s);
    return times;
}

} // namespace interleave
