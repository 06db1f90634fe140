#include "cli/scenario_options.h"

#include "cli/cli.h"
#include "cli/console.h"
#include "cli/key_question.h"
#include "cli/number_reader.h"
#include "core/base_url.h"
#include "run/named_files.h"
#include "run/saved_run.h"
#include "setup/catalog.h"
#include "setup/keys/endpoint_secrets.h"
#include "setup/prompts/prompt_formats.h"
#include "setup/prompts/prompts_file.h"
#include "json/scenario_json.h"
#include "json/traffic_json.h"

#include <QFileInfo>

#include <algorithm>

namespace interleave::cli {

using namespace Qt::StringLiterals;

QList<OptionSpec> scenarioOptions(const OptionSpec &models)
{
    return {
        models,
        {u"--prompts"_s, u"FILE"_s, u"prompts from a file or a folder, of the kinds below; - reads standard input"_s},
        {u"--prompts-format"_s, u"KIND"_s,
         u"what --prompts is, where its suffix or its content does not tell: %1"_s.arg(promptFormatIds().join(u", "_s))},
        {u"--requests"_s, u"N"_s, u"calls of one run, cycling through the prompts"_s},
        {u"--endpoint"_s, u"NAME|URL"_s, u"simulator, gemini, openai, anthropic, or a base URL"_s},
        {u"--provider"_s, u"NAME"_s, u"wire protocol of the endpoint: gemini, openai or anthropic"_s},
        {u"--model-name"_s, u"NAME"_s, u"the endpoint's name of the LLM; the simulator has sim"_s},
        {u"--api-key-env"_s, u"VAR"_s, u"environment variable that holds the key; with --endpoint, which says where it goes"_s},
        trustOption(),
        {u"--http"_s, u"VERSION"_s, u"auto (what an https server offers; else 1.1), 1.1, 2, or 3 where libcurl has it"_s},
        {u"--transport"_s, u"NAME"_s, u"qnam (QNetworkAccessManager), curl (libcurl), or auto: curl wherever HTTP/2 may be spoken"_s},
        {u"--reuse"_s, u"always|never|N"_s, u"calls of a connection before a new one is opened; never: a new one for each call"_s},
        {u"--output-limit-field"_s, u"F"_s,
         u"auto, max_tokens or max_completion_tokens: what bounds a reply; auto takes the one that the server asks for"_s},
        {u"--certificate"_s, u"FILE"_s, u"PEM file of a certificate to trust besides the system's"_s},
        {u"--profile"_s, u"P"_s, u"simulator profile: a name (interleave list profiles) or a file"_s},
        {u"--time-scale"_s, u"X"_s,
         u"multiplies the simulated server's delays and its minute; 0.1 is ten times faster. Rates, think times and limits stay as they are"_s},
        {u"--concurrency"_s, u"N"_s, u"calls in flight, at most"_s},
        {u"--workers"_s, u"N"_s, u"worker threads or processes of the parallel models"_s},
        {u"--pool"_s, u"N"_s, u"executors of the hybrid model's analysis pool"_s},
        {u"--arrival"_s, u"A"_s,
         u"when calls start: closed (all at once), users:N[,think=S], rate:R, poisson:R, ramp:FROM-TO, replay:FILE (a run, or a trace with times)"_s},
        {u"--duration"_s, u"S"_s, u"no call starts then or later; without --requests it decides how many there are"_s},
        {u"--drain"_s, u"S"_s, u"what is unfinished so long after the duration is given up; 0: as long as --timeout"_s},
        {u"--warmup"_s, u"N"_s, u"calls before the measured ones, left out of every figure"_s},
        {u"--rpm"_s, u"N"_s, u"requests that the client allows itself in any 60 seconds; 0: no limit"_s},
        {u"--tpm"_s, u"N"_s, u"tokens that the client allows itself in any 60 seconds; 0: no limit"_s},
        {u"--pacing"_s, u"P"_s, u"of --rpm and --tpm: even (evenly spaced) or burst (at once, as many as the last 60 seconds leave)"_s},
        {u"--retries"_s, u"N"_s, u"attempts after the first one, at most, with exponential back-off and full jitter"_s},
        {u"--cache"_s, {}, u"keeps replies on disk and gives them again for the same prompt, model and endpoint"_s},
        {u"--stream"_s, {}, u"replies in chunks"_s},
        {u"--no-stream"_s, {}, u"replies as a whole"_s},
        {u"--max-tokens"_s, u"N"_s, u"output tokens, at most, of the prompts that do not say it themselves"_s},
        {u"--timeout"_s, u"S"_s, u"seconds per attempt; 0: none"_s},
        {u"--analyzer"_s, u"NAME[,...]"_s, u"what is computed from each reply (interleave list analyzers)"_s},
        {u"--cpu-ms"_s, u"X"_s, u"calibrated CPU work per reply, milliseconds"_s},
        {u"--repeat"_s, u"N"_s, u"runs per model, interleaved; 5 or more give intervals"_s},
        {u"--seed"_s, u"N"_s, u"seed of every random draw; the same seed meets the same delays"_s},
    };
}

/// What is wrong with the options of the endpoint; empty: nothing.
static QString readEndpointOptions(const CommandLine &line, Scenario &scenario)
{
    Endpoint &endpoint = scenario.endpoint;
    if (line.has("--provider"))
        endpoint.provider = line.value("--provider");
    if (line.has("--endpoint")) {
        const Result<Endpoint> named = endpointNamed(line.value("--endpoint"), endpoint);
        if (!named)
            return u"--endpoint: "_s + named.error();
        endpoint = *named;
    }
    if (line.has("--api-key-env")) {
        if (!isVariableName(line.value("--api-key-env")))
            return u"--api-key-env: write the name of an environment variable (letters, digits and _), never the key itself"_s;
        endpoint.apiKeyEnv = line.value("--api-key-env");
    }
    if (line.has("--profile")) {
        if (line.has("--endpoint") && !endpoint.isSimulator())
            return u"--profile %1: only the built-in simulator has profiles; leave out --endpoint or --profile"_s.arg(
                line.value("--profile"));
        endpoint.baseUrl.clear();
        endpoint.profile = line.value("--profile");
    }
    if (line.has("--http")) {
        const std::optional<HttpChoice> http = httpChoiceFromName(line.value("--http"));
        if (!http)
            return u"--http %1: it must be auto, 1.1, 2 or 3"_s.arg(line.value("--http"));
        endpoint.http = *http;
    }
    if (line.has("--transport")) {
        const std::optional<Transport> transport = transportFromName(line.value("--transport"));
        if (!transport)
            return u"--transport %1: it must be auto, qnam or curl"_s.arg(line.value("--transport"));
        endpoint.transport = *transport;
    }
    if (line.has("--reuse")) {
        const std::optional<int> calls = reuseFromName(line.value("--reuse"));
        if (!calls)
            return u"--reuse %1: it must be always, never or a number of calls"_s.arg(line.value("--reuse"));
        endpoint.callsPerConnection = *calls;
    }
    if (line.has("--output-limit-field")) {
        const std::optional<OutputLimitField> field = outputLimitFieldFromName(line.value("--output-limit-field"));
        if (!field)
            return u"--output-limit-field %1: it must be auto, max_tokens or max_completion_tokens"_s.arg(
                line.value("--output-limit-field"));
        endpoint.outputLimitField = *field;
    }
    if (line.has("--certificate"))
        endpoint.certificateFile = line.value("--certificate");
    if (line.has("--model-name"))
        endpoint.modelName = line.value("--model-name");
    if (const QString refusal = allowTypedSecrets(line, endpoint); !refusal.isEmpty() || !line.has("--certificate"))
        return refusal;
    const Result<HttpSettings> settings = trustedSettingsOf(endpoint); // a wrong file is wrong input, and not for the run to find
    return settings ? QString() : u"--certificate: "_s + settings.error();
}

static QString readNumbers(const CommandLine &line, Scenario &scenario)
{
    NumberReader reader(line);
    const auto read = [&](const char *option, const char *field, auto &target) { reader.read(option, rangeOf(field), target); };
    read("--requests", "requests", scenario.requests);
    read("--warmup", "warmup", scenario.warmup);
    read("--duration", "duration_s", scenario.arrival.durationS);
    read("--drain", "drain_s", scenario.arrival.drainS);
    read("--rpm", "requests_per_minute", scenario.traffic.limits.requestsPerMinute);
    read("--tpm", "tokens_per_minute", scenario.traffic.limits.tokensPerMinute);
    read("--retries", "retries", scenario.traffic.retry.retries);
    read("--time-scale", "time_scale", scenario.timeScale);
    read("--concurrency", "concurrency", scenario.concurrency);
    read("--workers", "workers", scenario.workers);
    read("--pool", "pool", scenario.pool);
    read("--timeout", "timeout_s", scenario.timeoutS);
    read("--cpu-ms", "cpu_ms", scenario.cpuMs);
    read("--repeat", "repeats", scenario.repeats);
    read("--seed", "seed", scenario.seed);
    return reader.error();
}

static QString readChoices(const CommandLine &line, Scenario &scenario)
{
    if (line.has("--arrival")) {
        const Result<Arrival> arrival = arrivalFromText(line.value("--arrival"));
        if (!arrival)
            return u"--arrival: "_s + arrival.error();
        if (arrival->kind == Arrival::Kind::Replay) {
            if (const auto schedule = scheduleOf(arrival->file); !schedule)
                return u"--arrival: "_s + schedule.error();
        }
        const Arrival before = std::exchange(scenario.arrival, *arrival);
        scenario.arrival.durationS = before.durationS;
        scenario.arrival.drainS = before.drainS;
        scenario.arrival.patienceS = before.patienceS;
    }
    if (line.has("--duration") && scenario.arrival.kind == Arrival::Kind::Closed)
        return u"--duration: all calls start at once; say how they arrive, for example --arrival users:%1"_s.arg(scenario.concurrency);
    if (line.has("--drain") && scenario.arrival.durationS <= 0)
        return u"--drain: only a run with a duration drains; add --duration S"_s;
    if (line.has("--pacing")) {
        const std::optional<Pacing> pacing = pacingFromName(line.value("--pacing"));
        if (!pacing)
            return u"--pacing %1: it must be even or burst"_s.arg(line.value("--pacing"));
        scenario.traffic.limits.pacing = *pacing;
    }
    if (line.has("--cache"))
        scenario.traffic.cache.enabled = true;
    if (line.has("--stream") && line.has("--no-stream"))
        return u"--stream and --no-stream contradict each other; choose one"_s;
    if (line.has("--stream") || line.has("--no-stream"))
        scenario.stream = line.has("--stream");
    if (line.has("--analyzer"))
        scenario.analyzers = line.list("--analyzer");
    for (const char *option : {"--models", "--model"}) {
        if (line.has(option))
            scenario.models = line.list(option);
    }
    return {};
}

/// A trace of a real service has lengths beside its times: they are the prompts, unless others are named.
static QString fileOfPrompts(const CommandLine &line, const Scenario &scenario)
{
    if (line.has("--prompts"))
        return line.value("--prompts");
    const bool isTrace = line.has("--arrival") && scenario.arrival.kind == Arrival::Kind::Replay && !isRunFile(scenario.arrival.file);
    return isTrace ? scenario.arrival.file : QString();
}

static QString readPromptsOption(const CommandLine &line, Scenario &scenario)
{
    if (line.has("--prompts-format") && !line.has("--prompts"))
        return u"--prompts-format: it says what a file is; name the file with --prompts"_s;
    const QString file = fileOfPrompts(line, scenario);
    if (file.isEmpty())
        return {};
    Result<PromptSet> read = readPrompts(file, {line.value("--prompts-format"), scenario.prompts});
    if (!read && !line.has("--prompts")) { // its times were read before
        complain(u"only the times of the trace are replayed: "_s + read.error(), Finished);
        return {};
    }
    if (!read)
        return read.error();
    for (const QString &note : std::as_const(read->notes))
        complain(note, Finished);
    scenario.prompts = std::move(read->prompts);
    return {};
}

/// After the prompts are there.
static QString readMaxTokens(const CommandLine &line, Scenario &scenario)
{
    if (!line.has("--max-tokens"))
        return {};
    int maxTokens = 0;
    NumberReader reader(line);
    reader.read("--max-tokens", rangeOf("max_output_tokens"), maxTokens);
    for (Prompt &prompt : scenario.prompts) {
        if (!prompt.maxOutputTokens)
            prompt.maxOutputTokens = maxTokens;
    }
    return reader.error();
}

Result<Scenario> baseScenarioOf(const CommandLine &line)
{
    const QString name = line.positional.value(0);
    return name.endsWith(".itrace"_L1) ? scenarioOfRun(name) : loadScenario(name);
}

/// What the person named may lie anywhere.
static QString namedByFile(const CommandLine &line, Scenario scenario)
{
    const QString file = line.positional.value(0);
    if (!QFileInfo(file).isFile())
        return {}; // a built-in one
    if (line.has("--profile"))
        scenario.endpoint.profile = Endpoint().profile;
    if (line.has("--arrival"))
        scenario.arrival = {};
    return fileNamedElsewhere(scenario, file);
}

/// What is wrong in a variant is as wrong as outside of one, and is not left for the run to find.
static QString refusalOfVariants(Scenario scenario, const QString &place)
{
    // A variant keeps the prompts or replaces all of them, so one of what may be many is enough.
    scenario.prompts = scenario.prompts.first(std::min<qsizetype>(1, scenario.prompts.size()));
    scenario.name = place; // what the sentence about a variant begins with
    for (const Variant &variant : std::as_const(scenario.variants)) {
        const Result<Scenario> changed = variantOf(scenario, variant);
        if (!changed)
            return changed.error();
        if (const Result<Scenario> known = withKnownNames(*changed, u"%1: variant \"%2\""_s.arg(place, variant.name)); !known)
            return known.error();
    }
    return {};
}

Result<Scenario> scenarioOf(const CommandLine &line)
{
    const QString name = line.positional.value(0);
    Result<Scenario> loaded = baseScenarioOf(line);
    if (!loaded)
        return loaded;
    Scenario scenario = std::move(loaded).value();
    for (QString (*apply)(const CommandLine &, Scenario &) :
         {readEndpointOptions, readNumbers, readChoices, readPromptsOption, readMaxTokens}) {
        if (const QString problem = apply(line, scenario); !problem.isEmpty())
            return Error{problem};
    }
    if (const QString refusal = namedByFile(line, scenario); !refusal.isEmpty())
        return Error{refusal};
    const Result<Scenario> known = withKnownNames(scenario, u"command line"_s);
    if (!known)
        return known;
    Result<Scenario> inRange = checked(std::move(scenario), name); // not `known`: a variant may still change the endpoint
    const QString refusal = inRange ? refusalOfVariants(*inRange, name) : QString();
    return refusal.isEmpty() ? inRange : Error{refusal};
}

} // namespace interleave::cli
