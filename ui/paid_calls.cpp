#include "ui/paid_calls.h"

#include "core/origin.h"
#include "core/routes.h"
#include "run/queue_progress.h"
#include "setup/catalog.h"
#include "ui/edit/estimates.h"
#include "ui/widgets/number_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QUrl>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualReplyTokens = 500;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PaidCalls)
};

bool isLocal(const QString &baseUrl)
{
    const QString host = QUrl(baseUrl).host();
    static const QRegularExpression loopback(u"^127(\\.\\d{1,3}){3}$"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || loopback.match(host).hasMatch();
}

void addAddress(QStringList &addresses, const QString &baseUrl)
{
    if (!baseUrl.isEmpty() && !isLocal(baseUrl) && !addresses.contains(baseUrl))
        addresses.append(baseUrl);
}

QStringList addressesOf(const Scenario &scenario)
{
    const Result<Scenario> complete = withKnownNames(scenario, scenario.name);
    QStringList addresses;
    for (const Endpoint &route : routesOf(complete ? *complete : scenario)) // what is wrong with it the run says
        addAddress(addresses, route.baseUrl);
    return addresses;
}

} // namespace

std::optional<PaidCalls> paidCalls(const Scenario &scenario, const PriceTable &prices)
{
    PaidCalls paid;
    paid.usd = 0;
    for (const PlannedRun &run : runsOfRound(scenario)) {
        const QStringList addresses = addressesOf(run.scenario);
        if (addresses.isEmpty())
            continue;
        for (const QString &address : addresses)
            addAddress(paid.addresses, address);
        paid.isCounted = paid.isCounted && knownCalls(run.scenario);
        paid.mayRetry = paid.mayRetry || run.scenario.traffic.retry.retries > 0;
        const int jobs = run.scenario.plannedCalls() + run.scenario.warmup;
        const int calls = std::max(1, callsOfJob(run.scenario)); // each goes on with what those before it said
        for (int job = 0; job < jobs && !run.scenario.prompts.isEmpty(); ++job) {
            const Prompt &prompt = run.scenario.promptOfCall(job);
            const int reply = prompt.maxOutputTokens.value_or(usualReplyTokens);
            Usage usage;
            usage.input = calls * estimatedTokens(prompt) + (calls - 1) * reply;
            usage.output = calls * reply;
            const std::optional<double> usd = prices.costUsd(run.scenario.endpoint, usage);
            paid.usd = paid.usd && usd ? std::optional(*paid.usd + *usd * scenario.repeats) : std::nullopt;
            paid.inputTokens += qint64(*usage.input) * scenario.repeats;
            paid.outputTokens += qint64(*usage.output) * scenario.repeats;
        }
        paid.calls += jobs * calls * scenario.repeats;
    }
    return paid.addresses.isEmpty() ? std::nullopt : std::optional(paid);
}

QString PaidCalls::sentence() const
{
    const QLocale locale;
    QStringList origins; // a path could be long, and say what it likes
    for (const QString &address : addresses) {
        if (const QString origin = originOf(address); !origins.contains(origin))
            origins.append(origin);
    }
    QString text = Words::tr("%1 to %2: about %3 tokens in and %4 out, ")
                       .arg(countText(calls, Words::tr("call"), Words::tr("calls")), origins.join(u", "_s), locale.toString(inputTokens),
                            locale.toString(outputTokens));
    text += usd ? Words::tr("some %1 by the price table.").arg(dollarsText(*usd)) : Words::tr("at a price that is not known.");
    if (!isCounted)
        text += u' ' + Words::tr("How many calls there are is decided while it runs: it may be many more.");
    if (mayRetry)
        text += u' ' + Words::tr("Retries come on top.");
    return text;
}

} // namespace interleave
