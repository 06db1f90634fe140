#include "simulator/llm/json_sample.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// A schema may refer to itself; nothing deeper is made.
constexpr int deepest = 8;
constexpr qint64 mostItems = 100;
/// Values in all: a schema with wide lists in wide lists must not hold up the server.
constexpr int mostValues = 5000;

class Sampler
{
public:
    Sampler(const QJsonObject &root, const QString &topic, RandomStream &random)
        : m_root(root)
        , m_topic(topic)
        , m_random(random)
    {
    }

    QJsonValue value(const QJsonObject &given, int depth)
    {
        if (--m_valuesLeft < 0)
            return {};
        const QJsonObject schema = resolved(given);
        if (schema.contains("const"_L1))
            return schema["const"_L1];
        if (const QJsonArray choices = schema["enum"_L1].toArray(); !choices.isEmpty())
            return choices[static_cast<qsizetype>(m_random.below(static_cast<size_t>(choices.size())))];
        if (schema.contains("default"_L1))
            return schema["default"_L1];
        for (const auto key : {"anyOf"_L1, "oneOf"_L1}) {
            if (const QJsonArray choices = schema[key].toArray(); !choices.isEmpty() && depth < deepest)
                return value(choices.first().toObject(), depth + 1);
        }
        const QString type = typeOf(schema);
        if (type == "object"_L1)
            return object(schema, depth);
        if (type == "array"_L1)
            return list(schema, depth);
        if (type == "integer"_L1)
            return static_cast<qint64>(std::floor(number(schema)));
        if (type == "number"_L1)
            return number(schema);
        if (type == "boolean"_L1)
            return m_random.uniform() < 0.5;
        return type == "null"_L1 ? QJsonValue() : QJsonValue(text(schema));
    }

private:
    /// Follows "$ref" and joins "allOf".
    QJsonObject resolved(QJsonObject schema) const
    {
        for (int hops = 0; schema.contains("$ref"_L1) && hops < deepest; ++hops) {
            QJsonValue target = m_root;
            for (const QString &step : schema["$ref"_L1].toString().section(u'#', 1).split(u'/', Qt::SkipEmptyParts))
                target = target.toObject()[step];
            schema = target.toObject();
        }
        for (const QJsonValue &part : schema["allOf"_L1].toArray()) {
            const QJsonObject more = part.toObject();
            for (auto it = more.begin(); it != more.end(); ++it) {
                QJsonValue merged = it.value();
                if (it.key() == "properties"_L1) {
                    QJsonObject properties = schema["properties"_L1].toObject();
                    const QJsonObject added = merged.toObject();
                    for (auto property = added.begin(); property != added.end(); ++property)
                        properties.insert(property.key(), property.value());
                    merged = properties;
                } else if (it.key() == "required"_L1) {
                    QJsonArray required = schema["required"_L1].toArray();
                    for (const QJsonValue &name : merged.toArray())
                        required += name;
                    merged = required;
                }
                schema.insert(it.key(), merged);
            }
        }
        return schema;
    }

    static QString typeOf(const QJsonObject &schema)
    {
        QString type = schema["type"_L1].toString().toLower();
        for (const QJsonValue &one : schema["type"_L1].toArray()) { // ["string", "null"]
            if (type.isEmpty() && one.toString() != "null"_L1)
                type = one.toString().toLower();
        }
        if (type.isEmpty() && schema.contains("properties"_L1))
            return u"object"_s;
        return type.isEmpty() && schema.contains("items"_L1) ? u"array"_s : type;
    }

    QJsonObject object(const QJsonObject &schema, int depth)
    {
        QJsonObject result;
        const QJsonObject properties = schema["properties"_L1].toObject();
        const QJsonArray required = schema["required"_L1].toArray();
        for (auto it = properties.begin(); it != properties.end(); ++it) {
            // a deep schema gets only what it must have
            if (depth < 3 || (depth < deepest && required.contains(it.key())))
                result.insert(it.key(), value(it.value().toObject(), depth + 1));
        }
        return result;
    }

    QJsonArray list(const QJsonObject &schema, int depth)
    {
        const qint64 least = schema["minItems"_L1].toVariant().toLongLong(); // OpenAPI writes these in quotes
        const qint64 most = schema.contains("maxItems"_L1) ? schema["maxItems"_L1].toVariant().toLongLong() : mostItems;
        const qint64 count =
            depth >= deepest ? 0 : std::clamp<qint64>(std::max<qint64>(least, 1), 0, std::clamp<qint64>(most, 0, mostItems));
        QJsonArray result;
        for (qint64 i = 0; i < count; ++i)
            result += value(schema["items"_L1].toObject(), depth + 1);
        return result;
    }

    double number(const QJsonObject &schema)
    {
        const bool above = schema["exclusiveMinimum"_L1].isDouble();
        const bool below = schema["exclusiveMaximum"_L1].isDouble();
        const double most = below ? schema["exclusiveMaximum"_L1].toDouble() - 1 : schema["maximum"_L1].toDouble(HUGE_VAL);
        const double least = above ? schema["exclusiveMinimum"_L1].toDouble() + 1 : schema["minimum"_L1].toDouble(most < 1 ? most - 99 : 1);
        const double top = std::min(most, least + 99);
        double drawn = least + std::floor(m_random.uniform() * (std::max(top - least, 0.0) + 1));
        if (const double step = schema["multipleOf"_L1].toDouble(); step > 0)
            drawn = std::ceil(least / step) * step;
        return std::max(std::min(drawn, std::max(top, least)), least);
    }

    QString text(const QJsonObject &schema) const
    {
        const QString format = schema["format"_L1].toString();
        if (format == "date"_L1)
            return u"2026-11-22"_s;
        if (format == "date-time"_L1)
            return u"2026-11-22T12:00:00Z"_s;
        if (format == "time"_L1)
            return u"12:00:00Z"_s;
        if (format == "email"_L1)
            return u"someone@example.com"_s;
        if (format == "uri"_L1 || format == "url"_L1)
            return u"https://example.com/"_s;
        if (format == "uuid"_L1)
            return u"6f1f9d2e-4c1b-4b7a-9a53-2f6d1c0e8b47"_s;
        QString result = m_topic;
        const qint64 least = std::min<qint64>(schema["minLength"_L1].toVariant().toLongLong(), 10000);
        while (result.size() < least)
            result += u' ' % m_topic;
        return schema.contains("maxLength"_L1) ? result.left(std::max<qint64>(schema["maxLength"_L1].toVariant().toLongLong(), 0)) : result;
    }

    const QJsonObject &m_root;
    const QString &m_topic;
    RandomStream &m_random;
    int m_valuesLeft = mostValues;
};

} // namespace

QJsonObject objectThatFits(const QJsonObject &schema, const QString &topic, RandomStream &random)
{
    return Sampler(schema, topic, random).value(schema, 0).toObject();
}

} // namespace interleave
