#include "json/traffic_json.h"

#include "core/field_range.h"
#include "json/address_fields.h"
#include "json/field_reader.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr std::array<const char *, 3> backoffNames{"none", "exponential", "full_jitter"};

QLatin1StringView backoffName(Backoff backoff) { return QLatin1StringView(backoffNames[static_cast<size_t>(backoff)]); }

static constexpr std::array<const char *, 2> pacingNames{"even", "burst"};

QLatin1StringView pacingName(Pacing pacing) { return QLatin1StringView(pacingNames[static_cast<size_t>(pacing)]); }

std::optional<Pacing> pacingFromName(const QString &name)
{
    const auto found = std::find_if(pacingNames.begin(), pacingNames.end(), [&](const char *n) { return name == QLatin1StringView(n); });
    return found == pacingNames.end() ? std::nullopt : std::optional(static_cast<Pacing>(found - pacingNames.begin()));
}

std::optional<Backoff> backoffFromName(const QString &name)
{
    const auto found = std::find_if(backoffNames.begin(), backoffNames.end(), [&](const char *n) { return name == QLatin1StringView(n); });
    return found == backoffNames.end() ? std::nullopt : std::optional(static_cast<Backoff>(found - backoffNames.begin()));
}

static OrderedJson toJson(const Route &route)
{
    OrderedJson json = OrderedJson::object();
    const auto add = [&json](const char *key, const QString &value) {
        if (!value.isEmpty())
            json[key] = utf8(value);
    };
    add("model_name", route.modelName);
    add("provider", route.provider);
    add("base_url", route.baseUrl);
    add("api_key_env", route.apiKeyEnv);
    return json;
}

static OrderedJson toJson(const QList<Route> &routes)
{
    OrderedJson json = OrderedJson::array();
    for (const Route &route : routes)
        json.push_back(toJson(route));
    return json;
}

static OrderedJson toJson(const RoutingPolicy &routing)
{
    OrderedJson rules = OrderedJson::array();
    for (const RoutingRule &rule : routing.rules) {
        OrderedJson json = OrderedJson::object();
        if (rule.promptCharsAtLeast > 0)
            json["prompt_chars_at_least"] = rule.promptCharsAtLeast;
        if (rule.promptCharsAtMost > 0)
            json["prompt_chars_at_most"] = rule.promptCharsAtMost;
        if (!rule.callClass.isEmpty())
            json["class"] = utf8(rule.callClass);
        json["to"] = toJson(rule.to);
        rules.push_back(std::move(json));
    }
    return {{"rules", rules}, {"fallbacks", toJson(routing.fallbacks)}, {"cheapest_of", toJson(routing.cheapestOf)}};
}

OrderedJson toJson(const TrafficPolicy &policy)
{
    OrderedJson json = OrderedJson::object();
    if (policy.limits != RateLimits())
        json["limits"] = {{"requests_per_minute", policy.limits.requestsPerMinute},
                          {"tokens_per_minute", policy.limits.tokensPerMinute},
                          {"pacing", pacingName(policy.limits.pacing).data()}};
    if (policy.retry != RetryPolicy())
        json["retry"] = {{"retries", policy.retry.retries},
                         {"backoff", backoffName(policy.retry.backoff).data()},
                         {"base_s", numberOf(policy.retry.baseS)},
                         {"cap_s", numberOf(policy.retry.capS)},
                         {"honours_server_delay", policy.retry.honoursServerDelay},
                         {"server_delay_cap_s", numberOf(policy.retry.serverDelayCapS)},
                         {"resend_on_dead_connection", policy.retry.resendOnDeadConnection},
                         {"budget", numberOf(policy.retry.budget)}};
    if (policy.cache != CachePolicy())
        json["cache"] = {{"enabled", policy.cache.enabled}, {"max_mb", policy.cache.maxMb}, {"starts_empty", policy.cache.startsEmpty}};
    if (policy.routing != RoutingPolicy())
        json["routing"] = toJson(policy.routing);
    if (policy.callTimeoutS > 0)
        json["call_timeout_s"] = numberOf(policy.callTimeoutS);
    return json;
}

OrderedJson toJson(const Arrival &arrival)
{
    OrderedJson json{{"schedule", utf8(arrivalText(arrival))}};
    if (arrival.durationS > 0)
        json["duration_s"] = numberOf(arrival.durationS);
    if (arrival.drainS > 0)
        json["drain_s"] = numberOf(arrival.drainS);
    if (arrival.patienceS != Arrival().patienceS)
        json["patience_s"] = numberOf(arrival.patienceS);
    return json;
}

