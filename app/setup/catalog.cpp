#include "setup/catalog.h"

#include "analysis/analyzer.h"
#include "core/base_url.h"
#include "core/origin.h"
#include "execution/execution_model.h"
#include "providers/provider.h"
#include "setup/table_file.h"
#include "simulator/llm/profile.h"
#include "simulator/llm/script.h"
#include "tools/tool_box.h"
#include "transport/http_settings.h"
#include "workloads/workload.h"
#include "json/scenario_json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

namespace interleave {

using namespace Qt::StringLiterals;

QList<CatalogEntry> catalogOfModels()
{
    QList<CatalogEntry> entries;
    for (const ExecutionModel &model : executionModels())
        entries.append({model.id, model.title, model.sentence, model.cpuPlace, model.usesWorkers, model.usesPool});
    return entries;
}

QList<CatalogEntry> catalogOfWorkloads()
{
    QList<CatalogEntry> entries;
    for (const Workload &workload : workloads())
        entries.append({workload.id, workload.title, workload.sentence, {}});
    return entries;
}

int callsOfJob(const Scenario &scenario) { return workloadOf(scenario).callsOfJob; }

QList<CatalogEntry> catalogOfTools()
{
    QList<CatalogEntry> entries;
    for (const Tool &tool : tools())
        entries.append({tool.id, tool.title, tool.sentence, {}});
    return entries;
}

QList<CatalogEntry> catalogOfProviders()
{
    QList<CatalogEntry> entries;
    for (const Provider *provider : providers())
        entries.append({provider->id(), provider->title(),
                        u"%1, with the key from %2."_s.arg(provider->defaultBaseUrl(), provider->defaultKeyVariable()),
                        provider->defaultKeyVariable()});
    return entries;
}

QList<CatalogEntry> catalogOfProfiles()
{
    QList<CatalogEntry> entries;
    for (const QString &name : profileNames()) {
        if (const Result<Profile> profile = loadProfile(name))
            entries.append({name, profile->title, profile->sentence, {}});
    }
    return entries;
}

QList<CatalogEntry> catalogOfScripts()
{
    QList<CatalogEntry> entries;
    for (const QString &name : scriptNames()) {
        if (const Result<Script> script = loadScript(name))
            entries.append({name, script->title, script->sentence, {}});
    }
    return entries;
}

QList<CatalogEntry> catalogOfAnalyzers()
{
    QList<CatalogEntry> entries;
    for (const Analyzer &analyzer : analyzers())
        entries.append({analyzer.id, analyzer.title, analyzer.sentence, {}});
    return entries;
}

/// To add one: a file in resources/scenarios and a line here.
QList<CatalogEntry> catalogOfScenarios()
{
    return {
        {u"article"_s,
         u"Article: five prompts"_s,
         u"The five prompts of the source article, with the service times that it measured."_s,
         {}},
        {u"article-cpu"_s, u"Article with CPU work"_s, u"The same five calls, and 400 ms of CPU work on each reply."_s, {}},
        {u"stream"_s, u"Streaming"_s, u"Five streamed replies of a hosted model: first tokens and the gaps between chunks."_s, {}},
        {u"cpu-bound"_s, u"Constant calls, heavy analysis"_s, u"Five calls of exactly 2 s, and 400 ms of CPU work on each reply."_s, {}},
        {u"rate-limit-lab"_s,
         u"Rate-limit lab"_s,
         u"60 calls to a service that allows ten a minute, fifty times as fast: naive retry, back-off, jitter, the server's delay, and the client's own limiter."_s,
         {}},
        {u"thousand-users"_s,
         u"Thousands of users"_s,
         u"2,000 users who think 3 s between calls, at a rate-limited service: with and without cache and a cheaper model."_s,
         {}},
        {u"four-cases"_s,
         u"Claim: the article's four cases"_s,
         u"Many agents or one, many data or one: the execution model that the article recommends for each, against all five."_s,
         {}},
        {u"react-vs-plan"_s,
         u"Claim: plan the tools first"_s,
         u"Eight look-ups by an agent one after the other, in one turn, and by a plan; also with as many tokens in all of them."_s,
         {}},
        {u"skeleton"_s,
         u"Claim: skeleton of thought"_s,
         u"An outline and then eight points at once, against one answer; and what a limit of two calls makes of it."_s,
         {}},
        {u"research-team"_s,
         u"Claim: a research team"_s,
         u"An orchestrator with four researchers of three tools each, against one agent that makes the same twelve look-ups."_s,
         {}},
        {u"cpu-tools"_s,
         u"Claim: tools that use the CPU"_s,
         u"Four agents whose tools burn 400 ms of CPU a call: what their share of the latency is, and which model spreads it."_s,
         {}},
        {u"rag-pipeline"_s,
         u"Claim: a pipeline for retrieval"_s,
         u"Embedding and indexing beside expanding, searching, ranking and answering: as a chain, by stages, and batch by batch."_s,
         {}},
        {u"fan-out-storm"_s,
         u"Claim: a storm of agents"_s,
         u"Seven agents on one account's limit: all at once, in waves of two, by the server's delay, and within the client's own limit."_s,
         {}},
        {u"barrier-vs-dataflow"_s,
         u"Claim: barriers cost"_s,
         u"Three branches of three calls: with a barrier after each superstep, and each step as soon as its own inputs are there."_s,
         {}},
        {u"chain-vs-mapreduce"_s,
         u"Claim: map and reduce"_s,
         u"A summary of twelve documents: refined one by one, and by map and reduce."_s,
         {}},
        {u"simple-workflow-agent"_s,
         u"Claim: call, workflow or agent"_s,
         u"Ten questions about the shipped documents: by one call, a workflow and an agent, and how many answers are right."_s,
         {}},
        {u"transports"_s,
         u"Your client is part of the measurement"_s,
         u"The same 2,000 short calls over QNetworkAccessManager, over libcurl, and over a new connection each: the server does the same, so what differs is the client's own share."_s,
         {}},
        {u"thousand"_s, u"A thousand calls at once"_s, u"1,000 simultaneous calls of exactly 2 s, on one event loop."_s, {}},
    };
}

QString titleOfModel(const QString &id)
{
    const ExecutionModel *model = findExecutionModel(id);
    return model ? model->title : id;
}

QString titleOfRun(const QString &model, const QString &variant, bool isOneModel)
{
    if (variant.isEmpty())
        return titleOfModel(model);
    return isOneModel ? variant : titleOfModel(model) + u", "_s + variant;
}

QString keyOfRun(const QString &model, const QString &variant) { return variant.isEmpty() ? model : model + u'/' + variant; }

QString idsOf(const QList<CatalogEntry> &entries)
{
    QStringList ids;
    for (const CatalogEntry &entry : entries)
        ids.append(entry.id);
    return ids.join(u", "_s);
}

static bool contains(const QList<CatalogEntry> &entries, const QString &id)
{
    return std::any_of(entries.begin(), entries.end(), [&](const CatalogEntry &entry) { return entry.id == id; });
}

static Error unknown(const QString &place, const QString &noun, const QString &name, const QList<CatalogEntry> &known)
{
    return Error{u"%1: unknown %2 \"%3\"; known are %4"_s.arg(place, noun, name, idsOf(known))};
}

static const Provider *providerAt(const QString &baseUrl)
{
    for (const Provider *provider : providers()) {
        if (provider->defaultBaseUrl() == baseUrl)
            return provider;
    }
    return nullptr;
}

static Endpoint movedTo(const QString &baseUrl, const Endpoint &from)
{
    Endpoint endpoint = from;
    endpoint.baseUrl = baseUrl;
    leaveSecretsBehind(from, endpoint);
    return endpoint;
}

static Endpoint serviceOf(const Provider &provider, const Endpoint &from)
{
    Endpoint endpoint = movedTo(provider.defaultBaseUrl(), from);
    if (endpoint.provider != provider.id() || endpoint.modelName == Endpoint().modelName)
        endpoint.modelName = provider.defaultModelName(); // another service's or the simulator's name means nothing there
    if (endpoint.apiKeyEnv.isEmpty())
        endpoint.apiKeyEnv = provider.defaultKeyVariable();
    endpoint.provider = provider.id();
    return endpoint;
}

/// Every route, and what it is called in a scenario's file.
static QList<std::pair<QString, Route *>> routesIn(RoutingPolicy &routing)
{
    QList<std::pair<QString, Route *>> routes;
    for (qsizetype i = 0; i < routing.rules.size(); ++i)
        routes.append({u"rules[%1]: to"_s.arg(i), &routing.rules[i].to});
    for (qsizetype i = 0; i < routing.fallbacks.size(); ++i)
        routes.append({u"fallbacks[%1]"_s.arg(i), &routing.fallbacks[i]});
    for (qsizetype i = 0; i < routing.cheapestOf.size(); ++i)
        routes.append({u"cheapest_of[%1]"_s.arg(i), &routing.cheapestOf[i]});
    return routes;
}

static Route toServiceOf(const Provider &provider, const Route &route)
{
    Endpoint asked;
    asked.provider = provider.id();
    asked.baseUrl = provider.defaultBaseUrl();
    asked.apiKeyEnv = route.apiKeyEnv;
    if (!route.modelName.isEmpty())
        asked.modelName = route.modelName;
    const Endpoint service = serviceOf(provider, asked);
    return {service.modelName, service.provider, service.baseUrl, service.apiKeyEnv};
}

Result<Scenario> withKnownNames(Scenario scenario, const QString &place)
{
    const QList<CatalogEntry> models = catalogOfModels();
    for (const QString &model : std::as_const(scenario.models)) {
        if (!contains(models, model))
            return unknown(place, u"model"_s, model, models);
    }
    if (scenario.models.isEmpty())
        return Error{u"%1: no execution model is named; name at least one of %2"_s.arg(place, idsOf(models))};
    if (!findWorkload(scenario.workload))
        return unknown(place, u"workload"_s, scenario.workload, catalogOfWorkloads());
    if (const QString problem = problemOfWorkload(scenario); !problem.isEmpty())
        return Error{u"%1: %2"_s.arg(place, problem)};
    for (const QString &analyzer : std::as_const(scenario.analyzers)) {
        if (!contains(catalogOfAnalyzers(), analyzer))
            return unknown(place, u"analyzer"_s, analyzer, catalogOfAnalyzers());
    }
    if (!findProvider(scenario.endpoint.provider))
        return unknown(place, u"provider"_s, scenario.endpoint.provider, catalogOfProviders());
    if (const QString refusal = transportRefusal(scenario.endpoint); !refusal.isEmpty())
        return Error{u"%1: %2"_s.arg(place, refusal)};
    if (const QString problem = toolProblem(scenario); !problem.isEmpty())
        return Error{u"%1: %2"_s.arg(place, problem)};
    if (scenario.endpoint.isSimulator()) {
        if (const Result<Profile> profile = loadProfile(scenario.endpoint.profile); !profile)
            return Error{u"%1: %2"_s.arg(place, profile.error())};
        if (const Result<Script> script = scenario.script.isEmpty() ? Script() : loadScript(scenario.script); !script)
            return Error{u"%1: %2"_s.arg(place, script.error())};
    }
    for (const auto &[routePlace, route] : routesIn(scenario.traffic.routing)) {
        if (route->provider.isEmpty())
            continue;
        const Provider *provider = findProvider(route->provider);
        if (!provider)
            return unknown(u"%1: traffic: routing: %2"_s.arg(place, routePlace), u"provider"_s, route->provider, catalogOfProviders());
        if (route->baseUrl.isEmpty() && route->provider != scenario.endpoint.provider && !scenario.endpoint.isSimulator())
            *route = toServiceOf(*provider, *route);
    }
    return scenario;
}

/// A script or a folder of documents that a scenario's file names lies beside it, wherever the program was started.
static void findBeside(const QString &file, QString &path)
{
    const QFileInfo beside(QFileInfo(file).absoluteDir(), path);
    if (!path.isEmpty() && QFileInfo(path).isRelative() && !QFileInfo::exists(path) && beside.exists())
        path = beside.filePath();
}

Result<Scenario> loadScenario(const QString &nameOrPath)
{
    const bool builtIn = contains(catalogOfScenarios(), nameOrPath);
    if (!builtIn && !QFileInfo(nameOrPath).isFile())
        return Error{
            u"%1: no such scenario; give a file, or the name of a built-in one: %2"_s.arg(nameOrPath, idsOf(catalogOfScenarios()))};
    Result<Scenario> scenario = readScenario(builtIn ? u":/scenarios/%1.interleave.json"_s.arg(nameOrPath) : nameOrPath);
    if (!scenario)
        return scenario;
    if (!builtIn) {
        findBeside(nameOrPath, scenario.value().script);
        findBeside(nameOrPath, scenario.value().documents);
    }
    const Result<Table> table = withRows(scenario->table, nameOrPath);
    if (!table)
        return Error{table.error()};
    scenario->table = *table;
    const Result<Scenario> known = withKnownNames(*scenario, nameOrPath);
    return known ? scenario : known;
}

/// A misspelt name rather than a URL without its scheme, which has a dot, a port or a path; or nothing at all.
static bool isBareWord(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber() || c == u'-' || c == u'_' || c.isSpace(); }) &&
           text.trimmed() != "localhost"_L1;
}

Result<Endpoint> endpointNamed(const QString &nameOrUrl, const Endpoint &current)
{
    if (nameOrUrl == "simulator"_L1)
        return movedTo({}, current);
    if (const Provider *provider = findProvider(nameOrUrl))
        return serviceOf(*provider, current);
    if (isBareWord(nameOrUrl))
        return Error{u"\"%1\" is neither an endpoint's name (simulator, %2) nor a URL that begins with http:// or https://"_s.arg(
            nameOrUrl, idsOf(catalogOfProviders()))};
    const Result<QString> baseUrl = normalBaseUrl(nameOrUrl);
    if (!baseUrl)
        return Error{baseUrl.error()};
    if (const Provider *provider = providerAt(*baseUrl))
        return serviceOf(*provider, current);
    return movedTo(*baseUrl, current);
}

QString sourceOfModel(const QString &model)
{
    if (!findExecutionModel(model))
        return {};
    QFile file(u":/source/execution/%1.cpp"_s.arg(model));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace interleave
