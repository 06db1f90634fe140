#include "core/scenario_json.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace interleave {

static constexpr QLatin1StringView schema("interleave.scenario/1");

QJsonObject toJson(const Prompt &prompt)
{
    QJsonObject json{{QStringLiteral("text"), prompt.text}};
    if (!prompt.system.isEmpty())
        json[QStringLiteral("system")] = prompt.system;
    if (prompt.temperature)
        json[QStringLiteral("temperature")] = *prompt.temperature;
    if (prompt.maxOutputTokens)
        json[QStringLiteral("max_output_tokens")] = *prompt.maxOutputTokens;
    return json;
}

static QJsonObject toJson(const Endpoint &endpoint)
{
    QJsonObject json{{QStringLiteral("provider"), endpoint.provider}, {QStringLiteral("model_name"), endpoint.modelName}};
    if (endpoint.isSimulator())
        json[QStringLiteral("profile")] = endpoint.profile;
    else
        json[QStringLiteral("base_url")] = endpoint.baseUrl;
    if (!endpoint.apiKeyEnv.isEmpty())
        json[QStringLiteral("api_key_env")] = endpoint.apiKeyEnv;
    return json;
}

QJsonObject toJson(const Scenario &s)
{
    QJsonArray prompts;
    for (const Prompt &prompt : s.prompts)
        prompts.append(toJson(prompt));
    return {{QStringLiteral("schema"), QString(schema)},
            {QStringLiteral("name"), s.name},
            {QStringLiteral("prompts"), prompts},
            {QStringLiteral("endpoint"), toJson(s.endpoint)},
            {QStringLiteral("concurrency"), s.concurrency},
            {QStringLiteral("workers"), s.workers},
            {QStringLiteral("pool"), s.pool},
            {QStringLiteral("stream"), s.stream},
            {QStringLiteral("cpu_ms"), s.cpuMs},
            {QStringLiteral("analyzers"), QJsonArray::fromStringList(s.analyzers)},
            {QStringLiteral("time_scale"), s.timeScale},
            {QStringLiteral("timeout_s"), s.timeoutS},
            {QStringLiteral("requests"), s.requests},
            {QStringLiteral("repeats"), s.repeats},
            {QStringLiteral("seed"), static_cast<qint64>(s.seed)},
            {QStringLiteral("models"), QJsonArray::fromStringList(s.models)}};
}

namespace {

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
    void read(const char *key, double &value)
    {
        take(key, QJsonValue::Double, "a number", [&](const QJsonValue &json) { value = json.toDouble(); });
    }
    void read(const char *key, bool &value)
    {
        take(key, QJsonValue::Bool, "true or false", [&](const QJsonValue &json) { value = json.toBool(); });
    }
    void read(const char *key, int &value)
    {
        double number = value;
        read(key, number);
        setWhole(key, number, value);
    }
    void read(const char *key, quint64 &value)
    {
        auto number = static_cast<double>(value);
        read(key, number);
        setWhole(key, number, value);
    }
    void read(const char *key, std::optional<double> &value)
    {
        take(key, QJsonValue::Double, "a number", [&](const QJsonValue &json) { value = json.toDouble(); });
    }
    void read(const char *key, std::optional<int> &value)
    {
        if (!m_object.contains(QLatin1StringView(key)))
            return;
        int whole = 0;
        read(key, whole);
        value = whole;
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
    template<typename Integer> void setWhole(const char *key, double number, Integer &value)
    {
        if (number != std::floor(number) || std::abs(number) > 1e15 || (std::is_unsigned_v<Integer> && number < 0) ||
            (std::is_same_v<Integer, int> && std::abs(number) > 2e9))
            fail(key, QStringLiteral("must be a whole number"));
        else
            value = static_cast<Integer>(number);
    }

    QJsonObject m_object;
    QString m_place;
    QStringList m_known;
    QString m_error;
};

/// "line 7" of the byte where the JSON parser stopped.
QString lineOf(const QByteArray &json, qsizetype offset) { return QString::number(json.left(offset).count('\n') + 1); }

} // namespace

Result<Prompt> promptFromJson(const QJsonValue &json, const QString &place)
{
    Prompt prompt;
    if (json.isString()) {
        prompt.text = json.toString();
    } else if (json.isObject()) {
        FieldReader fields(json.toObject(), place);
        fields.read("text", prompt.text);
        fields.read("system", prompt.system);
        fields.read("temperature", prompt.temperature);
        fields.read("max_output_tokens", prompt.maxOutputTokens);
        if (const QString error = fields.error(); !error.isEmpty())
            return Error{error};
    } else {
        return Error{place + QStringLiteral(" must be text or an object with \"text\"")};
    }
    if (prompt.text.trimmed().isEmpty())
        return Error{place + QStringLiteral(": \"text\" is empty; write a prompt or remove it")};
    return prompt;
}

