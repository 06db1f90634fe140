#include "json/scenario_json.h"

#include "core/bounded_file.h"
#include "core/field_range.h"
#include "core/job.h"
#include "core/origin.h"
#include "core/prompt_bounds.h"
#include "json/address_fields.h"
#include "json/conversation_json.h"
#include "json/field_reader.h"
#include "json/json.h"
#include "json/traffic_json.h"

#include <nlohmann/json.hpp>

namespace interleave {

static constexpr QLatin1StringView schema("interleave.scenario/1");

OrderedJson toJson(const Prompt &prompt)
{
    OrderedJson json{{"text", utf8(prompt.text)}};
    if (!prompt.system.isEmpty())
        json["system"] = utf8(prompt.system);
    if (prompt.temperature)
        json["temperature"] = numberOf(*prompt.temperature);
    if (prompt.maxOutputTokens)
        json["max_output_tokens"] = *prompt.maxOutputTokens;
    if (!prompt.callClass.isEmpty())
        json["class"] = utf8(prompt.callClass);
    writeConversation(prompt, json);
    return json;
}

static OrderedJson toJson(const Endpoint &endpoint)
{
    OrderedJson json{{"provider", utf8(endpoint.provider)}, {"model_name", utf8(endpoint.modelName)}};
    if (!endpoint.isSimulator())
        json["base_url"] = utf8(endpoint.baseUrl);
    if (endpoint.isSimulator() || endpoint.profile != Endpoint().profile)
        json["profile"] = utf8(endpoint.profile);
    if (!endpoint.apiKeyEnv.isEmpty())
        json["api_key_env"] = utf8(endpoint.apiKeyEnv);
    if (endpoint.http != HttpChoice::Auto)
        json["http"] = httpChoiceName(endpoint.http).data();
    if (endpoint.transport != Transport::Auto)
        json["transport"] = transportName(endpoint.transport).data();
    if (endpoint.callsPerConnection != 0)
        json["reuse"] = utf8(reuseName(endpoint.callsPerConnection));
    if (endpoint.outputLimitField != OutputLimitField::Auto)
        json["output_limit_field"] = outputLimitFieldName(endpoint.outputLimitField).data();
    if (!endpoint.certificateFile.isEmpty())
        json["certificate_file"] = utf8(endpoint.certificateFile);
    return json;
}

static OrderedJson toJson(const QList<Variant> &variants)
{
    OrderedJson json = OrderedJson::array();
    for (const Variant &variant : variants)
        json.push_back({{"name", utf8(variant.name)}, {"changes", jsonOf(variant.changes)}});
    return json;
}

OrderedJson toJson(const Scenario &s)
{
    OrderedJson prompts = OrderedJson::array();
    for (const Prompt &prompt : s.prompts)
        prompts.push_back(toJson(prompt));
    OrderedJson json{{"schema", schema.data()},
                     {"name", utf8(s.name)},
                     {"prompts", std::move(prompts)},
                     {"endpoint", toJson(s.endpoint)},
                     {"concurrency", s.concurrency},
                     {"workers", s.workers},
                     {"pool", s.pool},
                     {"stream", s.stream},
                     {"cpu_ms", numberOf(s.cpuMs)},
                     {"analyzers", jsonOf(s.analyzers)},
                     {"time_scale", numberOf(s.timeScale)},
                     {"timeout_s", numberOf(s.timeoutS)},
                     {"requests", s.requests},
                     {"warmup", s.warmup},
                     {"repeats", s.repeats},
                     {"seed", s.seed},
                     {"models", jsonOf(s.models)}};
    // what is as usual is not written: a file shows what its experiment is about
    if (s.arrival != Arrival())
        json["arrival"] = toJson(s.arrival);
    if (s.traffic != TrafficPolicy())
        json["traffic"] = toJson(s.traffic);
    if (s.objectives != Objectives())
        json["objectives"] = toJson(s.objectives);
    if (!s.variants.isEmpty())
        json["variants"] = toJson(s.variants);
    return json;
}

static Prompt readPrompt(FieldReader &item)
{
    Prompt prompt;
    if (item.isText()) {
        prompt.text = item.text();
    } else if (item.isObject()) {
        item.read("text", prompt.text);
        item.read("system", prompt.system);
        item.read(rangeOf("temperature"), prompt.temperature);
        item.read(rangeOf("max_output_tokens"), prompt.maxOutputTokens);
        item.read("class", prompt.callClass);
        readConversation(item, prompt);
    } else {
        item.fail(QStringLiteral("must be text or an object with \"text\""));
    }
    constexpr qsizetype mostCharacters = 8'000'000; // twice what the longest context of today's models takes
    if (prompt.text.size() + prompt.system.size() > mostCharacters)
        item.fail(QStringLiteral("has more than 8 million characters; shorten it"));
    const bool answersTools = !prompt.history.isEmpty() && !prompt.history.last().toolResults.isEmpty();
    if (prompt.text.trimmed().isEmpty() && !answersTools)
        item.fail(QStringLiteral("\"text\" is empty; write a prompt or remove it"));
    return prompt;
}

Result<Prompt> promptFromJson(QByteArrayView json, const QString &place)
{
    Prompt prompt;
    const QString problem = readJson(json, place, [&](FieldReader &item) { prompt = readPrompt(item); });
    if (!problem.isEmpty())
        return Error{problem};
    return prompt;
}

static void readEndpoint(FieldReader &fields, Endpoint &endpoint)
{
    fields.read("provider", endpoint.provider);
    readBaseUrl(fields, endpoint.baseUrl);
    fields.read("model_name", endpoint.modelName);
    readKeyVariable(fields, endpoint.apiKeyEnv);
    fields.read("profile", endpoint.profile);
    fields.read("certificate_file", endpoint.certificateFile);
    fields.choose("http", endpoint.http, httpChoiceName(endpoint.http), httpChoiceFromName, "auto, 1.1, 2 or 3");
    fields.choose("transport", endpoint.transport, transportName(endpoint.transport), transportFromName, "auto, qnam or curl");
    fields.choose("reuse", endpoint.callsPerConnection, reuseName(endpoint.callsPerConnection), reuseFromName,
                  "always, never or a number of calls for each connection");
    fields.choose("output_limit_field", endpoint.outputLimitField, outputLimitFieldName(endpoint.outputLimitField),
                  outputLimitFieldFromName, "auto, max_tokens or max_completion_tokens");
}

static void readVariants(FieldReader &fields, QList<Variant> &variants)
{
    fields.objects("variants", [&](FieldReader &inner) {
        Variant variant;
        inner.read("name", variant.name);
        inner.read("changes", variant.changes);
        if (variant.name.isEmpty())
            inner.fail("name", QStringLiteral("is missing; give the variant a name"));
        variants.append(std::move(variant));
    });
}

/// Objects are merged, everything else is replaced.
static void merge(OrderedJson &base, const OrderedJson &changes)
{
    for (const auto &[key, change] : changes.items()) {
        if (change.is_object() && base.contains(key) && base[key].is_object())
            merge(base[key], change);
        else
            base[key] = change;
    }
}

Result<Scenario> variantOf(const Scenario &scenario, const Variant &variant)
{
    Scenario plain = scenario;
    plain.variants.clear();
    OrderedJson json = toJson(plain);
    merge(json, jsonOf(variant.changes));
    Result<Scenario> changed = scenarioFromValue(json, QStringLiteral("%1: variant \"%2\"").arg(scenario.name, variant.name));
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

static void readFields(FieldReader &fields, Scenario &scenario)
{
    QString fileSchema;
    fields.read("schema", fileSchema);
    if (fileSchema != schema)
        fields.fail("schema", QStringLiteral("must be \"") + schema + QStringLiteral("\""));
    fields.read("name", scenario.name);
    fields.items(
        "prompts", [&](FieldReader &item) { scenario.prompts.append(readPrompt(item)); },
        [&](qsizetype count) {
            if (count > mostPromptsOfScenario)
                fields.fail("prompts", tooManyPrompts(count));
            return count <= mostPromptsOfScenario;
        });
    fields.object("endpoint", [&](FieldReader &inner) { readEndpoint(inner, scenario.endpoint); });
    eachNumber(scenario, [&](const char *field, auto &value) { fields.read(rangeOf(field), value); });
    fields.read("stream", scenario.stream);
    fields.read("analyzers", scenario.analyzers);
    fields.object("arrival", [&](FieldReader &inner) { readArrival(inner, scenario.arrival); });
    fields.object("traffic", [&](FieldReader &inner) { readTraffic(inner, scenario.traffic); });
    fields.object("objectives", [&](FieldReader &inner) { readObjectives(inner, scenario.objectives); });
    readVariants(fields, scenario.variants);
    fields.read("models", scenario.models);
}

Result<Scenario> scenarioFromJson(const QByteArray &json, const QString &place)
{
    Scenario scenario;
    const QString problem = readJson(json, place, [&](FieldReader &fields) { readFields(fields, scenario); });
    return problem.isEmpty() ? checked(std::move(scenario), place) : Error{problem};
}

Result<Scenario> scenarioFromValue(const OrderedJson &json, const QString &place)
{
    Scenario scenario;
    const QString problem = readJsonValue(json, place, [&](FieldReader &fields) { readFields(fields, scenario); });
    return problem.isEmpty() ? checked(std::move(scenario), place) : Error{problem};
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
