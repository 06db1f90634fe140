#include "cli/mcp_tools.h"

#include "core/scenario_field.h"
#include "setup/catalog.h"
#include "json/json.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace interleave::cli {

using namespace Qt::StringLiterals;

namespace {

/// Fields of a scenario that a model may set: none that names a server, a key or a file.
const QStringList &settableOptions()
{
    static const QStringList names{u"concurrency"_s, u"workers"_s, u"pool"_s,    u"requests"_s,   u"repeat"_s,  u"seed"_s,   u"cpu-ms"_s,
                                   u"rpm"_s,         u"tpm"_s,     u"retries"_s, u"time-scale"_s, u"timeout"_s, u"warmup"_s, u"duration"_s};
    return names;
}

QString keyOf(QString option) { return option.replace(u'-', u'_'); }

QStringList idsIn(const QList<CatalogEntry> &entries)
{
    QStringList ids;
    for (const CatalogEntry &entry : entries)
        ids.append(entry.id);
    return ids;
}

OrderedJson oneOf(const QStringList &words, const char *description)
{
    return {{"type", "string"}, {"enum", jsonOf(words)}, {"description", description}};
}

OrderedJson schema(OrderedJson properties, const QStringList &required)
{
    return {{"type", "object"}, {"properties", std::move(properties)}, {"required", jsonOf(required)}, {"additionalProperties", false}};
}

OrderedJson experimentSchema()
{
    OrderedJson properties{
        {"scenario", oneOf(idsIn(catalogOfScenarios()), "A built-in scenario; the tool list explains them")},
        {"models",
         {{"type", "array"},
          {"items", {{"type", "string"}, {"enum", jsonOf(idsIn(catalogOfModels()))}}},
          {"description", "Execution models; without it the scenario's"}}},
        {"profile", oneOf(idsIn(catalogOfProfiles()), "How the simulated server behaves")},
        {"arrival", {{"type", "string"}, {"description", "When calls start: closed, users:N[,think=S], rate:R, poisson:R, ramp:FROM-TO"}}},
        {"stream", {{"type", "boolean"}, {"description", "Replies in chunks"}}},
        {"json", {{"type", "boolean"}, {"description", "The whole report as JSON in place of the table"}}}};
    for (const QString &option : settableOptions()) {
        const ScenarioField *field = fieldOfOption((u"--"_s + option).toUtf8().constData());
        properties[utf8(keyOf(option))] = {{"type", "number"}, {"description", field ? field->option.help : ""}};
    }
    return schema(std::move(properties), {u"scenario"_s});
}

/// Of an argument that must be one of these; empty: it is not.
QString chosen(const Json &arguments, const char *name, const QStringList &known)
{
    const QString value = textOf(at(arguments, name));
    return known.contains(value) ? value : QString();
}

Result<QStringList> experiment(const QString &verb, const Json &arguments)
{
    const QString scenario = chosen(arguments, "scenario", idsIn(catalogOfScenarios()));
    if (scenario.isEmpty())
        return Error{u"scenario: must be the name of a built-in one: %1"_s.arg(idsOf(catalogOfScenarios()))};
    // What is built in calls the simulator; should one ever name a real server, no model gets to call it.
    const Result<Scenario> loaded = loadScenario(scenario);
    if (!loaded)
        return Error{loaded.error()};
    if (!loaded->endpoint.isSimulator())
        return Error{u"scenario %1: calls %2, and only the simulator may be called from here"_s.arg(scenario, loaded->endpoint.baseUrl)};
    QStringList command{verb, scenario};
    const QStringList models = idsIn(catalogOfModels());
    QStringList named;
    if (const Json &list = at(arguments, "models"); list.is_array()) {
        for (const Json &model : list)
            named.append(textOf(model));
    }
    for (const QString &model : std::as_const(named)) {
        if (!models.contains(model))
            return Error{u"models: \"%1\" is unknown; known are %2"_s.arg(model, models.join(u", "_s))};
    }
    if (!named.isEmpty())
        command += {u"--models"_s, named.join(u',')};
    for (const auto &[name, value] : arguments.items()) {
        const QString key = QString::fromStdString(name);
        const auto isOption = [&](const QString &option) { return keyOf(option) == key; };
        const auto option = std::find_if(settableOptions().begin(), settableOptions().end(), isOption);
        if (key == "scenario"_L1 || key == "models"_L1)
            continue;
        if (option != settableOptions().end() && value.is_number())
            command += {u"--"_s + *option, QString::fromUtf8(compact(value))};
        else if (key == "stream"_L1 && value.is_boolean())
            command.append(value.get<bool>() ? u"--stream"_s : u"--no-stream"_s);
        else if (key == "profile"_L1 && !chosen(arguments, "profile", idsIn(catalogOfProfiles())).isEmpty())
            command += {u"--profile"_s, textOf(value)};
        else if (key == "arrival"_L1 && value.is_string() && !textOf(value).startsWith("replay"_L1)) // which would read a file
            command += {u"--arrival"_s, textOf(value)};
        else if (key == "json"_L1 && value.is_boolean())
            command += value.get<bool>() ? QStringList{u"--json"_s} : QStringList();
        else
            return Error{u"%1: unknown, or its value is not of the kind that the tool's schema says"_s.arg(key)};
    }
    if (verb == "compare"_L1)
        command.append(u"--quiet"_s);
    return command;
}

/// Saved runs by their ids, which hold no way to a file.
Result<QStringList> explanation(const Json &arguments)
{
    QStringList command{u"facts"_s};
    const Json &runs = at(arguments, "runs");
    if (!runs.is_array() || runs.empty())
        return Error{u"runs: name one run or more, as the tool runs lists them"_s};
    for (const Json &run : runs) {
        const QString name = textOf(run);
        static const QRegularExpression plain(u"^[A-Za-z0-9][A-Za-z0-9._-]*$"_s);
        if (!plain.match(name).hasMatch())
            return Error{u"runs: there is no saved run \"%1\"; the tool runs lists them"_s.arg(name)};
        command.append(name);
    }
    return command;
}

struct McpTool {
    const char *name;
    const char *title;
    const char *description;
    bool isRun; ///< makes calls, takes real time, and saves what it measured
    std::function<OrderedJson()> inputs;
    std::function<Result<QStringList>(const Json &)> command;
};

const std::vector<McpTool> &tools()
{
    static const QStringList lists{u"scenarios"_s, u"models"_s, u"profiles"_s, u"workloads"_s, u"tools"_s, u"analyzers"_s};
    static const std::vector<McpTool> list{
        {"list", "List", "What there is to choose from: scenarios, execution models, simulated servers and more, each with a sentence.",
         false, [] { return schema({{"kind", oneOf(lists, "Which list")}}, {u"kind"_s}); },
         [](const Json &arguments) -> Result<QStringList> {
             const QString kind = chosen(arguments, "kind", lists);
             if (kind.isEmpty())
                 return Error{u"kind: must be one of %1"_s.arg(lists.join(u", "_s))};
             return QStringList{u"list"_s, kind, u"--json"_s};
         }},
        {"predict", "Predict",
         "What a scenario would take under each execution model: makespan, speed-up, latency, first token, degrees of concurrency and "
         "parallelism. In virtual time, within seconds, without a single call.",
         false, experimentSchema, [](const Json &arguments) { return experiment(u"predict"_s, arguments); }},
        {"compare", "Compare",
         "Runs a scenario under each execution model, live, against the simulator on this machine, and compares them. Takes as long as the "
         "calls take; time_scale 0.1 makes the server ten times faster. The runs are saved.",
         true, experimentSchema, [](const Json &arguments) { return experiment(u"compare"_s, arguments); }},
        {"runs", "Runs", "The runs that are saved on this machine, the newest first.", false,
         [] { return schema(OrderedJson::object(), {}); },
         [](const Json &) -> Result<QStringList> { return QStringList{u"runs"_s, u"list"_s, u"--json"_s}; }},
        {"explain", "Explain",
         "Saved runs as Markdown: figures, what each makespan consists of, findings, failures, doubts about the measurement, settings.",
         false,
         [] {
             return schema(
                 {{"runs",
                   {{"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 1}, {"description", "Ids, as runs lists them"}}}},
                 {u"runs"_s});
         },
         explanation},
    };
    return list;
}

} // namespace

OrderedJson mcpTools(bool allowsRuns)
{
    OrderedJson list = OrderedJson::array();
    for (const McpTool &tool : tools()) {
        if (tool.isRun && !allowsRuns)
            continue;
        list.push_back({{"name", tool.name},
                        {"title", tool.title},
                        {"description", tool.description},
                        {"inputSchema", tool.inputs()},
                        {"annotations", {{"readOnlyHint", !tool.isRun}, {"destructiveHint", false}, {"openWorldHint", false}}}});
    }
    return list;
}

Result<QStringList> mcpCommand(const QString &name, const Json &arguments, bool allowsRuns)
{
    for (const McpTool &tool : tools()) {
        if (name != QLatin1StringView(tool.name))
            continue;
        if (tool.isRun && !allowsRuns)
            return Error{u"%1 makes calls and takes real time: start the server with --allow-runs"_s.arg(name)};
        return tool.command(arguments);
    }
    return Error{u"there is no tool \"%1\""_s.arg(name)};
}

} // namespace interleave::cli
