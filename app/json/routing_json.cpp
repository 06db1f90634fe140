#include "json/routing_json.h"

#include "core/field_range.h"
#include "json/address_fields.h"
#include "json/field_reader.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

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

OrderedJson toJson(const RoutingPolicy &routing)
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

void readRouting(FieldReader &fields, RoutingPolicy &routing)
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

} // namespace interleave
