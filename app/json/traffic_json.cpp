#include "json/traffic_json.h"
#include "json/address_fields.h"

#include "core/field_range.h"
#include "json/field_reader.h"

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

static QJsonObject toJson(const Route &route)
{
    QJsonObject json;
    const auto add = [&json](const QString &key, const QString &value) {
        if (!value.isEmpty())
            json[key] = value;
    };
    add(u"model_name"_s, route.modelName);
    add(u"provider"_s, route.provider);
    add(u"base_url"_s, route.baseUrl);
    add(u"api_key_env"_s, route.apiKeyEnv);
    return json;
}

static QJsonArray toJson(const QList<Route> &routes)
{
    QJsonArray json;
    for (const Route &route : routes)
        json.append(toJson(route));
    return json;
}

static QJsonObject toJson(const RoutingPolicy &routing)
{
    QJsonArray rules;
    for (const RoutingRule &rule : routing.rules) {
        QJsonObject json{{u"to"_s, toJson(rule.to)}};
        if (rule.promptCharsAtLeast > 0)
            json[u"prompt_chars_at_least"_s] = rule.promptCharsAtLeast;
        if (rule.promptCharsAtMost > 0)
            json[u"prompt_chars_at_most"_s] = rule.promptCharsAtMost;
        if (!rule.callClass.isEmpty())
            json[u"class"_s] = rule.callClass;
        rules.append(json);
    }
    return {{u"rules"_s, rules}, {u"fallbacks"_s, toJson(routing.fallbacks)}, {u"cheapest_of"_s, toJson(routing.cheapestOf)}};
}

QJsonObject toJson(const TrafficPolicy &policy)
{
    QJsonObject json;
    if (policy.limits != RateLimits())
        json[u"limits"_s] = QJsonObject{{u"requests_per_minute"_s, policy.limits.requestsPerMinute},
                                        {u"tokens_per_minute"_s, policy.limits.tokensPerMinute},
                                        {u"pacing"_s, QString(pacingName(policy.limits.pacing))}};
    if (policy.retry != RetryPolicy())
        json[u"retry"_s] = QJsonObject{{u"retries"_s, policy.retry.retries},
                                       {u"backoff"_s, QString(backoffName(policy.retry.backoff))},
                                       {u"base_s"_s, policy.retry.baseS},
                                       {u"cap_s"_s, policy.retry.capS},
                                       {u"honours_server_delay"_s, policy.retry.honoursServerDelay},
                                       {u"server_delay_cap_s"_s, policy.retry.serverDelayCapS},
                                       {u"resend_on_dead_connection"_s, policy.retry.resendOnDeadConnection},
                                       {u"budget"_s, policy.retry.budget}};
    if (policy.cache != CachePolicy())
        json[u"cache"_s] = QJsonObject{
            {u"enabled"_s, policy.cache.enabled}, {u"max_mb"_s, policy.cache.maxMb}, {u"starts_empty"_s, policy.cache.startsEmpty}};
    if (policy.routing != RoutingPolicy())
        json[u"routing"_s] = toJson(policy.routing);
    if (policy.callTimeoutS > 0)
        json[u"call_timeout_s"_s] = policy.callTimeoutS;
    return json;
}

QJsonObject toJson(const Arrival &arrival)
{
    QJsonObject json{{u"schedule"_s, arrivalText(arrival)}};
    if (arrival.durationS > 0)
        json[u"duration_s"_s] = arrival.durationS;
    if (arrival.drainS > 0)
        json[u"drain_s"_s] = arrival.drainS;
    if (arrival.patienceS != Arrival().patienceS)
        json[u"patience_s"_s] = arrival.patienceS;
    return json;
}

QJsonObject toJson(const Objectives &objectives)
{
    QJsonObject json;
    if (objectives.latencyS > 0)
        json[u"latency_s"_s] = objectives.latencyS;
    if (objectives.ttftS > 0)
        json[u"ttft_s"_s] = objectives.ttftS;
    return json;
}

static Route routeFromJson(const QJsonObject &json, const QString &place, FieldReader &outer)
{
    Route route;
    FieldReader fields(json, place);
    fields.read("model_name", route.modelName);
    fields.read("provider", route.provider);
    readBaseUrl(fields, route.baseUrl);
    readKeyVariable(fields, route.apiKeyEnv);
    if (const QString error = fields.error(); !error.isEmpty())
        outer.fail(error);
    return route;
}

static void readRoutes(FieldReader &fields, const char *key, const QString &place, QList<Route> &routes)
{
    fields.array(key, [&](const QJsonArray &items) {
        for (qsizetype i = 0; i < items.size(); ++i)
            routes.append(routeFromJson(items[i].toObject(), u"%1: %2[%3]"_s.arg(place, QLatin1StringView(key)).arg(i), fields));
    });
}

