#include "ui/edit/traffic_rows.h"

#include "ui/edit/setup_fields.h"
#include "ui/edit/setup_row.h"
#include "ui/edit/traffic_text.h"
#include "ui/itemmodels/scenario_document.h"

#include <QCoreApplication>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(TrafficRows)
};

bool retries(const Scenario &scenario) { return scenario.traffic.retry.retries > 0; }

void addLimits(QVBoxLayout *rows, SetupFields &fields)
{
    fields.addNumber(rows, "requests_per_minute");
    fields.addNumber(rows, "tokens_per_minute");
}

void addPacing(QVBoxLayout *rows, SetupFields &fields)
{
    fields.addChoice(
        rows, {.field = "pacing",
               .name = Words::tr("Pacing"),
               .options = {Words::tr("Even"), Words::tr("Burst")},
               .get = [](const Scenario &s) { return static_cast<int>(s.traffic.limits.pacing); },
               .set = fields.edits<int>(Words::tr("Pacing"),
                                        [](Scenario &s, int index) { s.traffic.limits.pacing = static_cast<Pacing>(index); }),
               .hint =
                   [](const Scenario &s) {
                       return s.traffic.limits.pacing == Pacing::Even ? Words::tr("evenly spaced") : Words::tr("what 60 s leave");
                   },
               .when = [](const Scenario &s) { return s.traffic.limits.requestsPerMinute > 0 || s.traffic.limits.tokensPerMinute > 0; }});
}

QString backoffHint(const Scenario &scenario)
{
    switch (scenario.traffic.retry.backoff) {
    case Backoff::None:
        return Words::tr("no wait");
    case Backoff::Exponential:
        return Words::tr("doubles each time");
    case Backoff::FullJitter:
        break;
    }
    return Words::tr("random, doubling");
}

void addRetries(QVBoxLayout *rows, SetupFields &fields)
{
    fields.addNumber(rows, "retries");
    fields.addChoice(rows, {.field = "backoff",
                            .name = Words::tr("Back-off"),
                            .options = {Words::tr("At once"), Words::tr("Exponential"), Words::tr("Full jitter")},
                            .get = [](const Scenario &s) { return static_cast<int>(s.traffic.retry.backoff); },
                            .set = fields.edits<int>(Words::tr("Back-off"),
                                                     [](Scenario &s, int index) { s.traffic.retry.backoff = static_cast<Backoff>(index); }),
                            .hint = backoffHint,
                            .when = retries});
    fields.addSwitch(rows, "resend_on_dead_connection", [](const Scenario &s) {
        return s.traffic.retry.resendOnDeadConnection ? Words::tr("if never taken") : Words::tr("never by itself");
    });
    const auto waits = [](const Scenario &s) { return retries(s) && s.traffic.retry.backoff != Backoff::None; };
    fields.addNumber(rows, "base_s", waits);
    fields.addNumber(rows, "cap_s", waits);
    fields.addSwitch(
        rows, "honours_server_delay",
        [](const Scenario &s) { return s.traffic.retry.honoursServerDelay ? Words::tr("waits at least that") : Words::tr("ignored"); },
        retries);
    fields.addNumber(rows, "server_delay_cap_s", [](const Scenario &s) { return retries(s) && s.traffic.retry.honoursServerDelay; });
    fields.addNumber(rows, "budget", retries);
}

void addCache(QVBoxLayout *rows, SetupFields &fields)
{
    fields.addSwitch(rows, "enabled", [](const Scenario &s) {
        return s.traffic.cache.enabled ? Words::tr("replies on disk") : Words::tr("off: all are sent");
    });
    fields.addNumber(rows, "max_mb", [](const Scenario &s) { return s.traffic.cache.enabled; });
}

QString routeReason(const QList<Route> &routes)
{
    return modelNames(routes) ? QString() : Words::tr("These routes name other endpoints; edit them in the scenario's file.");
}

void addRouting(QVBoxLayout *rows, SetupFields &fields)
{
    fields.addText(
        rows, {.field = "fallbacks",
               .name = Words::tr("Fallback models"),
               .hint = Words::tr("when a call fails"),
               .placeholder = Words::tr("none"),
               .get = [](const Scenario &s) { return modelNames(s.traffic.routing.fallbacks).value_or(QString()); },
               .set = fields.edits<const QString &>(
                   Words::tr("Fallback models"), [](Scenario &s, const QString &names) { s.traffic.routing.fallbacks = routesTo(names); }),
               .reason = [](const Scenario &s) { return routeReason(s.traffic.routing.fallbacks); }});
    fields.addText(
        rows, {.field = "cheapest_of",
               .name = Words::tr("Cheapest of"),
               .hint = Words::tr("models, by price"),
               .placeholder = Words::tr("none"),
               .get = [](const Scenario &s) { return modelNames(s.traffic.routing.cheapestOf).value_or(QString()); },
               .set = fields.edits<const QString &>(
                   Words::tr("Cheapest of"), [](Scenario &s, const QString &names) { s.traffic.routing.cheapestOf = routesTo(names); }),
               .reason = [](const Scenario &s) { return routeReason(s.traffic.routing.cheapestOf); }});
}

void addTimes(QVBoxLayout *rows, SetupFields &fields)
{
    fields.addNumber(rows, "timeout_s");
    for (const char *field : {"call_timeout_s", "latency_s", "ttft_s"})
        fields.addNumber(rows, field);
}

} // namespace

void addTrafficRows(QVBoxLayout *rows, SetupFields &fields)
{
    addLimits(rows, fields);
    addPacing(rows, fields);
    addRetries(rows, fields);
    addCache(rows, fields);
    addTimes(rows, fields);
    addRouting(rows, fields);
}

} // namespace interleave
