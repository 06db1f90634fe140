// What OTLP's JSON must be, by its schema: every span of a document with its ids, times and types checked. Used by the tests of
// the export and of its sender.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

namespace interleave::test {

struct OtlpDocument {
    QList<QJsonObject> resources, spans;
    QStringList complaints;
};

class OtlpReader
{
public:
    static OtlpDocument read(const QByteArray &json)
    {
        OtlpReader reader;
        QJsonParseError error;
        const QJsonObject document = QJsonDocument::fromJson(json, &error).object();
        if (error.error != QJsonParseError::NoError)
            reader.complain(error.errorString());
        for (const QJsonValue &resource : document[QStringLiteral("resourceSpans")].toArray()) {
            reader.m_out.resources.append(resource[QStringLiteral("resource")].toObject());
            reader.checkAttributes(resource[QStringLiteral("resource")]);
            for (const QJsonValue &scope : resource[QStringLiteral("scopeSpans")].toArray()) {
                reader.expect(!scope[QStringLiteral("scope")][QStringLiteral("name")].toString().isEmpty(), QStringLiteral("scope"));
                for (const QJsonValue &span : scope[QStringLiteral("spans")].toArray())
                    reader.checkSpan(span.toObject());
            }
        }
        for (const QJsonObject &span : std::as_const(reader.m_out.spans)) {
            const QString parent = span[QStringLiteral("parentSpanId")].toString();
            reader.expect(parent.isEmpty() || reader.m_ids.contains(parent),
                          QStringLiteral("parent of ") + span[QStringLiteral("name")].toString());
            for (const QJsonValue &link : span[QStringLiteral("links")].toArray())
                reader.expect(reader.m_ids.contains(link[QStringLiteral("spanId")].toString()) &&
                                  link[QStringLiteral("traceId")] == span[QStringLiteral("traceId")],
                              QStringLiteral("link of ") + span[QStringLiteral("name")].toString());
        }
        return reader.m_out;
    }

private:
    void complain(const QString &what) { m_out.complaints.append(what); }
    void expect(bool holds, const QString &what)
    {
        if (!holds)
            complain(what);
    }

    /// A 64-bit integer: a text of digits.
    void checkTime(const QJsonValue &time)
    {
        static const QRegularExpression digits(QStringLiteral("^[0-9]{1,19}$"));
        expect(digits.match(time.toString()).hasMatch(), QStringLiteral("time ") + time.toString());
    }

    void checkAttributes(const QJsonValue &holder)
    {
        static const QStringList types{QStringLiteral("stringValue"), QStringLiteral("intValue"), QStringLiteral("doubleValue"),
                                       QStringLiteral("boolValue"), QStringLiteral("arrayValue")};
        for (const QJsonValue &attribute : holder[QStringLiteral("attributes")].toArray()) {
            const QString key = attribute[QStringLiteral("key")].toString();
            const QJsonObject value = attribute[QStringLiteral("value")].toObject();
            expect(!key.isEmpty() && value.size() == 1 && types.contains(value.keys().value(0)), QStringLiteral("attribute ") + key);
            if (value.contains(QStringLiteral("intValue")))
                checkTime(value[QStringLiteral("intValue")]);
        }
    }

    void checkSpan(const QJsonObject &span)
    {
        static const QRegularExpression traceId(QStringLiteral("^[0-9a-f]{32}$")), spanId(QStringLiteral("^[0-9a-f]{16}$"));
        static const QSet<QString> keys{QStringLiteral("traceId"),
                                        QStringLiteral("spanId"),
                                        QStringLiteral("parentSpanId"),
                                        QStringLiteral("name"),
                                        QStringLiteral("kind"),
                                        QStringLiteral("status"),
                                        QStringLiteral("startTimeUnixNano"),
                                        QStringLiteral("endTimeUnixNano"),
                                        QStringLiteral("attributes"),
                                        QStringLiteral("events"),
                                        QStringLiteral("links")};
        m_out.spans.append(span);
        const QString id = span[QStringLiteral("spanId")].toString();
        for (const QString &key : span.keys())
            expect(keys.contains(key), QStringLiteral("key ") + key);
        expect(traceId.match(span[QStringLiteral("traceId")].toString()).hasMatch(), QStringLiteral("trace id"));
        expect(spanId.match(id).hasMatch() && id != QString(16, u'0') && !m_ids.contains(id), QStringLiteral("span id ") + id);
        m_ids.insert(id);
        const int kind = span[QStringLiteral("kind")].toInt();
        expect(kind == 1 || kind == 3, QStringLiteral("kind"));
        checkTime(span[QStringLiteral("startTimeUnixNano")]);
        checkTime(span[QStringLiteral("endTimeUnixNano")]);
        expect(span[QStringLiteral("startTimeUnixNano")].toString().toLongLong() <=
                   span[QStringLiteral("endTimeUnixNano")].toString().toLongLong(),
               QStringLiteral("order of times"));
        checkAttributes(span);
        for (const QJsonValue &event : span[QStringLiteral("events")].toArray())
            checkTime(event[QStringLiteral("timeUnixNano")]);
    }

    OtlpDocument m_out;
    QSet<QString> m_ids;
};

/// An attribute's value, whatever its type; undefined: there is none.
inline QJsonValue otlpAttribute(const QJsonObject &holder, const char *key)
{
    for (const QJsonValue &attribute : holder[QStringLiteral("attributes")].toArray()) {
        if (attribute[QStringLiteral("key")].toString() == QLatin1StringView(key))
            return attribute[QStringLiteral("value")].toObject().begin().value();
    }
    return QJsonValue::Undefined;
}

} // namespace interleave::test