Result<Scenario> scenarioFromJson(const QByteArray &json, const QString &place)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return Error{place + QStringLiteral(": line ") + lineOf(json, parseError.offset) + QStringLiteral(": not valid JSON (") +
                     parseError.errorString() + QStringLiteral(")")};
    if (!document.isObject())
        return Error{place + QStringLiteral(": a scenario must be a JSON object")};

    Scenario scenario;
    QString fileSchema;
    FieldReader fields(document.object(), place);
    fields.read("schema", fileSchema);
    if (fileSchema != schema)
        fields.fail("schema", QStringLiteral("must be \"") + schema + QStringLiteral("\""));
    fields.read("name", scenario.name);
    fields.array("prompts", [&](const QJsonArray &items) {
        for (int i = 0; i < items.size(); ++i) {
            const Result<Prompt> prompt =
                promptFromJson(items[i], place + QStringLiteral(": prompts[") + QString::number(i) + QStringLiteral("]"));
            if (prompt)
                scenario.prompts.append(*prompt);
            else
                fields.fail(prompt.error());
        }
    });
    fields.object("endpoint", [&](const QJsonObject &object) {
        FieldReader inner(object, place + QStringLiteral(": endpoint"));
        inner.read("provider", scenario.endpoint.provider);
        inner.read("base_url", scenario.endpoint.baseUrl);
        inner.read("model_name", scenario.endpoint.modelName);
        inner.read("api_key_env", scenario.endpoint.apiKeyEnv);
        inner.read("profile", scenario.endpoint.profile);
        if (const QString error = inner.error(); !error.isEmpty())
            fields.fail(error);
    });
    fields.read("concurrency", scenario.concurrency);
    fields.read("workers", scenario.workers);
    fields.read("pool", scenario.pool);
    fields.read("stream", scenario.stream);
    fields.read("cpu_ms", scenario.cpuMs);
    fields.read("analyzers", scenario.analyzers);
    fields.read("time_scale", scenario.timeScale);
    fields.read("timeout_s", scenario.timeoutS);
    fields.read("requests", scenario.requests);
    fields.read("repeats", scenario.repeats);
    fields.read("seed", scenario.seed);
    fields.read("models", scenario.models);
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{error};
    return checked(std::move(scenario), place);
}

Result<Scenario> readScenario(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{path + QStringLiteral(": cannot be read (") + file.errorString() + QStringLiteral(")")};
    return scenarioFromJson(file.readAll(), path);
}

static constexpr FieldRange ranges[] = {{"concurrency", 1, 100'000}, {"workers", 1, 256},         {"pool", 1, 256},
                                        {"cpu_ms", 0, 60'000},       {"time_scale", 0.001, 1000}, {"timeout_s", 0, 86'400},
                                        {"requests", 0, 1'000'000},  {"repeats", 1, 1000},        {"seed", 0, 1e15}};

FieldRange rangeOf(QLatin1StringView field)
{
    const auto range =
        std::find_if(std::begin(ranges), std::end(ranges), [&](const FieldRange &r) { return field == QLatin1StringView(r.field); });
    Q_ASSERT_X(range != std::end(ranges), "rangeOf", "not a numeric field of a scenario");
    return *range;
}

Result<Scenario> checked(Scenario s, const QString &place)
{
    const std::pair<const char *, double> values[] = {
        {"concurrency", s.concurrency}, {"workers", s.workers},    {"pool", s.pool},         {"cpu_ms", s.cpuMs},
        {"time_scale", s.timeScale},    {"timeout_s", s.timeoutS}, {"requests", s.requests}, {"repeats", s.repeats},
        {"seed", double(s.seed)}};
    for (const auto &[field, value] : values) {
        const FieldRange range = rangeOf(QLatin1StringView(field));
        if (!(value >= range.least && value <= range.most))
            return Error{place + QStringLiteral(": \"") + QLatin1StringView(field) + QStringLiteral("\" is ") + QString::number(value) +
                         QStringLiteral("; it must be between ") + QString::number(range.least) + QStringLiteral(" and ") +
                         QString::number(range.most, 'f', 0)};
    }
    if (s.prompts.isEmpty())
        return Error{place + QStringLiteral(": there are no prompts; add at least one")};
    return s;
}

} // namespace interleave
