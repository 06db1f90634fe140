// Reads one JSON object by its known keys: wrong types are told by name, and so is a key that nobody asked for. Used by every
// reader of a file that people write. A value, any thread.
#pragma once

#include "core/field_range.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cmath>
#include <optional>

namespace interleave {

/// Takes fields of one object out, remembers the first thing that is wrong, and at the end refuses what nobody asked for.
class FieldReader
{
public:
    FieldReader(const QJsonObject &object, QString place)
        : m_object(object)
        , m_place(std::move(place))
    {
    }

    void read(const char *key, QString &value)
    {
        take(key, QJsonValue::String, "text", [&](const QJsonValue &json) { value = json.toString(); });
    }
    void read(const char *key, bool &value)
    {
        take(key, QJsonValue::Bool, "true or false", [&](const QJsonValue &json) { value = json.toBool(); });
    }
    /// A number by the key of its range, which it must be in: a number without a range cannot be read.
    template<typename Number> void read(const FieldRange &range, Number &value)
    {
        auto number = static_cast<double>(value);
        take(range.key(), QJsonValue::Double, "a number", [&](const QJsonValue &json) { number = json.toDouble(); });
        if (!range.has(number))
            fail(range.key(), range.refusal(number));
        else if (std::is_integral_v<Number> && number != std::floor(number))
            fail(range.key(), QStringLiteral("must be a whole number"));
        else
            value = static_cast<Number>(number);
    }
    template<typename Number> void read(const FieldRange &range, std::optional<Number> &value)
    {
        if (!m_object.contains(QLatin1StringView(range.key()))) {
            know(range.key());
            return;
        }
        Number number = 0;
        read(range, number);
        value = number;
    }
    void read(const char *key, QStringList &value)
    {
        take(key, QJsonValue::Array, "a list of names", [&](const QJsonValue &json) {
            value.clear();
            const QJsonArray items = json.toArray();
            for (const QJsonValue &item : items) {
                if (!item.isString())
                    fail(key, QStringLiteral("must be a list of names"));
                value.append(item.toString());
            }
        });
    }
    template<typename Function> void object(const char *key, Function function)
    {
        take(key, QJsonValue::Object, "an object", [&](const QJsonValue &json) { function(json.toObject()); });
    }
    template<typename Function> void array(const char *key, Function function)
    {
        take(key, QJsonValue::Array, "a list", [&](const QJsonValue &json) { function(json.toArray()); });
    }

    /// A key that may be there and is read by other means.
    void know(const char *key) { m_known.append(QLatin1StringView(key)); }

    void fail(const char *key, const QString &what)
    {
        fail(m_place + QStringLiteral(": \"") + QLatin1StringView(key) + QStringLiteral("\" ") + what);
    }
    void fail(const QString &sentence)
    {
        if (m_error.isEmpty())
            m_error = sentence;
    }

    /// The first error, or the first unknown key, or nothing.
    QString error()
    {
        if (!m_error.isEmpty())
            return m_error;
        const QStringList keys = m_object.keys();
        for (const QString &key : keys) {
            if (!m_known.contains(key))
                return m_place + QStringLiteral(": unknown key \"") + key + QStringLiteral("\"; known are ") +
                       m_known.join(QStringLiteral(", "));
        }
        return {};
    }

private:
    template<typename Function> void take(const char *key, QJsonValue::Type type, const char *what, Function function)
    {
        m_known.append(QLatin1StringView(key));
        const QJsonValue value = m_object.value(QLatin1StringView(key));
        if (value.isUndefined())
            return;
        if (value.type() != type)
            fail(key, QStringLiteral("must be ") + QLatin1StringView(what));
        else
            function(value);
    }

    QJsonObject m_object;
    QString m_place;
    QStringList m_known;
    QString m_error;
};

} // namespace interleave
