// The table of core/scenario_field.h.
#include "core/base_url.h"
#include "core/scenario.h"
#include "core/scenario_field.h"
#include "core/traffic_names.h"

namespace interleave {

using namespace Qt::StringLiterals;
using Kind = ScenarioField::Kind;
using Written = ScenarioField::Written;
using Option = ScenarioField::Option;
using Row = ScenarioField::Row;

namespace {

constexpr double dayS = 86'400;
constexpr const char *seconds = "\u00A0s"; // a unit, after its number

/// `member` is a function that gives the field of a scenario, const or not.
template<typename Member>
ScenarioField number(const char *path, double least, double most, Member member, Option option, Row row, Written written = Written::Always)
{
    using Number = std::remove_cvref_t<decltype(member(std::declval<Scenario &>()))>;
    return {path,
            std::is_integral_v<Number> ? Kind::Whole : Kind::Real,
            written,
            [=](const Scenario &scenario) { return static_cast<double>(member(scenario)); },
            [=](Scenario &scenario, const FieldValue &value) -> QString {
                member(scenario) = static_cast<Number>(std::get<double>(value));
                return QString();
            },
            least,
            most,
            option,
            row};
}

/// A flag, a text or a list of names.
template<typename Member> ScenarioField field(const char *path, Member member, Option option, Row row, Written written = Written::Always)
{
    using Value = std::remove_cvref_t<decltype(member(std::declval<Scenario &>()))>;
    return {path,
            std::is_same_v<Value, bool>      ? Kind::Flag
            : std::is_same_v<Value, QString> ? Kind::Text
                                             : Kind::Names,
            written,
            [=](const Scenario &scenario) { return FieldValue(member(scenario)); },
            [=](Scenario &scenario, const FieldValue &value) -> QString {
                member(scenario) = std::get<Value>(value);
                return QString();
            },
            0,
            0,
            option,
            row};
}

/// A word for a value; `words` says which there are.
template<typename Member, typename NameOf, typename FromName> ScenarioField
choice(const char *path, Member member, NameOf nameOf, FromName fromName, const char *words, Option option, Row row, Written written)
{
    return {path,
            Kind::Text,
            written,
            [=](const Scenario &scenario) { return QString(nameOf(member(scenario))); },
            [=](Scenario &scenario, const FieldValue &value) -> QString {
                const auto known = fromName(std::get<QString>(value));
                if (known)
                    member(scenario) = *known;
                return known ? QString() : u"is \"%1\"; it must be %2"_s.arg(std::get<QString>(value), QLatin1StringView(words));
            },
            0,
            0,
            option,
            row};
}

ScenarioField endpointAddress()
{
    ScenarioField address = field("endpoint.base_url", [](auto &s) -> auto & { return s.endpoint.baseUrl; }, {}, {}, Written::Unusual);
    address.set = [](Scenario &scenario, const FieldValue &value) -> QString {
        const Result<QString> url = normalBaseUrl(std::get<QString>(value));
        if (url)
            scenario.endpoint.baseUrl = *url;
        return url ? QString() : u"cannot be used: "_s + url.error();
    };
    return address;
}

/// It means something to the simulator alone: elsewhere a file has it only where somebody wrote it.
ScenarioField profile()
{
    return field(
        "endpoint.profile", [](auto &s) -> auto & { return s.endpoint.profile; },
        {"--profile", "P", "simulator profile: a name (interleave list profiles) or a file"}, {}, Written::AtSimulator);
}

ScenarioField keyVariable()
{
    ScenarioField variable = field(
        "endpoint.api_key_env", [](auto &s) -> auto & { return s.endpoint.apiKeyEnv; },
        {"--api-key-env", "VAR", "environment variable that holds the key; with --endpoint, which says where it goes"}, {},
        Written::Unusual);
    variable.set = [](Scenario &scenario, const FieldValue &value) -> QString {
        const QString &name = std::get<QString>(value);
        if (!name.isEmpty() && !isVariableName(name)) // not repeated: it may be the key itself
            return u"must be the name of an environment variable (letters, digits and _), never the key itself"_s;
        scenario.endpoint.apiKeyEnv = name;
        return QString();
    };
    return variable;
}

/// It says of arrivals what has no field of its own, and leaves the others.
ScenarioField schedule()
{
    return {
        "arrival.schedule",
        Kind::Text,
        Written::WithObject,
        [](const Scenario &scenario) { return arrivalText(scenario.arrival); },
        [](Scenario &scenario, const FieldValue &value) -> QString {
            Result<Arrival> arrival = arrivalFromText(std::get<QString>(value));
            if (!arrival)
                return u"is wrong: "_s + arrival.error();
            arrival->durationS = scenario.arrival.durationS;
            arrival->drainS = scenario.arrival.drainS;
            arrival->patienceS = scenario.arrival.patienceS;
            scenario.arrival = *arrival;
            return QString();
        },
        0,
        0,
        {"--arrival", "A",
         "when calls start: closed (all at once), users:N[,think=S], rate:R, poisson:R, ramp:FROM-TO, replay:FILE (a run, or a trace with "
         "times)"},
        {}};
}

} // namespace

static std::vector<ScenarioField> endpointFields()
{
    constexpr Row none;
    return {
        field(
            "endpoint.provider", [](auto &s) -> auto & { return s.endpoint.provider; },
            {"--provider", "NAME", "wire protocol of the endpoint: gemini, openai or anthropic"}, none),
        field(
            "endpoint.model_name", [](auto &s) -> auto & { return s.endpoint.modelName; },
            {"--model-name", "NAME", "the endpoint's name of the LLM; the simulator has sim"}, none),
        endpointAddress(),
        profile(),
        keyVariable(),
        choice(
            "endpoint.http", [](auto &s) -> auto & { return s.endpoint.http; }, httpChoiceName, httpChoiceFromName, "auto, 1.1, 2 or 3",
            {"--http", "VERSION", "auto (what an https server offers; else 1.1), 1.1, 2, or 3 where libcurl has it"}, none,
            Written::Unusual),
        choice(
            "endpoint.transport", [](auto &s) -> auto & { return s.endpoint.transport; }, transportName, transportFromName,
            "auto, qnam or curl",
            {"--transport", "NAME", "qnam (QNetworkAccessManager), curl (libcurl), or auto: curl wherever HTTP/2 may be spoken"}, none,
            Written::Unusual),
        choice(
            "endpoint.reuse", [](auto &s) -> auto & { return s.endpoint.callsPerConnection; }, reuseName, reuseFromName,
            "always, never or a number of calls for each connection",
            {"--reuse", "always|never|N", "calls of a connection before a new one is opened; never: a new one for each call"}, none,
            Written::Unusual),
        choice(
            "endpoint.output_limit_field", [](auto &s) -> auto & { return s.endpoint.outputLimitField; }, outputLimitFieldName,
            outputLimitFieldFromName, "auto, max_tokens or max_completion_tokens",
            {"--output-limit-field", "F",
             "auto, max_tokens or max_completion_tokens: what bounds a reply; auto takes the one that the server asks for"},
            none, Written::Unusual),
        field(
            "endpoint.certificate_file", [](auto &s) -> auto & { return s.endpoint.certificateFile; },
            {"--certificate", "FILE", "PEM file of a certificate to trust besides the system's"}, none, Written::Unusual),
    };
}

static std::vector<ScenarioField> runFields()
{
    return {
        field(
            "workload", [](auto &s) -> auto & { return s.workload; }, {}, {}, Written::Unusual),
        number("concurrency", 1, 100'000, [](auto &s) -> auto & { return s.concurrency; },
               {"--concurrency", "N", "calls in flight, at most"}, {"Concurrency limit", "in flight, at most"}),
        number("workers", 1, 256, [](auto &s) -> auto & { return s.workers; },
               {"--workers", "N", "worker threads or processes of the parallel models"}, {"Workers", "threads or processes"}),
        number("pool", 1, 256, [](auto &s) -> auto & { return s.pool; }, {"--pool", "N", "executors of the hybrid model's analysis pool"},
               {"Pool", "hybrid only"}),
        field("stream", [](auto &s) -> auto & { return s.stream; }, {"--stream", "", "replies in chunks"}, {"Streaming"}),
        number("cpu_ms", 0, 60'000, [](auto &s) -> auto & { return s.cpuMs; },
               {"--cpu-ms", "X", "calibrated CPU work per reply, milliseconds"},
               {"CPU work per reply", "calibrated burn", "\u00A0ms", "", 2}),
        field("analyzers", [](auto &s) -> auto & { return s.analyzers; },
              {"--analyzer", "NAME[,...]", "what is computed from each reply (interleave list analyzers)"}, {"Analyzers"}),
        // The least rate is the least that three decimals show.
        number("time_scale", 0.001, 1000, [](auto &s) -> auto & { return s.timeScale; },
               {"--time-scale", "X",
                "multiplies the simulated server's delays and its minute; 0.1 is ten times faster. Rates, think times and limits stay as "
                "they are"},
               {"Time scale", "0.1: 10 × faster", "", "", 3, "× "}),
        number("timeout_s", 0, dayS, [](auto &s) -> auto & { return s.timeoutS; }, {"--timeout", "S", "seconds per attempt; 0: none"},
               {"Timeout", "per attempt", seconds, "none", 2}),
        number("requests", 0, 1'000'000, [](auto &s) -> auto & { return s.requests; },
               {"--requests", "N", "calls of one run, cycling through the prompts"}, {"Requests", "prompts in turn", "", "one each"}),
        number("warmup", 0, 100'000, [](auto &s) -> auto & { return s.warmup; },
               {"--warmup", "N", "calls before the measured ones, left out of every figure"}, {"Warm-up", "calls not counted", "", "none"}),
        number("repeats", 1, 1000, [](auto &s) -> auto & { return s.repeats; },
               {"--repeat", "N", "runs per model, interleaved; 5 or more give intervals"}, {"Repeats", "5 for intervals"}),
        // A seed ends where every whole number is still a number of JSON.
        number("seed", 0, 1e15, [](auto &s) -> auto & { return s.seed; },
               {"--seed", "N", "seed of every random draw; the same seed meets the same delays"}, {"Seed", "repeatable runs"}),
        field("models", [](auto &s) -> auto & { return s.models; }, {}, {}),
    };
}

/// What agents and workflows need of the world.
static std::vector<ScenarioField> worldFields()
{
    return {
        field(
            "script", [](auto &s) -> auto & { return s.script; },
            {"--script", "S", "what the simulated model answers at which turn: a name (interleave list scripts) or a file"}, {},
            Written::Unusual),
        field(
            "documents", [](auto &s) -> auto & { return s.documents; },
            {"--documents", "FOLDER", "folder of .txt and .md that the tools search and read; without it the shipped documents"}, {},
            Written::Unusual),
        field(
            "hosts", [](auto &s) -> auto & { return s.hosts; }, {}, {}, Written::Unusual),
    };
}

static std::vector<ScenarioField> arrivalFields()
{
    return {
        schedule(),
        number(
            "arrival.duration_s", 0, dayS, [](auto &s) -> auto & { return s.arrival.durationS; },
            {"--duration", "S", "no call starts then or later; without --requests it decides how many there are"},
            {"Duration", "no call starts later", seconds, "by requests", 2}, Written::Unusual),
        number(
            "arrival.drain_s", 0, dayS, [](auto &s) -> auto & { return s.arrival.drainS; },
            {"--drain", "S", "what is unfinished so long after the duration is given up; 0: as long as --timeout"},
            {"Drain", "then it is given up", seconds, "as the timeout", 2}, Written::Unusual),
        number(
            "arrival.patience_s", 0, dayS, [](auto &s) -> auto & { return s.arrival.patienceS; }, {},
            {"Patience", "then it is dropped", seconds, "for ever", 2}, Written::Unusual),
    };
}

static std::vector<ScenarioField> limitFields()
{
    return {
        // What counts per minute ends where an int does.
        number(
            "traffic.limits.requests_per_minute", 0, 1e9, [](auto &s) -> auto & { return s.traffic.limits.requestsPerMinute; },
            {"--rpm", "N", "requests that the client allows itself in any 60 seconds; 0: no limit"},
            {"Requests/min", "attempts, at most", "", "no limit"}, Written::WithObject),
        number(
            "traffic.limits.tokens_per_minute", 0, 2e9, [](auto &s) -> auto & { return s.traffic.limits.tokensPerMinute; },
            {"--tpm", "N", "tokens that the client allows itself in any 60 seconds; 0: no limit"},
            {"Tokens/min", "in and out, at most", "", "no limit"}, Written::WithObject),
        choice(
            "traffic.limits.pacing", [](auto &s) -> auto & { return s.traffic.limits.pacing; }, pacingName, pacingFromName, "even or burst",
            {"--pacing", "P", "of --rpm and --tpm: even (evenly spaced) or burst (at once, as many as the last 60 seconds leave)"},
            {"Pacing"}, Written::WithObject),
    };
}

static std::vector<ScenarioField> retryFields()
{
    return {
        // An attempt's number has 16 bits in the trace.
        number(
            "traffic.retry.retries", 0, 30'000, [](auto &s) -> auto & { return s.traffic.retry.retries; },
            {"--retries", "N", "attempts after the first one, at most, with exponential back-off and full jitter"},
            {"Retries", "after the first", "", "none"}, Written::WithObject),
        choice(
            "traffic.retry.backoff", [](auto &s) -> auto & { return s.traffic.retry.backoff; }, backoffName, backoffFromName,
            "none, exponential or full_jitter", {}, {"Back-off"}, Written::WithObject),
        number(
            "traffic.retry.base_s", 0, 3600, [](auto &s) -> auto & { return s.traffic.retry.baseS; }, {},
            {"First delay", "then its doubles", seconds, "", 3}, Written::WithObject),
        number(
            "traffic.retry.cap_s", 0, dayS, [](auto &s) -> auto & { return s.traffic.retry.capS; }, {},
            {"Longest delay", "of ours", seconds, "", 3}, Written::WithObject),
        field(
            "traffic.retry.honours_server_delay", [](auto &s) -> auto & { return s.traffic.retry.honoursServerDelay; }, {},
            {"Server's delay"}, Written::WithObject),
        number(
            "traffic.retry.server_delay_cap_s", 0, dayS, [](auto &s) -> auto & { return s.traffic.retry.serverDelayCapS; }, {},
            {"Longest asked", "else it fails", seconds, "", 3}, Written::WithObject),
        field(
            "traffic.retry.resend_on_dead_connection", [](auto &s) -> auto & { return s.traffic.retry.resendOnDeadConnection; }, {},
            {"Sent again"}, Written::WithObject),
        number(
            "traffic.retry.budget", 0, 1000, [](auto &s) -> auto & { return s.traffic.retry.budget; }, {},
            {"Retry budget", "retries per call", "", "none", 3}, Written::WithObject),
    };
}

static std::vector<ScenarioField> otherTrafficFields()
{
    return {
        field(
            "traffic.cache.enabled", [](auto &s) -> auto & { return s.traffic.cache.enabled; },
            {"--cache", "", "keeps replies on disk and gives them again for the same prompt, model and endpoint"}, {"Cache"},
            Written::WithObject),
        number(
            "traffic.cache.max_mb", 1, 1'000'000, [](auto &s) -> auto & { return s.traffic.cache.maxMb; }, {},
            {"Cache size", "oldest go first", "\u00A0MB"}, Written::WithObject),
        field(
            "traffic.cache.starts_empty", [](auto &s) -> auto & { return s.traffic.cache.startsEmpty; }, {}, {}, Written::WithObject),
        number(
            "traffic.call_timeout_s", 0, dayS, [](auto &s) -> auto & { return s.traffic.callTimeoutS; }, {},
            {"Call timeout", "retries included", seconds, "none", 2}, Written::Unusual),
        number(
            "objectives.latency_s", 0, dayS, [](auto &s) -> auto & { return s.objectives.latencyS; }, {},
            {"Latency within", "objective", seconds, "none", 2}, Written::Unusual),
        number(
            "objectives.ttft_s", 0, dayS, [](auto &s) -> auto & { return s.objectives.ttftS; }, {},
            {"First token within", "objective", seconds, "none", 2}, Written::Unusual),
    };
}

const std::vector<ScenarioField> &scenarioFields()
{
    static const std::vector<ScenarioField> all = [] {
        std::vector<ScenarioField> fields{field("name", [](auto &s) -> auto & { return s.name; }, {}, {})};
        for (auto part : {endpointFields, runFields, worldFields, arrivalFields, limitFields, retryFields, otherTrafficFields}) {
            for (ScenarioField &one : part())
                fields.push_back(std::move(one));
        }
        return fields;
    }();
    return all;
}

} // namespace interleave
