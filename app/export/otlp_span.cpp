#include "export/otlp_span.h"

#include "export/genai.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

static std::string hex(quint64 id) { return QByteArray::number(id, 16).rightJustified(16, '0').toStdString(); }

static OrderedJson valueOf(const QString &text) { return {{"stringValue", utf8(text)}}; }
static OrderedJson valueOf(qint64 number) { return {{"intValue", std::to_string(number)}}; }
static OrderedJson valueOf(double number) { return {{"doubleValue", numberOf(number)}}; }
static OrderedJson valueOf(bool flag) { return {{"boolValue", flag}}; }
static OrderedJson valueOf(const QStringList &texts)
{
    OrderedJson values = OrderedJson::array();
    for (const QString &text : texts)
        values.push_back(valueOf(text));
    OrderedJson array = OrderedJson::object();
    array["arrayValue"]["values"] = std::move(values);
    return array;
}

OrderedJson OtlpAttributes::json() const
{
    OrderedJson json = OrderedJson::array();
    for (const auto &[key, value] : m_attributes)
        json.push_back({{"key", key}, {"value", std::visit([](const auto &v) { return valueOf(v); }, value)}});
    return json;
}

OtlpSpan::OtlpSpan(const QByteArray &traceId, quint64 id, const QString &name, OtlpKind kind, qint64 beginNs, qint64 endNs)
    : m_traceId(traceId)
    , m_id(id)
    , m_name(name)
    , m_kind(kind)
    , m_beginNs(beginNs)
    , m_endNs(endNs)
{
}

void OtlpSpan::fail(const QString &errorType, const QString &message)
{
    add(genai::errorType, errorType);
    m_failure = message;
}

void OtlpSpan::appendTo(QByteArray &out) const
{
    OrderedJson json{{"traceId", m_traceId.toStdString()}, {"spanId", hex(m_id)}};
    if (m_parent)
        json["parentSpanId"] = hex(*m_parent);
    json["name"] = utf8(m_name);
    json["kind"] = static_cast<int>(m_kind);
    json["startTimeUnixNano"] = std::to_string(m_beginNs);
    json["endTimeUnixNano"] = std::to_string(m_endNs);
    if (!m_attributes.isEmpty())
        json["attributes"] = m_attributes.json();
    for (const auto &[name, ns] : m_events)
        json["events"].push_back({{"timeUnixNano", std::to_string(ns)}, {"name", utf8(name)}});
    for (const quint64 id : m_links)
        json["links"].push_back({{"traceId", m_traceId.toStdString()}, {"spanId", hex(id)}});
    if (m_failure) {
        json["status"]["code"] = 2; // STATUS_CODE_ERROR
        if (!m_failure->isEmpty())
            json["status"]["message"] = utf8(*m_failure);
    }
    out += compact(json);
    out += ",\n";
}

} // namespace interleave
