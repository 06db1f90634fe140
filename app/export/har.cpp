// HTTP archive 1.2: one entry per attempt, one page per run, for the network panels of browsers and other viewers. What the
// trace does not have, no entry has: headers, keys, prompts, replies. Milliseconds.
#include "export/exporters.h"
#include "export/wall_clock.h"
#include "trace/attempts.h"
#include "trace/unread.h"
#include "json/json.h"

#include <QHash>
#include <QIODevice>
#include <QUrl>
#include <QUrlQuery>

#include <nlohmann/json.hpp>

namespace interleave {

namespace {

/// Times of one exchange; nanoseconds, -1: it had no such part.
struct Parts {
    qint64 blocked = -1, dns = -1, connect = -1, ssl = -1; // ssl is a part of connect
    qint64 send = 0, wait = 0, receive = 0;

    void add(Phase phase, qint64 ns)
    {
        const auto lengthen = [ns](qint64 &part) { part = std::max<qint64>(part, 0) + ns; };
        switch (traitsOf(phase).har) {
        case HarTiming::None:
            return;
        case HarTiming::Blocked:
            return lengthen(blocked);
        case HarTiming::Dns:
            return lengthen(dns);
        case HarTiming::Ssl:
            lengthen(ssl);
            [[fallthrough]];
        case HarTiming::Connect:
            return lengthen(connect);
        case HarTiming::Send:
            return lengthen(send);
        case HarTiming::Wait:
            return lengthen(wait);
        case HarTiming::Receive:
            return lengthen(receive);
        }
    }
    qint64 sum() const
    {
        const auto known = [](qint64 part) { return std::max<qint64>(part, 0); };
        return known(blocked) + known(dns) + known(connect) + send + wait + receive;
    }
};

OrderedJson ms(qint64 ns) { return numberOf(ns < 0 ? -1 : static_cast<double>(ns) / 1e6); }

OrderedJson timingsOf(const Parts &parts)
{
    return {{"blocked", ms(parts.blocked)}, {"dns", ms(parts.dns)},   {"connect", ms(parts.connect)}, {"ssl", ms(parts.ssl)},
            {"send", ms(parts.send)},       {"wait", ms(parts.wait)}, {"receive", ms(parts.receive)}};
}

/// The URLs of a run's requests, by provider and model: its header tells them (run/live_run). Of runs recorded before, none.
QHash<QString, QString> urlsOf(const Trace &trace)
{
    QHash<QString, QString> urls;
    const Json header = parseJson(trace.header().toUtf8());
    const Json &requests = at(header, "requests");
    for (const Json &request : requests.is_array() ? requests : Json::array())
        urls.insert(textOf(at(request, "provider")) + u' ' + textOf(at(request, "model")), textOf(at(request, "url")));
    return urls;
}

class RunEntries
{
public:
    RunEntries(const Scenario &scenario, const FinishedRun &run)
        : m_scenario(scenario)
        , m_run(run)
        , m_trace(*run.trace)
        , m_clock(m_trace)
        , m_steps(m_trace)
        , m_page(run.model + u'-' + QString::number(run.repeat + 1) + (run.variant.isEmpty() ? QString() : u'-' + run.variant))
        , m_urls(urlsOf(m_trace))
    {
    }

    OrderedJson page() const
    {
        return {{"startedDateTime", utf8(m_clock.isoText(m_trace.origin()))},
                {"id", utf8(m_page)},
                {"title", utf8(QString(m_scenario.name + QStringLiteral(": ") + m_page + m_run.report.caution()))},
                {"pageTimings", OrderedJson::object()}};
    }
    std::vector<OrderedJson> entriesOf(size_t number) const
    {
        std::vector<OrderedJson> entries;
        const CallRecord &call = m_trace.calls()[number];
        for (const Attempt &attempt : attemptsOf(m_trace, call))
            entries.push_back(entry(call, number, attempt));
        return entries;
    }

private:
    OrderedJson entry(const CallRecord &call, size_t number, const Attempt &attempt) const;
    OrderedJson request(const AttemptDetail &detail, const QString &version) const;
    OrderedJson response(const AttemptDetail &detail, const QString &version) const;

