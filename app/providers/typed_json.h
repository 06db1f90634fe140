// Reads fields of expected types out of a response's JSON and remembers the first that has another type: a server that
// sends a string where an object belongs is reported, not read as nothing. Absent and null fields are the default value.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace interleave {

class TypedJson
{
public:
    QJsonObject object(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::Object).toObject(); }
    QJsonArray array(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::Array).toArray(); }
    QString string(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::String).toString(); }
    int integer(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::Double).toInt(); }
    bool boolean(const QJsonObject &in, QLatin1StringView name) { return read(in, name, QJsonValue::Bool).toBool(); }
    /// An element of an array, which has no name of its own.
    QJsonObject element(const QJsonValue &value, QLatin1StringView arrayName);

    /// "the field candidates is not an array"; empty: every field had its type.
    const QString &error() const { return m_error; }

private:
    QJsonValue read(const QJsonObject &in, QLatin1StringView name, QJsonValue::Type type);

    QString m_error;
};

} // namespace interleave
