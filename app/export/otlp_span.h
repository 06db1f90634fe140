// One span in OTLP's JSON: ids are hexadecimal, enums numbers, 64-bit integers texts. Used by export/otlp; a value, any thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace interleave {

enum class OtlpKind { Internal = 1, Client = 3 };

class OtlpAttributes
{
public:
    /// `key` must outlive this.
    template<typename Value> void add(const char *key, const Value &value) { m_attributes.emplace_back(key, value); }
    bool isEmpty() const { return m_attributes.empty(); }
    nlohmann::ordered_json json() const;

private:
    std::vector<std::pair<const char *, std::variant<QString, qint64, double, bool, QStringList>>> m_attributes;
};

class OtlpSpan
{
public:
    /// `traceId`: 32 hexadecimal digits. Times are nanoseconds since 1970.
    OtlpSpan(const QByteArray &traceId, quint64 id, const QString &name, OtlpKind kind, qint64 beginNs, qint64 endNs);

    void setParent(quint64 id) { m_parent = id; }
    template<typename Value> void add(const char *key, const Value &value) { m_attributes.add(key, value); }
    /// Another span of the same trace that this one waited for.
    void addLink(quint64 id) { m_links.push_back(id); }
    void addEvent(const QString &name, qint64 ns) { m_events.emplace_back(name, ns); }
    /// Sets error.type and the status; `message` may be empty.
    void fail(const QString &errorType, const QString &message);

    /// As JSON, with a comma and a newline after it.
    void appendTo(QByteArray &out) const;

private:
    QByteArray m_traceId;
    quint64 m_id;
    QString m_name;
    OtlpKind m_kind;
    qint64 m_beginNs, m_endNs;
    std::optional<quint64> m_parent;
    std::vector<quint64> m_links;
    std::optional<QString> m_failure;
    OtlpAttributes m_attributes;
    std::vector<std::pair<QString, qint64>> m_events;
};

} // namespace interleave