static RoutingPolicy routingFromJson(const QJsonObject &json, const QString &place, FieldReader &outer)
{
    RoutingPolicy routing;
    FieldReader fields(json, place);
    fields.array("rules", [&](const QJsonArray &items) {
        for (qsizetype i = 0; i < items.size(); ++i) {
            const QString rulePlace = u"%1: rules[%2]"_s.arg(place).arg(i);
            RoutingRule rule;
            FieldReader inner(items[i].toObject(), rulePlace);
            inner.read(rangeOf("prompt_chars_at_least"), rule.promptCharsAtLeast);
            inner.read(rangeOf("prompt_chars_at_most"), rule.promptCharsAtMost);
            inner.read("class", rule.callClass);
            inner.object("to", [&](const QJsonObject &to) { rule.to = routeFromJson(to, rulePlace + u": to"_s, inner); });
            if (const QString error = inner.error(); !error.isEmpty())
                fields.fail(error);
            routing.rules.append(rule);
        }
    });
    readRoutes(fields, "fallbacks", place, routing.fallbacks);
    readRoutes(fields, "cheapest_of", place, routing.cheapestOf);
    if (const QString error = fields.error(); !error.isEmpty())
        outer.fail(error);
    return routing;
}

static RetryPolicy retryFromJson(const QJsonObject &json, const QString &place, FieldReader &outer)
{
    RetryPolicy retry;
    QString backoff = backoffName(retry.backoff);
    FieldReader fields(json, place);
    fields.read(rangeOf("retries"), retry.retries);
    fields.read("backoff", backoff);
    fields.read(rangeOf("base_s"), retry.baseS);
    fields.read(rangeOf("cap_s"), retry.capS);
    fields.read("honours_server_delay", retry.honoursServerDelay);
    fields.read(rangeOf("server_delay_cap_s"), retry.serverDelayCapS);
    fields.read("resend_on_dead_connection", retry.resendOnDeadConnection);
    fields.read(rangeOf("budget"), retry.budget);
    const auto name =
        std::find_if(backoffNames.begin(), backoffNames.end(), [&](const char *n) { return backoff == QLatin1StringView(n); });
    if (name == backoffNames.end())
        fields.fail("backoff", u"must be one of none, exponential, full_jitter"_s);
    else
        retry.backoff = static_cast<Backoff>(name - backoffNames.begin());
    if (const QString error = fields.error(); !error.isEmpty())
        outer.fail(error);
    return retry;
}

Result<TrafficPolicy> trafficFromJson(const QJsonObject &json, const QString &place)
{
    TrafficPolicy policy;
    FieldReader fields(json, place);
    fields.object("limits", [&](const QJsonObject &object) {
        FieldReader inner(object, place + u": limits"_s);
        inner.read(rangeOf("requests_per_minute"), policy.limits.requestsPerMinute);
        inner.read(rangeOf("tokens_per_minute"), policy.limits.tokensPerMinute);
        QString pacing = pacingName(policy.limits.pacing);
        inner.read("pacing", pacing);
        if (const std::optional<Pacing> known = pacingFromName(pacing))
            policy.limits.pacing = *known;
        else
            inner.fail("pacing", u"is \"%1\"; it must be even or burst"_s.arg(pacing));
        if (const QString error = inner.error(); !error.isEmpty())
            fields.fail(error);
    });
    fields.object("retry", [&](const QJsonObject &object) { policy.retry = retryFromJson(object, place + u": retry"_s, fields); });
    fields.object("cache", [&](const QJsonObject &object) {
        FieldReader inner(object, place + u": cache"_s);
        inner.read("enabled", policy.cache.enabled);
        inner.read(rangeOf("max_mb"), policy.cache.maxMb);
        inner.read("starts_empty", policy.cache.startsEmpty);
        if (const QString error = inner.error(); !error.isEmpty())
            fields.fail(error);
    });
    fields.object("routing", [&](const QJsonObject &object) { policy.routing = routingFromJson(object, place + u": routing"_s, fields); });
    fields.read(rangeOf("call_timeout_s"), policy.callTimeoutS);
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{error};
    return policy;
}

Result<Arrival> arrivalFromJson(const QJsonObject &json, const QString &place)
{
    QString schedule = u"closed"_s;
    double durationS = 0;
    double drainS = 0;
    double patienceS = Arrival().patienceS;
    FieldReader fields(json, place);
    fields.read("schedule", schedule);
    fields.read(rangeOf("duration_s"), durationS);
    fields.read(rangeOf("drain_s"), drainS);
    fields.read(rangeOf("patience_s"), patienceS);
    Result<Arrival> arrival = arrivalFromText(schedule);
    if (!arrival)
        fields.fail("schedule", u"is wrong: "_s + arrival.error());
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{error};
    arrival->durationS = durationS;
    arrival->drainS = drainS;
    arrival->patienceS = patienceS;
    return arrival;
}

Result<Objectives> objectivesFromJson(const QJsonObject &json, const QString &place)
{
    Objectives objectives;
    FieldReader fields(json, place);
    fields.read(rangeOf("latency_s"), objectives.latencyS);
    fields.read(rangeOf("ttft_s"), objectives.ttftS);
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{error};
    return objectives;
}

} // namespace interleave
