#include "cli/scenario_options.h"

#include "cli/cli.h"
#include "cli/console.h"
#include "cli/key_question.h"
#include "cli/number_reader.h"
#include "core/base_url.h"
#include "core/scenario_field.h"
#include "run/named_files.h"
#include "run/saved_run.h"
#include "setup/catalog.h"
#include "setup/keys/endpoint_secrets.h"
#include "setup/prompts/prompt_formats.h"
#include "setup/prompts/prompts_file.h"
#include "json/scenario_json.h"

#include <QFileInfo>

#include <algorithm>
#include <cstring>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static OptionSpec specOf(const ScenarioField &field)
{
    return {QLatin1StringView(field.option.name), QLatin1StringView(field.option.value), QString::fromUtf8(field.option.help)};
}

static std::optional<double> wholeNumberFrom(const QString &text, const FieldRange &range)
{
    const std::optional<qint64> number = numberFrom<qint64>(text, range);
    return number ? std::optional(static_cast<double>(*number)) : std::nullopt;
}

/// In the order of the help. One of the table of fields that is not named here comes at the end.
static QList<OptionSpec> orderedOptions(const OptionSpec &models)
{
    const auto field = [](const char *option) { return specOf(*fieldOfOption(option)); };
    return {
        models,
        {u"--prompts"_s, u"FILE"_s, u"prompts from a file or a folder, of the kinds below; - reads standard input"_s},
        {u"--prompts-format"_s, u"KIND"_s,
         u"what --prompts is, where its suffix or its content does not tell: %1"_s.arg(promptFormatIds().join(u", "_s))},
        field("--requests"),
        {u"--endpoint"_s, u"NAME|URL"_s, u"simulator, gemini, openai, anthropic, or a base URL"_s},
        field("--provider"),
        field("--model-name"),
        field("--api-key-env"),
        trustOption(),
        field("--http"),
        field("--transport"),
        field("--reuse"),
        field("--output-limit-field"),
        field("--certificate"),
        field("--profile"),
        field("--time-scale"),
        field("--concurrency"),
        field("--workers"),
        field("--pool"),
        field("--arrival"),
        field("--duration"),
        field("--drain"),
        field("--warmup"),
        field("--rpm"),
        field("--tpm"),
        field("--pacing"),
        field("--retries"),
        field("--cache"),
        field("--stream"),
        {u"--no-stream"_s, {}, u"replies as a whole"_s},
        {u"--max-tokens"_s, u"N"_s, u"output tokens, at most, of the prompts that do not say it themselves"_s},
        field("--timeout"),
        field("--analyzer"),
        field("--cpu-ms"),
        field("--repeat"),
        field("--seed"),
    };
}

QList<OptionSpec> scenarioOptions(const OptionSpec &models)
{
    QList<OptionSpec> options = orderedOptions(models);
    for (const ScenarioField &field : scenarioFields()) {
        const auto isField = [&](const OptionSpec &option) { return option.name == QLatin1StringView(field.option.name); };
        if (field.option.name && std::none_of(options.begin(), options.end(), isField))
            options.append(specOf(field));
    }
    return options;
}

/// Fields whose option says more than their value, and is read by a function of its own.
static bool isReadElsewhere(const ScenarioField &field)
{
    static constexpr const char *others[] = {"--provider", "--api-key-env", "--profile", "--model-name", "--certificate", "--arrival"};
    return std::any_of(std::begin(others), std::end(others),
                       [&](const char *option) { return std::strcmp(option, field.option.name) == 0; });
}

/// What is wrong with the options of the table; empty: nothing.
static QString readFieldOptions(const CommandLine &line, Scenario &scenario)
{
    for (const ScenarioField &field : scenarioFields()) {
        if (!field.option.name || !line.has(field.option.name) || isReadElsewhere(field))
            continue;
        const QString text = line.value(field.option.name);
        FieldValue value = text;
        if (field.isNumber()) {
            const auto number =
                field.kind == ScenarioField::Kind::Whole ? wholeNumberFrom(text, field.range()) : numberFrom<double>(text, field.range());
            if (!number)
                return u"%1 %2: %3"_s.arg(QLatin1StringView(field.option.name), text,
                                          field.kind == ScenarioField::Kind::Whole ? numberWanted<qint64>(field.range())
                                                                                   : numberWanted<double>(field.range()));
            value = *number;
        } else if (field.kind == ScenarioField::Kind::Flag) {
            value = true;
        } else if (field.kind == ScenarioField::Kind::Names) {
            value = line.list(field.option.name);
        }
        if (const QString refusal = field.set(scenario, value); !refusal.isEmpty())
            return u"%1 %2: %3"_s.arg(QLatin1StringView(field.option.name), text, refusal.section(u"; "_s, 1));
    }
    return {};
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
    if (line.has("--certificate"))
        endpoint.certificateFile = line.value("--certificate");
    if (line.has("--model-name"))
        endpoint.modelName = line.value("--model-name");
    if (const QString refusal = allowTypedSecrets(line, endpoint); !refusal.isEmpty() || !line.has("--certificate"))
        return refusal;
    const Result<HttpSettings> settings = trustedSettingsOf(endpoint); // a wrong file is wrong input, and not for the run to find
    return settings ? QString() : u"--certificate: "_s + settings.error();
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
    if (line.has("--stream") && line.has("--no-stream"))
        return u"--stream and --no-stream contradict each other; choose one"_s;
    if (line.has("--no-stream"))
        scenario.stream = false;
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
    if (line.has("--script"))
        scenario.script.clear();
    if (line.has("--documents"))
        scenario.documents.clear();
    if (line.has("--arrival"))
        scenario.arrival = {};
    const QString lost = file.endsWith(".itrace"_L1) ? lostInputOf(file, scenario) : QString();
    return lost.isEmpty() ? fileNamedElsewhere(scenario, file) : lost;
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
         {readEndpointOptions, readFieldOptions, readChoices, readPromptsOption, readMaxTokens}) {
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
