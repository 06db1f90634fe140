#include "trace/event_json.h"

#include "json/json_text.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <limits>

namespace interleave {

static constexpr std::array<QLatin1StringView, 14> kindNames{
    QLatin1StringView("run_begin"), QLatin1StringView("executor"), QLatin1StringView("planned"),     QLatin1StringView("span_begin"),
    QLatin1StringView("span_end"),  QLatin1StringView("chunk"),    QLatin1StringView("attempt_end"), QLatin1StringView("done"),
    QLatin1StringView("analysis"),  QLatin1StringView("loop_lag"), QLatin1StringView("cpu"),         QLatin1StringView("released"),
    QLatin1StringView("system"),    QLatin1StringView("run_end")};
static_assert(kindNames.size() == static_cast<size_t>(EventKind::RunEnd) + 1);

static bool hasPhase(EventKind kind) { return kind == EventKind::SpanBegin || kind == EventKind::SpanEnd; }

static bool needsCall(EventKind kind)
{
    return kind == EventKind::Planned || kind == EventKind::Chunk || kind == EventKind::AttemptEnd || kind == EventKind::Done ||
           kind == EventKind::Analysis || kind == EventKind::Released;
}

// Writing: by hand, because a run writes ten lines per call while it measures (a tenth of the time of a QJsonObject).

static void appendNumber(QByteArray &out, const char *key, qint64 number)
{
    std::array<char, 24> digits{};
    char *const end = digits.data() + digits.size();
    char *begin = end;
    // Magnitudes as unsigned: the most negative number has no positive twin.
    quint64 rest = number < 0 ? quint64(0) - static_cast<quint64>(number) : static_cast<quint64>(number);
    do
        *--begin = static_cast<char>('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--begin = '-';
    out.append(key).append(begin, end - begin);
}

static void appendName(QByteArray &out, const char *key, QLatin1StringView name)
{
    out.append(key).append(name.data(), name.size()).append('"');
}

void appendJsonLine(QByteArray &out, const Event &event)
{
    appendName(out, "{\"kind\":\"", kindNames[static_cast<size_t>(event.kind)]);
    appendNumber(out, ",\"ns\":", event.ns);
    if (event.call != -1)
        appendNumber(out, ",\"call\":", event.call);
    if (event.attempt != 0)
        appendNumber(out, ",\"attempt\":", event.attempt);
    if (event.executor != 0)
        appendNumber(out, ",\"executor\":", event.executor);
    if (hasPhase(event.kind))
        appendName(out, ",\"phase\":\"", phaseName(event.phase));
    if (event.outcome != Outcome::Ok)
        appendName(out, ",\"outcome\":\"", outcomeName(event.outcome));
    if (event.value != 0)
        appendNumber(out, ",\"value\":", event.value);
    if (event.usage != Usage{}) {
        const char *separator = ",\"usage\":[";
        for (const std::optional<qint32> &count : {event.usage.input, event.usage.cached, event.usage.output, event.usage.thinking}) {
            if (count)
                appendNumber(out, separator, *count);
            else
                out.append(separator).append("null");
            separator = ",";
        }
        out.append(']');
    }
    if (!event.text.isEmpty())
        appendJsonText(out.append(",\"text\":"), event.text);
    out.append('}');
}

QByteArray toJsonLine(const Event &event)
{
    QByteArray line;
    line.reserve(96 + event.text.size());
    appendJsonLine(line, event);
    return line;
}

// Reading.

namespace {

/// Takes the fields of one line one by one, and remembers the first that is wrong.
class Fields
{
public:
    explicit Fields(const QJsonObject &json)
        : m_json(json)
    {
    }

    bool has(QLatin1StringView name) const { return m_json.contains(name); }

    qint64 number(QLatin1StringView name, qint64 absent, qint64 least, qint64 most)
    {
        const QJsonValue value = take(name);
        return value.isUndefined() ? absent : inRange(value, name, least, most);
    }

    QString text(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        if (!value.isUndefined() && !value.isString())
            refuse(name, QStringLiteral("must be text"));
        return value.toString();
    }

    Usage usage()
    {
        const QLatin1StringView name("usage");
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return {};
        const QJsonArray numbers = value.toArray();
        if (numbers.size() != 4) {
            refuse(name, QStringLiteral("must be four numbers or nulls"));
            return {};
        }
        const auto at = [&](int i) -> std::optional<qint32> {
            if (numbers[i].isNull())
                return std::nullopt;
            return static_cast<qint32>(inRange(numbers[i], name, 0, std::numeric_limits<qint32>::max()));
        };
        return {at(0), at(1), at(2), at(3)};
    }

    void refuse(QLatin1StringView name, const QString &why)
    {
        if (m_error.isEmpty())
            m_error = u'"' + name + QStringLiteral("\" ") + why;
    }

    /// The sentence for what went wrong; empty: nothing.
    QString error() const
    {
        if (!m_error.isEmpty() || m_taken == m_json.size())
            return m_error;
        return QStringLiteral("it has a field that its kind does not have, among: ") + m_json.keys().join(QStringLiteral(", "));
    }

private:
    QJsonValue take(QLatin1StringView name)
    {
        const QJsonValue value = m_json.value(name);
        m_taken += !value.isUndefined();
        return value;
    }

    qint64 inRange(const QJsonValue &value, QLatin1StringView name, qint64 least, qint64 most)
    {
        // Two defaults that differ: a number that is no integer gives each back.
        const qint64 number = value.toInteger(0);
        if (!value.isDouble() || number != value.toInteger(1) || number < least || number > most)
            refuse(name, QStringLiteral("must be a whole number from ") + QString::number(least) + QStringLiteral(" to ") +
                             QString::number(most));
        return number;
    }

    const QJsonObject &m_json;
    QString m_error;
    qsizetype m_taken = 0;
};

} // namespace

template<typename Value> static Value named(Fields &fields, QLatin1StringView name, std::optional<Value> (*fromName)(QStringView))
{
    const QString text = fields.text(name);
    const std::optional<Value> value = fromName(text);
    if (!value)
        fields.refuse(name, QStringLiteral("is unknown: ") + text);
    return value.value_or(Value{});
}

static std::optional<EventKind> kindFromName(QStringView name)
{
    for (size_t i = 0; i < kindNames.size(); ++i) {
        if (name == kindNames[i])
            return static_cast<EventKind>(i);
    }
    return std::nullopt;
}

Result<Event> eventFromJsonLine(const QByteArray &line)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(line, &parseError);
    if (!document.isObject())
        return Error{
            QStringLiteral("this is not an event: %1 (%2)")
                .arg(QString::fromUtf8(line.left(80)), parseError.error ? parseError.errorString() : QStringLiteral("not a JSON object"))};
    constexpr qint64 any = std::numeric_limits<qint64>::max();
    const QJsonObject json = document.object();
    Fields fields(json);
    Event event;
    event.kind = named(fields, QLatin1StringView("kind"), kindFromName);
    if (!fields.has(QLatin1StringView("ns")))
        fields.refuse(QLatin1StringView("ns"), QStringLiteral("is missing"));
    event.ns = fields.number(QLatin1StringView("ns"), 0, 0, any);
    event.call = static_cast<qint32>(fields.number(QLatin1StringView("call"), -1, needsCall(event.kind) ? 0 : -1, mostCallsOfTrace - 1));
    if (needsCall(event.kind) && event.call < 0)
        fields.refuse(QLatin1StringView("call"), QStringLiteral("is missing"));
    event.attempt = static_cast<qint16>(fields.number(QLatin1StringView("attempt"), 0, 0, std::numeric_limits<qint16>::max()));
    event.executor = static_cast<qint16>(fields.number(QLatin1StringView("executor"), 0, 0, mostExecutorsOfTrace - 1));
    if (hasPhase(event.kind))
        event.phase = named(fields, QLatin1StringView("phase"), phaseFromName);
    if (fields.has(QLatin1StringView("outcome")))
        event.outcome = named(fields, QLatin1StringView("outcome"), outcomeFromName);
    const bool namesExecutorKind = event.kind == EventKind::Executor;
    event.value = fields.number(QLatin1StringView("value"), 0, namesExecutorKind ? 0 : -any,
                                namesExecutorKind ? static_cast<qint64>(ExecutorKind::PoolThread) : any);
    event.usage = fields.usage();
    event.text = fields.text(QLatin1StringView("text"));
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{QStringLiteral("this event is damaged: ") + error};
    return event;
}

} // namespace interleave
