#include "json/scenario_json.h"

#include "core/bounded_file.h"
#include "core/field_range.h"
#include "core/job.h"
#include "core/origin.h"
#include "core/prompt_bounds.h"
#include "json/address_fields.h"
#include "json/conversation_json.h"
#include "json/field_reader.h"
#include "json/traffic_json.h"

#include <QJsonArray>
#include <QJsonDocument>

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
    if (!prompt.callClass.isEmpty())
        json[QStringLiteral("class")] = prompt.callClass;
    writeConversation(prompt, json);
    return json;
}

static QJsonObject toJson(const Endpoint &endpoint)
{
    QJsonObject json{{QStringLiteral("provider"), endpoint.provider}, {QStringLiteral("model_name"), endpoint.modelName}};
    if (!endpoint.isSimulator())
        json[QStringLiteral("base_url")] = endpoint.baseUrl;
    if (endpoint.isSimulator() || endpoint.profile != Endpoint().profile)
        json[QStringLiteral("profile")] = endpoint.profile;
    if (!endpoint.apiKeyEnv.isEmpty())
        json[QStringLiteral("api_key_env")] = endpoint.apiKeyEnv;
    if (endpoint.http != HttpChoice::Auto)
        json[QStringLiteral("http")] = QString(httpChoiceName(endpoint.http));
    if (endpoint.transport != Transport::Auto)
        json[QStringLiteral("transport")] = QString(transportName(endpoint.transport));
    if (endpoint.callsPerConnection != 0)
        json[QStringLiteral("reuse")] = reuseName(endpoint.callsPerConnection);
    if (endpoint.outputLimitField != OutputLimitField::Auto)
        json[QStringLiteral("output_limit_field")] = QString(outputLimitFieldName(endpoint.outputLimitField));
    if (!endpoint.certificateFile.isEmpty())
        json[QStringLiteral("certificate_file")] = endpoint.certificateFile;
    return json;
}

static QJsonArray toJson(const QList<Variant> &variants)
{
    QJsonArray json;
    for (const Variant &variant : variants)
        json.append(QJsonObject{{QStringLiteral("name"), variant.name}, {QStringLiteral("changes"), variant.changes}});
    return json;
}

QJsonObject toJson(const Scenario &s)
{
    QJsonArray prompts;
    for (const Prompt &prompt : s.prompts)
        prompts.append(toJson(prompt));
    QJsonObject json{{QStringLiteral("schema"), QString(schema)},
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
                     {QStringLiteral("warmup"), s.warmup},
                     {QStringLiteral("repeats"), s.repeats},
                     {QStringLiteral("seed"), static_cast<qint64>(s.seed)},
                     {QStringLiteral("models"), QJsonArray::fromStringList(s.models)}};
    // what is as usual is not written: a file shows what its experiment is about
    if (s.workload != Scenario().workload)
        json[QStringLiteral("workload")] = s.workload;
    if (s.arrival != Arrival())
        json[QStringLiteral("arrival")] = toJson(s.arrival);
    if (s.traffic != TrafficPolicy())
        json[QStringLiteral("traffic")] = toJson(s.traffic);
    if (s.objectives != Objectives())
        json[QStringLiteral("objectives")] = toJson(s.objectives);
    if (!s.variants.isEmpty())
        json[QStringLiteral("variants")] = toJson(s.variants);
    return json;
}

namespace {

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
        fields.read(rangeOf("temperature"), prompt.temperature);
        fields.read(rangeOf("max_output_tokens"), prompt.maxOutputTokens);
        fields.read("class", prompt.callClass);
        readConversation(fields, place, prompt);
        if (const QString error = fields.error(); !error.isEmpty())
            return Error{error};
    } else {
        return Error{place + QStringLiteral(" must be text or an object with \"text\"")};
    }
    constexpr qsizetype mostCharacters = 8'000'000; // twice what the longest context of today's models takes
    if (prompt.text.size() + prompt.system.size() > mostCharacters)
        return Error{place + QStringLiteral(" has more than 8 million characters; shorten it")};
    const bool answersTools = !prompt.history.isEmpty() && !prompt.history.last().toolResults.isEmpty();
    if (prompt.text.trimmed().isEmpty() && !answersTools)
        return Error{place + QStringLiteral(": \"text\" is empty; write a prompt or remove it")};
    return prompt;
}

template<typename Value> static void readObject(FieldReader &fields, const char *key, const QString &place, Value &value,
                                                Result<Value> (*read)(const QJsonObject &, const QString &))
{
    fields.object(key, [&](const QJsonObject &object) {
        Result<Value> result = read(object, place + QStringLiteral(": ") + QLatin1StringView(key));
        if (result)
            value = std::move(*result);
        else
            fields.fail(result.error());
    });
}

