#include "setup/prompts/length_trace.h"

#include "setup/prompts/prompt_set.h"

#include <QDateTime>
#include <QJsonObject>

#include <algorithm>
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
    const QDateTime moment = QDateTime::fromString(text.left(19).replace(u' ', u'T') + u'Z', Qt::ISODate);
    if (!moment.isValid())
        return std::nullopt;
    return static_cast<double>(moment.toSecsSinceEpoch()) + fraction;
}

QString TimeReader::add(const Record &record)
{
    const QJsonObject fields = record.value.toObject();
    std::optional<double> seconds;
    for (const QString &field : timeNames()) {
        if (!seconds && fields.contains(field))
            seconds = secondsOf(fields.value(field), record.cellsAreText);
    }
    if (!seconds || !std::isfinite(*seconds))
        return u"has no field \"timestamp\" that is a time; a trace to replay names one for each request."_s;
    const double after = *seconds - m_firstS.value_or(*seconds);
    if (after > mostSeconds)
        return u"field \"timestamp\" is more than a year after the first; correct it."_s;
    const auto ns = static_cast<qint64>(std::llround(std::max(after, -1.0) * 1e9));
    if (ns < 0 || (!m_times.empty() && ns < m_times.back()))
        return u"field \"timestamp\" goes back; sort the file by it."_s;
    if (static_cast<qsizetype>(m_times.size()) >= mostPrompts)
        return u"is where the trace becomes longer than %1 requests; take fewer."_s.arg(mostPrompts);
    m_firstS = m_firstS.value_or(*seconds);
    m_times.push_back(ns);
    return {};
}

} // namespace interleave
