#include "json/scenario_json.h"

#include "core/bounded_file.h"
#include "core/field_range.h"
#include "core/job.h"
#include "core/origin.h"
#include "core/prompt_bounds.h"
#include "core/scenario_field.h"
#include "json/agent_json.h"
#include "json/claim_json.h"
#include "json/conversation_json.h"
#include "json/field_reader.h"
#include "json/json.h"
#include "json/routing_json.h"
#include "json/tools_json.h"
#include "json/workflow_json.h"

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
    if (!prompt.modelName.isEmpty()) // of a step: never in a scenario's own prompts
        json["model"] = utf8(prompt.modelName);
    if (!prompt.callClass.isEmpty())
        json["class"] = utf8(prompt.callClass);
    writeConversation(prompt, json);
    return json;
}

static OrderedJson toJson(const QList<Variant> &variants)
{
    OrderedJson json = OrderedJson::array();
    for (const Variant &variant : variants)
        json.push_back({{"name", utf8(variant.name)}, {"changes", jsonOf(variant.changes)}});
    return json;
}

static OrderedJson toJson(const ScenarioField &field, const FieldValue &value)
{
    if (const double *number = std::get_if<double>(&value))
        return field.kind == ScenarioField::Kind::Whole ? OrderedJson(static_cast<qint64>(*number)) : numberOf(*number);
    if (const QString *text = std::get_if<QString>(&value))
        return utf8(*text);
    if (const QStringList *names = std::get_if<QStringList>(&value))
        return jsonOf(*names);
    return std::get<bool>(value);
}

/// The object at "traffic.retry", made where it is not there.
static OrderedJson &objectAt(OrderedJson &json, const QString &path)
{
    OrderedJson *object = &json;
    for (const QString &key : path.split(u'.', Qt::SkipEmptyParts))
        object = &(*object)[utf8(key)];
    return *object;
}

/// Parts with a shape of their own, as they were written.
static std::vector<std::pair<const char *, QByteArray>> describedParts(const Scenario &scenario)
{
    return {{"workflow", scenario.workflow.json()},
            {"agent", scenario.agent.json()},
            {"team", scenario.team.json()},
            {"claim", scenario.claim.json()}};
}

template<typename Meaning, typename Read>
static void readDescribed(FieldReader &fields, const char *key, Described<Meaning> &part, Read read)
{
    if (fields.has(key))
        fields.object(key, [&](FieldReader &inner) { part = Described<Meaning>(inner.json(), read(inner)); });
    fields.know(key);
}

static void readTable(FieldReader &fields, Table &table)
{
    constexpr qsizetype mostRows = 100'000;
    if (fields.isText("table")) {
        fields.read("table", table.file);
        return;
    }
    auto rows = std::make_shared<std::vector<Value>>();
    fields.items(
        "table",
        [&](FieldReader &row) {
            if (!row.isObject())
                row.fail(QStringLiteral("must be a row, an object with a value for each column"));
            row.ignoreKeysFrom(""); // columns have any names
            rows->push_back({row.json()});
        },
        [&](qsizetype count) {
            if (count == 0 || count > mostRows)
                fields.fail("table",
                            QStringLiteral("has %1 rows; it must have 1 to %2, or be the name of a file").arg(count).arg(mostRows));
            return count > 0 && count <= mostRows;
        });
    if (!fields.has("table"))
        return;
    table.json = fields.json("table");
    table.rows = std::move(rows);
}