OrderedJson toJson(const Objectives &objectives)
{
    OrderedJson json = OrderedJson::object();
    if (objectives.latencyS > 0)
        json["latency_s"] = numberOf(objectives.latencyS);
    if (objectives.ttftS > 0)
        json["ttft_s"] = numberOf(objectives.ttftS);
    return json;
}

static Route readRoute(FieldReader &fields)
{
    Route route;
    fields.read("model_name", route.modelName);
    fields.read("provider", route.provider);
    readBaseUrl(fields, route.baseUrl);
    readKeyVariable(fields, route.apiKeyEnv);
    return route;
}

static void readRoutes(FieldReader &fields, const char *key, QList<Route> &routes)
{
    fields.objects(key, [&](FieldReader &route) { routes.append(readRoute(route)); });
}

static void readRouting(FieldReader &fields, RoutingPolicy &routing)
{
    fields.objects("rules", [&](FieldReader &inner) {
        RoutingRule rule;
        inner.read(rangeOf("prompt_chars_at_least"), rule.promptCharsAtLeast);
        inner.read(rangeOf("prompt_chars_at_most"), rule.promptCharsAtMost);
        inner.read("class", rule.callClass);
        inner.object("to", [&](FieldReader &to) { rule.to = readRoute(to); });
        routing.rules.append(rule);
    });
    readRoutes(fields, "fallbacks", routing.fallbacks);
    readRoutes(fields, "cheapest_of", routing.cheapestOf);
}

static void readLimits(FieldReader &fields, RateLimits &limits)
{
    fields.read(rangeOf("requests_per_minute"), limits.requestsPerMinute);
    fields.read(rangeOf("tokens_per_minute"), limits.tokensPerMinute);
    fields.choose("pacing", limits.pacing, pacingName(limits.pacing), pacingFromName, "even or burst");
}

static void readRetry(FieldReader &fields, RetryPolicy &retry)
{
    fields.read(rangeOf("retries"), retry.retries);
    fields.choose("backoff", retry.backoff, backoffName(retry.backoff), backoffFromName, "none, exponential or full_jitter");
    fields.read(rangeOf("base_s"), retry.baseS);
    fields.read(rangeOf("cap_s"), retry.capS);
    fields.read("honours_server_delay", retry.honoursServerDelay);
    fields.read(rangeOf("server_delay_cap_s"), retry.serverDelayCapS);
    fields.read("resend_on_dead_connection", retry.resendOnDeadConnection);
    fields.read(rangeOf("budget"), retry.budget);
}

static void readCache(FieldReader &fields, CachePolicy &cache)
{
    fields.read("enabled", cache.enabled);
    fields.read(rangeOf("max_mb"), cache.maxMb);
    fields.read("starts_empty", cache.startsEmpty);
}

void readTraffic(FieldReader &fields, TrafficPolicy &policy)
{
    fields.object("limits", [&](FieldReader &inner) { readLimits(inner, policy.limits); });
    fields.object("retry", [&](FieldReader &inner) { readRetry(inner, policy.retry); });
    fields.object("cache", [&](FieldReader &inner) { readCache(inner, policy.cache); });
    fields.object("routing", [&](FieldReader &inner) { readRouting(inner, policy.routing); });
    fields.read(rangeOf("call_timeout_s"), policy.callTimeoutS);
}

void readArrival(FieldReader &fields, Arrival &arrival)
{
    QString schedule = u"closed"_s;
    fields.read("schedule", schedule);
    const Result<Arrival> scheduled = arrivalFromText(schedule);
    if (scheduled)
        arrival = *scheduled;
    else
        fields.fail("schedule", u"is wrong: "_s + scheduled.error());
    fields.read(rangeOf("duration_s"), arrival.durationS);
    fields.read(rangeOf("drain_s"), arrival.drainS);
    fields.read(rangeOf("patience_s"), arrival.patienceS);
}

void readObjectives(FieldReader &fields, Objectives &objectives)
{
    fields.read(rangeOf("latency_s"), objectives.latencyS);
    fields.read(rangeOf("ttft_s"), objectives.ttftS);
}

} // namespace interleave
