#include "export/otlp_span.h"

#include "export/genai.h"

#include <QJsonDocument>

namespace interleave {

using Key = QLatin1StringView;

static QString hex(quint64 id) { return QString::number(id, 16).rightJustified(16, u'0'); }

void OtlpAttributes::append(const char *key, const char *type, const QJsonValue &value)
{
    m_json.append(QJsonObject{{Key("key"), Key(key)}, {Key("value"), QJsonObject{{Key(type), value}}}});
}

void OtlpAttributes::add(const char *key, const QStringList &values)
{
    QJsonArray texts;
    for (const QString &value : values)
        texts.append(QJsonObject{{Key("stringValue"), value}});
    append(key, "arrayValue", QJsonObject{{Key("values"), texts}});
}

OtlpSpan::OtlpSpan(const QByteArray &traceId, quint64 id, const QString &name, OtlpKind kind, qint64 beginNs, qint64 endNs)
    : m_json{{Key("traceId"), QString::fromLatin1(traceId)},
             {Key("spanId"), hex(id)},
             {Key("name"), name},
             {Key("kind"), static_cast<int>(kind)},
             {Key("startTimeUnixNano"), QString::number(beginNs)},
             {Key("endTimeUnixNano"), QString::number(endNs)}}
{
}

void OtlpSpan::setParent(quint64 id) { m_json[Key("parentSpanId")] = hex(id); }

void OtlpSpan::addEvent(const QString &name, qint64 ns)
{
    m_events.append(QJsonObject{{Key("timeUnixNano"), QString::number(ns)}, {Key("name"), name}});
}

void OtlpSpan::fail(const QString &errorType, const QString &message)
{
    static constexpr int error = 2; // STATUS_CODE_ERROR
    add(genai::errorType, errorType);
    QJsonObject status{{Key("code"), error}};
    if (!message.isEmpty())
        status[Key("message")] = message;
    m_json[Key("status")] = status;
}

void OtlpSpan::appendTo(QByteArray &out) const
{
    QJsonObject json = m_json;
    if (!m_attributes.json().isEmpty())
        json[Key("attributes")] = m_attributes.json();
    if (!m_events.isEmpty())
        json[Key("events")] = m_events;
    out += QJsonDocument(json).toJson(QJsonDocument::Compact);
    out += ",\n";
}

} // namespace interleave