static Result<Endpoint> endpointFromJson(const QJsonObject &json, const QString &place)
{
    Endpoint endpoint;
    FieldReader fields(json, place);
    fields.read("provider", endpoint.provider);
    readBaseUrl(fields, endpoint.baseUrl);
    fields.read("model_name", endpoint.modelName);
    readKeyVariable(fields, endpoint.apiKeyEnv);
    fields.read("profile", endpoint.profile);
    fields.read("certificate_file", endpoint.certificateFile);
    const auto choose = [&](const char *key, const QString &usual, auto &value, const auto &fromName, const char *choices) {
        QString name = usual;
        fields.read(key, name);
        if (const auto choice = fromName(name))
            value = *choice;
        else
            fields.fail(key, QStringLiteral("is \"%1\"; it must be %2").arg(name, QLatin1StringView(choices)));
    };
    choose("http", httpChoiceName(endpoint.http), endpoint.http, httpChoiceFromName, "auto, 1.1, 2 or 3");
    choose("transport", transportName(endpoint.transport), endpoint.transport, transportFromName, "auto, qnam or curl");
    choose("reuse", reuseName(endpoint.callsPerConnection), endpoint.callsPerConnection, reuseFromName,
           "always, never or a number of calls for each connection");
    choose("output_limit_field", outputLimitFieldName(endpoint.outputLimitField), endpoint.outputLimitField, outputLimitFieldFromName,
           "auto, max_tokens or max_completion_tokens");
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{error};
    return endpoint;
}

static void readVariants(FieldReader &fields, const QString &place, QList<Variant> &variants)
{
    fields.array("variants", [&](const QJsonArray &items) {
        for (qsizetype i = 0; i < items.size(); ++i) {
            Variant variant;
            FieldReader inner(items[i].toObject(), place + QStringLiteral(": variants[%1]").arg(i));
            inner.read("name", variant.name);
            inner.object("changes", [&](const QJsonObject &changes) { variant.changes = changes; });
            if (variant.name.isEmpty())
                inner.fail("name", QStringLiteral("is missing; give the variant a name"));
            if (const QString error = inner.error(); !error.isEmpty())
                fields.fail(error);
            variants.append(std::move(variant));
        }
    });
}

/// Objects are merged, everything else is replaced.
static QJsonObject merged(QJsonObject base, const QJsonObject &changes)
{
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const bool both = it->isObject() && base.value(it.key()).isObject();
        base[it.key()] = both ? QJsonValue(merged(base.value(it.key()).toObject(), it->toObject())) : *it;
    }
    return base;
}

Result<Scenario> variantOf(const Scenario &scenario, const Variant &variant)
{
    Scenario plain = scenario;
    plain.variants.clear();
    QJsonObject json = merged(toJson(plain), variant.changes);
    Result<Scenario> changed = scenarioFromJson(QJsonDocument(json).toJson(QJsonDocument::Compact),
                                                QStringLiteral("%1: variant \"%2\"").arg(scenario.name, variant.name));
    if (!changed)
        return changed;
    // Merged field by field, an address would come to a key that was meant for another.
    const Endpoint merged = changed->endpoint;
    const QJsonObject named = variant.changes[QStringLiteral("endpoint")].toObject();
    leaveSecretsBehind(scenario.endpoint, changed->endpoint);
    if (named.contains(QStringLiteral("api_key_env")))
        changed->endpoint.apiKeyEnv = merged.apiKeyEnv;
    if (named.contains(QStringLiteral("certificate_file")))
        changed->endpoint.certificateFile = merged.certificateFile;
    return changed;
}

/// Calls visit(key, value) for each number of the scenario itself.
template<typename ScenarioOrConst, typename Visit> static void eachNumber(ScenarioOrConst &s, Visit visit)
{
    visit("concurrency", s.concurrency);
    visit("workers", s.workers);
    visit("pool", s.pool);
    visit("cpu_ms", s.cpuMs);
    visit("time_scale", s.timeScale);
    visit("timeout_s", s.timeoutS);
    visit("requests", s.requests);
    visit("warmup", s.warmup);
    visit("repeats", s.repeats);
    visit("seed", s.seed);
}

static QString tooManyPrompts(qsizetype count)
{
    return QStringLiteral("has %1 prompts, and may have %2; leave some out: calls cycle through them (\"requests\")")
        .arg(count)
        .arg(mostPromptsOfScenario);
}

/// About as many values as there are commas outside of texts; parsed, each takes twenty times the room that it may have in the file.
static bool hasTooManyValues(const QByteArray &json)
{
    constexpr qint64 most = 2'000'000;
    qint64 commas = 0;
    bool isInText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (isInText && c == '\\')
            ++i;
        else if (c == '"')
            isInText = !isInText;
        else
            commas += c == ',' && !isInText;
    }
    return commas > most;
}

