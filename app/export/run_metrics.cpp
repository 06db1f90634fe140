#include "export/run_metrics.h"

#include "core/arrival.h"
#include "core/clock.h"
#include "trace/cost.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

RunMetrics::RunMetrics(PriceTable prices)
    : m_prices(std::move(prices))
{
}

void RunMetrics::apply(const std::vector<Event> &events)
{
    for (const Event &event : events)
        apply(event);
}

void RunMetrics::apply(const Event &event)
{
    if (event.kind == EventKind::RunBegin)
        beginRun(event);
    else if (event.kind == EventKind::RunEnd)
        endRun();
    else if (event.kind == EventKind::Planned)
        m_open.try_emplace(event.step).first->second.target = genAiTarget(m_endpoint);
    else if (event.kind == EventKind::StepBegin)
        beginStep(event);
    else if (event.kind == EventKind::JobEnd)
        endJob(event);

    OpenCall *found = find(event);
    if (!found)
        return;
    OpenCall &call = *found;
    if (event.kind == EventKind::SpanBegin) {
        beginSpan(call, event);
    } else if (event.kind == EventKind::Chunk) {
        if (call.lastChunk >= 0)
            call.gaps.push_back(event.ns - call.lastChunk);
        else
            call.firstChunk = event.ns;
        call.lastChunk = event.ns;
    } else if (event.kind == EventKind::AttemptEnd) {
        endAttempt(call, event);
    } else if (event.kind == EventKind::Done) {
        finish(call, event);
        m_open.erase(event.step);
    }
}

/// Null: it is of no open call.
RunMetrics::OpenCall *RunMetrics::find(const Event &event)
{
    const auto found = event.step.isStep() ? m_open.find(event.step) : m_open.end();
    return found == m_open.end() ? nullptr : &found->second;
}

/// From here on the job's place is that of its first call, if that is what it begins with.
void RunMetrics::beginStep(const Event &event)
{
    auto job = m_open.extract(event.step.group().step == 0 ? StepId{event.step.job, 0} : StepId());
    if (!event.facts || event.facts->kind != StepKind::Call)
        return;
    OpenCall &call = m_open.try_emplace(event.step).first->second;
    if (!job.empty())
        call = std::move(job.mapped());
    call.target = genAiTarget(m_endpoint);
}

/// What it left open failed with it.
void RunMetrics::endJob(const Event &event)
{
    auto open = m_open.lower_bound({event.step.job, 0});
    while (open != m_open.end() && open->first.job == event.step.job) {
        if (!isSuccess(event.outcome))
            finish(open->second, event);
        open = m_open.erase(open);
    }
}

void RunMetrics::beginRun(const Event &event)
{
    const Json header = parseJson(event.text.toUtf8());
    const Json &scenario = at(header, "scenario");
    const auto number = [](const Json &value) { return value.is_number() ? value.get<int>() : 0; };
    m_runLabels = prometheusLabels({{"model", textOf(at(header, "model"))},
                                    {"repeat", QString::number(number(at(header, "repeat")))},
                                    {"scenario", textOf(at(scenario, "name"))},
                                    {"variant", textOf(at(header, "variant"))}});
    m_endpoint = endpointOfHeader(event.text);
    m_isStreamed = at(scenario, "stream") == true;
    m_warmup = number(at(scenario, "warmup"));
    const Result<Arrival> schedule = arrivalFromText(textOf(at(at(scenario, "arrival"), "schedule")));
    m_users = schedule ? schedule->users : 0;
    m_open.clear();
    m_inFlight = 0;
}

void RunMetrics::endRun()
{
    for (const auto &[number, call] : m_open)
        m_calls[static_cast<size_t>(Outcome::Cancelled)] += number.job >= m_warmup;
    m_open.clear();
    m_inFlight = 0;
    m_users = 0;
    m_runLabels.clear();
}

void RunMetrics::setInFlight(OpenCall &call, bool isInFlight)
{
    m_inFlight += isInFlight - call.isInFlight;
    call.isInFlight = isInFlight;
}

void RunMetrics::beginSpan(OpenCall &call, const Event &event)
{
    if (call.begin < 0)
        call.begin = event.ns;
    if (event.phase != Phase::Ttft)
        return;
    setInFlight(call, true);
    call.sent = event.ns;
    call.firstChunk = call.lastChunk = -1;
    call.gaps.clear();
}

static QByteArray labelsOf(const GenAiTarget &target, const QString &errorType = {}, const QString &tokenType = {})
{
    const auto name = [](const char *attribute) { return QByteArray(attribute).replace('.', '_'); };
    return prometheusLabels({{name(genai::operationName), QString::fromLatin1(genai::chat)},
                             {name(genai::providerName), target.provider},
                             {name(genai::requestModel), target.model},
                             {name(genai::errorType), errorType},
                             {name(genai::tokenType), tokenType}});
}

