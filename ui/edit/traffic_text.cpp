#include "ui/edit/traffic_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TrafficText)
};

QString number(double value) { return QLocale().toString(value, 'g', 6); }
QString seconds(double value) { return number(value) + u"\u00A0s"_s; }

QString scheduleText(const Scenario &scenario)
{
    const Arrival &arrival = scenario.arrival;
    switch (arrival.kind) {
    case Arrival::Kind::Closed:
        break;
    case Arrival::Kind::Users:
        return (arrival.users == 1 ? Words::tr("1 user") : Words::tr("%1 users").arg(arrival.users)) +
               (scenario.holdsUsers() ? Words::tr(", %1 at a time").arg(scenario.concurrency) : QString()) +
               (arrival.thinkS > 0 ? Words::tr(", think %1").arg(seconds(arrival.thinkS)) : QString());
    case Arrival::Kind::Rate:
        return Words::tr("%1 a second").arg(number(arrival.perS));
    case Arrival::Kind::Poisson:
        return Words::tr("%1 a second, at random").arg(number(arrival.perS));
    case Arrival::Kind::Ramp:
        return Words::tr("%1 to %2 a second").arg(number(arrival.fromPerS), number(arrival.perS));
    case Arrival::Kind::Replay:
        return Words::tr("as in %1").arg(QFileInfo(arrival.file).fileName());
    }
    return Words::tr("all at once");
}

} // namespace

QString arrivalSummary(const Scenario &scenario)
{
    QStringList parts{scheduleText(scenario)};
    if (scenario.arrival.durationS > 0)
        parts.append(Words::tr("for %1").arg(seconds(scenario.arrival.durationS)));
    if (scenario.requests > 0)
        parts.append(Words::tr("%1 requests").arg(scenario.requests));
    if (scenario.warmup > 0)
        parts.append(Words::tr("%1 to warm up").arg(scenario.warmup));
    return parts.join(u", "_s);
}

QString trafficSummary(const Scenario &scenario)
{
    const TrafficPolicy &traffic = scenario.traffic;
    QStringList parts;
    if (traffic.limits.requestsPerMinute > 0)
        parts.append(Words::tr("%1 requests/min").arg(traffic.limits.requestsPerMinute));
    if (traffic.limits.tokensPerMinute > 0)
        parts.append(Words::tr("%1 tokens/min").arg(traffic.limits.tokensPerMinute));
    if (traffic.limits.pacing == Pacing::Burst && !parts.isEmpty())
        parts.append(Words::tr("in bursts"));
    if (traffic.retry.retries > 0)
        parts.append(traffic.retry.retries == 1 ? Words::tr("1 retry") : Words::tr("%1 retries").arg(traffic.retry.retries));
    if (traffic.cache.enabled)
        parts.append(Words::tr("cache"));
    if (traffic.routing != RoutingPolicy())
        parts.append(routingSummary(traffic.routing));
    if (traffic.callTimeoutS > 0)
        parts.append(Words::tr("%1 a call").arg(seconds(traffic.callTimeoutS)));
    if (scenario.timeoutS != Scenario().timeoutS)
        parts.append(scenario.timeoutS > 0 ? Words::tr("%1 an attempt").arg(seconds(scenario.timeoutS)) : Words::tr("no timeout"));
    if (scenario.objectives.latencyS > 0)
        parts.append(Words::tr("latency ≤ %1").arg(seconds(scenario.objectives.latencyS)));
    if (scenario.objectives.ttftS > 0)
        parts.append(Words::tr("first token ≤ %1").arg(seconds(scenario.objectives.ttftS)));
    return parts.isEmpty() ? Words::tr("no limits, no retries") : parts.join(u", "_s);
}

QString routingSummary(const RoutingPolicy &routing)
{
    QStringList parts;
    if (!routing.rules.isEmpty())
        parts.append(routing.rules.size() == 1 ? Words::tr("1 rule") : Words::tr("%1 rules").arg(routing.rules.size()));
    if (!routing.fallbacks.isEmpty())
        parts.append(routing.fallbacks.size() == 1 ? Words::tr("1 fallback") : Words::tr("%1 fallbacks").arg(routing.fallbacks.size()));
    if (!routing.cheapestOf.isEmpty())
        parts.append(Words::tr("cheapest of %1").arg(routing.cheapestOf.size()));
    return parts.join(u", "_s);
}

QString variantSummary(const QList<Variant> &variants)
{
    if (variants.isEmpty())
        return {};
    QStringList names;
    for (const Variant &variant : variants)
        names.append(variant.name);
    return Words::tr("%1: %2").arg(variants.size()).arg(names.join(u", "_s));
}

static void addLeaves(QStringList &leaves, const QString &key, const QJsonValue &value)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            addLeaves(leaves, it.key(), it.value());
        return;
    }
    const QString name = QString(key).replace(u'_', u' ');
    if (value.isArray())
        leaves.append(Words::tr("%1 (%2)").arg(name).arg(value.toArray().size()));
    else if (value.isBool())
        leaves.append(value.toBool() ? name : Words::tr("%1 off").arg(name));
    else
        leaves.append(name + u' ' + (value.isDouble() ? number(value.toDouble()) : value.toString().replace(u'_', u' ')));
}

QString changesText(const Variant &variant)
{
    QStringList leaves;
    addLeaves(leaves, {}, variant.changes);
    return leaves.isEmpty() ? Words::tr("no change") : leaves.join(u", "_s);
}

std::optional<QString> modelNames(const QList<Route> &routes)
{
    QStringList names;
    for (const Route &route : routes) {
        if (route != Route{.modelName = route.modelName, .provider = {}, .baseUrl = {}, .apiKeyEnv = {}})
            return std::nullopt;
        names.append(route.modelName);
    }
    return names.join(u", "_s);
}

QList<Route> routesTo(const QString &modelNames)
{
    QList<Route> routes;
    for (const QString &name : modelNames.split(u',', Qt::SkipEmptyParts)) {
        if (!name.trimmed().isEmpty())
            routes.append({.modelName = name.trimmed(), .provider = {}, .baseUrl = {}, .apiKeyEnv = {}});
    }
    return routes;
}

} // namespace interleave