Result<Scenario> scenarioFromJson(const QByteArray &json, const QString &place)
{
    if (hasTooManyValues(json))
        return Error{place +
                     QStringLiteral(": has more than two million values; a scenario of many calls needs few prompts and \"requests\"")};
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
    fields.read("workload", scenario.workload);
    fields.array("prompts", [&](const QJsonArray &items) {
        if (items.size() > mostPromptsOfScenario) {
            fields.fail("prompts", tooManyPrompts(items.size()));
            return;
        }
        for (int i = 0; i < items.size(); ++i) {
            const Result<Prompt> prompt =
                promptFromJson(items[i], place + QStringLiteral(": prompts[") + QString::number(i) + QStringLiteral("]"));
            if (prompt)
                scenario.prompts.append(*prompt);
            else
                fields.fail(prompt.error());
        }
    });
    readObject(fields, "endpoint", place, scenario.endpoint, endpointFromJson);
    eachNumber(scenario, [&](const char *field, auto &value) { fields.read(rangeOf(field), value); });
    fields.read("stream", scenario.stream);
    fields.read("analyzers", scenario.analyzers);
    readObject(fields, "arrival", place, scenario.arrival, arrivalFromJson);
    readObject(fields, "traffic", place, scenario.traffic, trafficFromJson);
    readObject(fields, "objectives", place, scenario.objectives, objectivesFromJson);
    readVariants(fields, place, scenario.variants);
    fields.read("models", scenario.models);
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{error};
    return checked(std::move(scenario), place);
}

Result<Scenario> readScenario(const QString &path)
{
    const Result<QByteArray> content = readBounded(path, mostScenarioBytes);
    return content ? scenarioFromJson(*content, path) : Error{path + QStringLiteral(": ") + content.error()};
}

/// Calls that the rate of an arrival, or its users, would make in its duration.
static double callsByRate(const Scenario &s)
{
    const Arrival &arrival = s.arrival;
    constexpr double leastCallS = 1; // of users: what a call may well take at a real service
    if (s.requests == 0 && arrival.kind == Arrival::Kind::Users)
        return arrival.users * std::ceil(arrival.durationS / (arrival.thinkS + leastCallS));
    if (s.requests > 0 || !arrival.isOpenLoop())
        return 0;
    return arrival.durationS * (arrival.kind == Arrival::Kind::Ramp ? (arrival.fromPerS + arrival.perS) / 2 : arrival.perS);
}

/// What each field allows by itself, and all together would never end, or fill the memory. Empty: nothing.
static QString excessOf(const Scenario &s)
{
    constexpr int mostVariants = 200, mostRuns = 20'000;
    if (s.prompts.size() > mostPromptsOfScenario)
        return QStringLiteral("it ") + tooManyPrompts(s.prompts.size());
    if (s.variants.size() > mostVariants)
        return QStringLiteral("it has %1 variants, and may have %2; compare fewer").arg(s.variants.size()).arg(mostVariants);
    const double runs = static_cast<double>(s.repeats) * static_cast<double>(std::max<qsizetype>(1, s.variants.size())) *
                        static_cast<double>(s.models.size());
    if (runs > mostRuns)
        return QStringLiteral("its repeats, variants and models make %1 runs, and it may have %2; lower one of them")
            .arg(QString::number(runs, 'f', 0))
            .arg(mostRuns);
    return {};
}

Result<Scenario> checked(Scenario s, const QString &place)
{
    QString problem;
    eachNumber(s, [&](const char *field, auto value) {
        const FieldRange range = rangeOf(field);
        if (const auto number = static_cast<double>(value); problem.isEmpty() && !range.has(number))
            problem = place + QStringLiteral(": \"") + QLatin1StringView(field) + QStringLiteral("\" ") + range.refusal(number);
    });
    if (!problem.isEmpty())
        return Error{problem};
    if (const double calls = callsByRate(s); calls + s.warmup > mostCallsOfRun)
        return Error{
            place +
            QStringLiteral(
                ": its rate or its users make %1 calls in \"duration_s\"; a run has at most %2: lower one of them, or set \"requests\"")
                .arg(QString::number(calls, 'f', 0))
                .arg(mostCallsOfRun)};
    if (const QString excess = excessOf(s); !excess.isEmpty())
        return Error{place + QStringLiteral(": ") + excess};
    if (s.prompts.isEmpty())
        return Error{place + QStringLiteral(": there are no prompts; add at least one")};
    return s;
}

} // namespace interleave
