// A scenario's arrival, traffic policy and variants in a few words, for the closed lines of the set-up, and the lists of model
// names that its routes are. Functions, any thread.
#pragma once

#include "core/scenario.h"

namespace interleave {

/// "all at once", "20 users, think 0.5 s, for 60 s".
QString arrivalSummary(const Scenario &scenario);
/// "no limits, no retries", or what differs from that: "60 requests/min, 3 retries, cache".
QString trafficSummary(const Scenario &scenario);
/// "2 rules, 1 fallback, cheapest of 3"; empty: every call goes to the scenario's endpoint.
QString routingSummary(const RoutingPolicy &routing);
/// "3: plain, with cache, with retries"; empty: none.
QString variantSummary(const QList<Variant> &variants);
/// What it changes: "retries 20, backoff exponential".
QString changesText(const Variant &variant);

/// The names of routes that say nothing but a model's name, separated by commas; unset: one of them says more.
std::optional<QString> modelNames(const QList<Route> &routes);
QList<Route> routesTo(const QString &modelNames);

} // namespace interleave