OrderedJson toJson(const Scenario &scenario)
{
    OrderedJson json{{"schema", schema.data()}, {"name", nullptr}, {"prompts", OrderedJson::array()}};
    for (const Prompt &prompt : scenario.prompts)
        json["prompts"].push_back(toJson(prompt));
    if (!scenario.table.file.isEmpty())
        json["table"] = utf8(scenario.table.file);
    else if (!scenario.table.json.isEmpty())
        json["table"] = parseOrderedJson(scenario.table.json);
    for (const auto &[key, part] : describedParts(scenario)) {
        if (!part.isEmpty())
            json[key] = parseOrderedJson(part);
    }
    for (const ScenarioField &field : scenarioFields()) {
        if (field.isWritten(scenario))
            objectAt(json, field.object())[field.key()] = toJson(field, field.get(scenario));
    }
    if (!scenario.tools.isEmpty())
        json["tools"] = toJson(scenario.tools);
    if (scenario.traffic.routing != RoutingPolicy())
        json["traffic"]["routing"] = toJson(scenario.traffic.routing);
    if (!scenario.variants.isEmpty())
        json["variants"] = toJson(scenario.variants);
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
    plain.claim = {}; // it is about all of them
    OrderedJson json = toJson(plain);
    merge(json, jsonOf(variant.changes));
    Result<Scenario> changed = scenarioFromValue(json, QStringLiteral("%1: variant \"%2\"").arg(scenario.name, variant.name));
    if (!changed)
        return changed;
    if (changed->table == scenario.table)
        changed->table = scenario.table; // with the rows that were read from its file
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

static QString tooManyPrompts(qsizetype count)
{
    return QStringLiteral("has %1 prompts, and may have %2; leave some out: calls cycle through them (\"requests\")")
        .arg(count)
        .arg(mostPromptsOfScenario);
}

static void readField(FieldReader &fields, const ScenarioField &field, Scenario &scenario)
{
    FieldValue value = field.get(scenario);
    if (!fields.has(field.key()))
        return fields.know(field.key());
    bool isRead = false;
    if (double *number = std::get_if<double>(&value)) {
        if (field.kind == ScenarioField::Kind::Whole) {
            auto whole = static_cast<qint64>(*number);
            isRead = fields.read(field.range(), whole);
            *number = static_cast<double>(whole);
        } else {
            isRead = fields.read(field.range(), *number);
        }
    } else {
        std::visit(
            [&](auto &v) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(v)>, double>)
                    isRead = fields.read(field.key(), v);
            },
            value);
    }
    if (!isRead)
        return;
    if (const QString refusal = field.set(scenario, value); !refusal.isEmpty())
        fields.fail(field.key(), refusal);
}

/// The fields of the object at `path`, and those of its objects.
static void readObject(FieldReader &fields, const QString &path, Scenario &scenario)
{
    QStringList objects;
    for (const ScenarioField &field : scenarioFields()) {
        const QString object = field.object();
        const QString inner = path.isEmpty() ? object : object.startsWith(path + u'.') ? object.sliced(path.size() + 1) : QString();
        if (object == path)
            readField(fields, field, scenario);
        else if (const QString first = inner.section(u'.', 0, 0); !first.isEmpty() && !objects.contains(first))
            objects.append(first);
    }
    for (const QString &object : std::as_const(objects))
        fields.object(object.toLatin1().constData(),
                      [&](FieldReader &inner) { readObject(inner, path.isEmpty() ? object : path + u'.' + object, scenario); });
    if (path == u"traffic")
        fields.object("routing", [&](FieldReader &routing) { readRouting(routing, scenario.traffic.routing); });
}

static void checkClaim(FieldReader &fields, const Scenario &scenario)
{
    QStringList variants;
    for (const Variant &variant : scenario.variants)
        variants.append(variant.name);
    const QString unknown = scenario.claim.isThere() ? unknownVariantOf(*scenario.claim, variants) : QString();
    if (!unknown.isEmpty())
        fields.fail(
            "claim",
            QStringLiteral("names the variant \"%1\", and there is none; there are: %2").arg(unknown, variants.join(QStringLiteral(", "))));
}

static void readFields(FieldReader &fields, Scenario &scenario)
{
    QString fileSchema;
    fields.read("schema", fileSchema);
    if (fileSchema != schema)
        fields.fail("schema", QStringLiteral("must be \"") + schema + QStringLiteral("\""));
    fields.items(
        "prompts", [&](FieldReader &item) { scenario.prompts.append(readPrompt(item)); },
        [&](qsizetype count) {
            if (count > mostPromptsOfScenario)
                fields.fail("prompts", tooManyPrompts(count));
            return count <= mostPromptsOfScenario;
        });
    readTable(fields, scenario.table);
    readDescribed(fields, "workflow", scenario.workflow, readWorkflow);
    readDescribed(fields, "agent", scenario.agent, readAgent);
    readDescribed(fields, "team", scenario.team, readTeam);
    readDescribed(fields, "claim", scenario.claim, readClaim);
    readObject(fields, {}, scenario);
    fields.object("tools", [&](FieldReader &tools) { readTools(tools, scenario.tools); });
    readVariants(fields, scenario.variants);
    checkClaim(fields, scenario);
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
    for (const ScenarioField &field : scenarioFields()) {
        const double number = field.isNumber() ? std::get<double>(field.get(s)) : 0;
        if (field.isNumber() && !field.range().has(number))
            return Error{place + QStringLiteral(": \"") + QLatin1StringView(field.key()) + QStringLiteral("\" ") +
                         field.range().refusal(number)};
    }
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