template<typename Histograms>
static PrometheusHistogram &at(Histograms &histograms, const QByteArray &labels, std::span<const double> bounds)
{
    return histograms.try_emplace(labels, bounds).first->second;
}

void RunMetrics::endAttempt(OpenCall &call, const Event &event)
{
    setInFlight(call, false);
    const AttemptDetail detail = AttemptDetail::fromText(event.text);
    call.target = genAiTarget(m_endpoint, detail);
    call.status = detail.status;
    if (!isMeasured(event))
        return;
    ++m_attempts[call.status];
    m_retries += event.attempt > 0;
    const std::optional<double> usd = costOf({event.outcome, event.usage, static_cast<qint32>(event.value), detail}, m_prices);
    m_costUsd += usd.value_or(0);
    m_isCostKnown = m_isCostKnown && usd;
    for (const qint64 gap : std::exchange(call.gaps, {}))
        at(m_timePerChunk, labelsOf(call.target), genai::secondsBounds).observe(secondsFromNs(gap));
}

void RunMetrics::finish(OpenCall &call, const Event &event)
{
    setInFlight(call, false);
    if (!isMeasured(event))
        return;
    ++m_calls[static_cast<size_t>(event.outcome)];
    if (call.begin >= 0) {
        const QString error = genAiErrorType(event.outcome, call.status);
        at(m_duration, labelsOf(call.target, error), genai::secondsBounds).observe(secondsFromNs(event.ns - call.begin));
    }
    if (m_isStreamed && call.sent >= 0 && call.firstChunk >= 0)
        at(m_timeToFirstChunk, labelsOf(call.target), genai::secondsBounds).observe(secondsFromNs(call.firstChunk - call.sent));
    if (event.usage.input)
        at(m_tokens, labelsOf(call.target, {}, QStringLiteral("input")), genai::tokenBounds).observe(*event.usage.input);
    if (event.usage.output)
        at(m_tokens, labelsOf(call.target, {}, QStringLiteral("output")), genai::tokenBounds).observe(*event.usage.output);
}

void RunMetrics::addHistograms(PrometheusText &text) const
{
    struct Family {
        const char *name, *help;
        const Histograms &histograms;
    };
    const Family families[] = {
        {"gen_ai_client_operation_duration_seconds", "From a call's first step to its reply, waits and retries included.", m_duration},
        {"gen_ai_client_operation_time_to_first_chunk_seconds", "From the request to the first chunk of its reply, of streamed calls.",
         m_timeToFirstChunk},
        {"gen_ai_client_operation_time_per_output_chunk_seconds", "Between two chunks of a reply.", m_timePerChunk},
        {"gen_ai_client_token_usage", "Tokens of a call as the server counted them.", m_tokens},
    };
    for (const Family &family : families) {
        text.family(family.name, "histogram", family.help);
        for (const auto &[labels, histogram] : family.histograms)
            text.histogram(histogram, labels);
    }
}

QByteArray RunMetrics::text() const
{
    PrometheusText text;
    text.family("interleave_run_info", "gauge", "The run that goes on; no sample: none does.");
    if (!m_runLabels.isEmpty())
        text.sample(1, m_runLabels);
    text.family("interleave_calls_in_flight", "gauge", "Calls whose request was sent and whose reply is not complete.");
    text.sample(m_inFlight);
    text.family("interleave_users", "gauge", "Simulated users of the run that goes on, think time included; 0: its arrival knows none.");
    text.sample(m_users);
    text.family("interleave_calls_total", "counter", "Calls that ended, by outcome.");
    for (const Outcome outcome : allOutcomes)
        text.sample(static_cast<double>(m_calls[static_cast<size_t>(outcome)]),
                    prometheusLabels({{"outcome", QString(outcomeName(outcome))}}));
    text.family("interleave_attempts_total", "counter", "HTTP exchanges that ended, by status.");
    for (const auto &[status, count] : m_attempts)
        text.sample(static_cast<double>(count),
                    prometheusLabels({{"status", status > 0 ? QString::number(status) : QStringLiteral("none")}}));
    text.family("interleave_retries_total", "counter", "Attempts after a call's first.");
    text.sample(static_cast<double>(m_retries));
    text.family("interleave_cache_hits_total", "counter", "Calls answered from the cache.");
    text.sample(static_cast<double>(m_calls[static_cast<size_t>(Outcome::CacheHit)]));
    text.family("interleave_cost_usd_total", "counter", "Cost of the attempts; no sample: the price or the tokens of one are not known.");
    if (m_isCostKnown)
        text.sample(m_costUsd);
    addHistograms(text);
    return text.bytes;
}

} // namespace interleave
