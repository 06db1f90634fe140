// One span in OTLP's JSON: ids are hexadecimal, enums numbers, 64-bit integers texts. Used by export/otlp; a value, any thread.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace interleave {

enum class OtlpKind { Internal = 1, Client = 3 };

class OtlpAttributes
{
public:
    void add(const char *key, const QString &value) { append(key, "stringValue", value); }
    void add(const char *key, qint64 value) { append(key, "intValue", QString::number(value)); }
    void add(const char *key, double value) { append(key, "doubleValue", value); }
    void add(const char *key, bool value) { append(key, "boolValue", value); }
    void add(const char *key, const QStringList &values);
    const QJsonArray &json() const { return m_json; }

private:
    void append(const char *key, const char *type, const QJsonValue &value);
    QJsonArray m_json;
};

class OtlpSpan
{
public:
    /// `traceId`: 32 hexadecimal digits. Times are nanoseconds since 1970.
    OtlpSpan(const QByteArray &traceId, quint64 id, const QString &name, OtlpKind kind, qint64 beginNs, qint64 endNs);

    void setParent(quint64 id);
    template<typename Value> void add(const char *key, const Value &value) { m_attributes.add(key, value); }
    void addEvent(const QString &name, qint64 ns);
    /// Sets error.type and the status; `message` may be empty.
    void fail(const QString &errorType, const QString &message);

    /// As JSON, with a comma and a newline after it.
    void appendTo(QByteArray &out) const;

private:
    QJsonObject m_json;
    OtlpAttributes m_attributes;
    QJsonArray m_events;
};

} // namespace interleave
