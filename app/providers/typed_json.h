// Reads fields of expected types out of a response's JSON and remembers the first that has another type: a server that
// sends a string where an object belongs is reported, not read as nothing. Absent and null fields are the default value.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <limits>

namespace interleave {

class TypedJson
{
public:
    QJsonObject object(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::Object).toObject(); }
    QJsonArray array(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::Array).toArray(); }
    QString string(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::String).toString(); }
    /// A number of tokens, or an index: 0 for one that is negative, or is no whole number below 2^31.
    qint32 count(const QJsonObject &in, QLatin1StringView name) { return std::max(0, read(in, name, QJsonValue::Double).toInt()); }
    bool boolean(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::Bool).toBool(); }
    /// An element of an array, which has no name of its own.
    QJsonObject element(const QJsonValue &value, QLatin1StringView arrayName);

    /// "the field candidates is not an array"; empty: every field had its type.
    const QString &error() const { return m_error; }

private:
    QJsonValue read(const QJsonObject &in, QLatin1StringView name, QJsonValue::Type type);

    QString m_error;
};

/// A sum of counts that stays at the largest one instead of overflowing: a server may send anything.
template<typename... Counts> qint32 sumOfCounts(Counts... counts)
{
    return static_cast<qint32>(std::min<qint64>((qint64(counts) + ...), std::numeric_limits<qint32>::max()));
}

} // namespace interleave