    const Scenario &m_scenario;
    const FinishedRun &m_run;
    const Trace &m_trace;
    const WallClock m_clock;
    const CpuSteps m_steps;
    const QString m_page;
    const QHash<QString, QString> m_urls;
};

OrderedJson RunEntries::request(const AttemptDetail &detail, const QString &version) const
{
    const QString usual = m_scenario.endpoint.isSimulator() ? QStringLiteral("http://127.0.0.1/") : m_scenario.endpoint.baseUrl;
    const QUrl url(m_urls.value(detail.provider + u' ' + detail.model, usual));
    OrderedJson query = OrderedJson::array();
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        query.push_back({{"name", utf8(name)}, {"value", utf8(value)}});
    return {{"method", "POST"},
            {"url", utf8(url.toString(QUrl::FullyEncoded))},
            {"httpVersion", utf8(version)},
            {"cookies", OrderedJson::array()},
            {"headers", OrderedJson::array()},
            {"queryString", query},
            {"headersSize", -1},
            {"bodySize", -1}};
}

OrderedJson RunEntries::response(const AttemptDetail &detail, const QString &version) const
{
    const char *type = m_scenario.stream ? "text/event-stream" : "application/json";
    return {{"status", detail.status},
            {"statusText", ""},
            {"httpVersion", utf8(version)},
            {"cookies", OrderedJson::array()},
            {"headers", OrderedJson::array()},
            {"content", OrderedJson{{"size", 0}, {"mimeType", type}, {"comment", "left out"}}},
            {"redirectURL", ""},
            {"headersSize", -1},
            {"bodySize", -1}};
}

OrderedJson RunEntries::entry(const CallRecord &call, size_t number, const Attempt &attempt) const
{
    const auto index = static_cast<size_t>(attempt.number);
    const bool isTold = index < call.attemptEnds.size();
    const AttemptDetail detail = isTold ? call.attemptEnds[index].detail : AttemptDetail();
    Parts parts;
    qint64 ttft = -1;
    for (const qint32 spanIndex : attempt.spans) {
        const Span &span = m_trace.spans()[static_cast<size_t>(spanIndex)];
        const qint64 length = Trace::endOr(span, m_trace.last()) - span.begin;
        parts.add(span.phase, length);
        if (span.phase == Phase::Ttft)
            ttft = length;
    }
    const QString version = detail.protocol.isEmpty() ? QString() : QStringLiteral("HTTP/") + detail.protocol;
    OrderedJson json{{"pageref", utf8(m_page)},
                     {"startedDateTime", utf8(m_clock.isoText(attempt.begin))},
                     {"time", ms(parts.sum())},
                     {"request", request(detail, version)},
                     {"response", response(detail, version)},
                     {"cache", OrderedJson::object()},
                     {"timings", timingsOf(parts)},
                     {"_call", static_cast<qint64>(number)},
                     {"_attempt", attempt.number + 1},
                     {"_model", utf8(m_run.model)},
                     {"_outcome", outcomeName(isTold ? call.attemptEnds[index].outcome : attempt.outcome).data()}};
    if (!detail.transport.isEmpty())
        json["_transport"] = utf8(detail.transport);
    if (!m_trace.isMeasured(static_cast<qint32>(number))) {
        json["_warmup"] = true;
        json["comment"] = "warm-up: in no figure of the report";
    }
    if (ttft >= 0)
        json["_ttft_ms"] = ms(ttft);
    qint64 unread = 0;
    for (const UnreadStretch &stretch : unreadOf(m_trace, call, m_steps)) {
        if (std::find(attempt.spans.begin(), attempt.spans.end(), stretch.span) != attempt.spans.end())
            unread += stretch.end - stretch.begin;
    }
    if (unread > 0)
        json["_unread_ms"] = ms(unread);
    if (isTold && call.attemptEnds[index].usage.output)
        json["_tokens_out"] = *call.attemptEnds[index].usage.output;
    if (!detail.answered.isEmpty())
        json["_response_model"] = utf8(detail.answered);
    if (!detail.note.isEmpty())
        json["_note"] = utf8(detail.note);
    if (!detail.error.isEmpty())
        json["_error"] = utf8(detail.error);
    return json;
}

} // namespace

QString writeHar(const ExportInput &input, QIODevice &device)
{
    QByteArrayList pages;
    for (const FinishedRun &run : input.runs)
        pages.append(compact(RunEntries(input.scenario, run).page()));
    device.write("{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"interleave\",\"version\":\"" INTERLEAVE_VERSION
                 "\"},\"pages\":[\n");
    device.write(pages.join(",\n"));
    device.write("\n],\"entries\":[");
    const char *separator = "\n";
    for (const FinishedRun &run : input.runs) {
        const RunEntries entries(input.scenario, run);
        for (size_t number = 0; number < run.trace->calls().size(); ++number) {
            for (const OrderedJson &entry : entries.entriesOf(number)) {
                device.write(std::exchange(separator, ",\n"));
                device.write(compact(entry));
            }
        }
    }
    device.write("\n]}}\n");
    return {};
}

} // namespace interleave
