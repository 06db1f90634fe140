// HTTP archive 1.2: one entry per attempt, one page per run, for the network panels of browsers and other viewers. What the
// trace does not have, no entry has: headers, keys, prompts, replies. Milliseconds.
#include "export/exporters.h"
#include "export/wall_clock.h"
#include "trace/attempts.h"
#include "trace/unread.h"

#include <QHash>
#include <QIODevice>
#include <QJsonArray>
#include <QUrl>
#include <QUrlQuery>

namespace interleave {

using Key = QLatin1StringView;

namespace {

/// Times of one exchange; nanoseconds, -1: it had no such part.
struct Parts {
    qint64 blocked = -1, dns = -1, connect = -1, ssl = -1; // ssl is a part of connect
    qint64 send = 0, wait = 0, receive = 0;

    void add(Phase phase, qint64 ns)
    {
        const auto lengthen = [ns](qint64 &part) { part = std::max<qint64>(part, 0) + ns; };
        if (phase == Phase::Pool)
            lengthen(blocked);
        else if (phase == Phase::Dns)
            lengthen(dns);
        else if (phase == Phase::Connect || phase == Phase::Tls)
            lengthen(connect);
        else if (phase == Phase::Send)
            lengthen(send);
        else if (phase == Phase::Ttft)
            lengthen(wait);
        else if (phase == Phase::Stream)
            lengthen(receive);
        if (phase == Phase::Tls)
            lengthen(ssl);
    }
    qint64 sum() const
    {
        const auto known = [](qint64 part) { return std::max<qint64>(part, 0); };
        return known(blocked) + known(dns) + known(connect) + send + wait + receive;
    }
};

double ms(qint64 ns) { return ns < 0 ? -1 : static_cast<double>(ns) / 1e6; }

QJsonObject timingsOf(const Parts &parts)
{
    return {{Key("blocked"), ms(parts.blocked)}, {Key("dns"), ms(parts.dns)},   {Key("connect"), ms(parts.connect)},
            {Key("ssl"), ms(parts.ssl)},         {Key("send"), ms(parts.send)}, {Key("wait"), ms(parts.wait)},
            {Key("receive"), ms(parts.receive)}};
}

/// The URLs of a run's requests, by provider and model: its header tells them (run/live_run). Of runs recorded before, none.
QHash<QString, QString> urlsOf(const Trace &trace)
{
    QHash<QString, QString> urls;
    const QJsonArray list = QJsonDocument::fromJson(trace.header().toUtf8())[Key("requests")].toArray();
    for (const QJsonValue &request : list)
        urls.insert(request[Key("provider")].toString() + u' ' + request[Key("model")].toString(), request[Key("url")].toString());
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

    QJsonObject page() const
    {
        return {{Key("startedDateTime"), m_clock.isoText(m_trace.origin())},
                {Key("id"), m_page},
                {Key("title"), QString(m_scenario.name + QStringLiteral(": ") + m_page + m_run.report.caution())},
                {Key("pageTimings"), QJsonObject()}};
    }
    QList<QJsonObject> entriesOf(size_t number) const
    {
        QList<QJsonObject> entries;
        const CallRecord &call = m_trace.calls()[number];
        for (const Attempt &attempt : attemptsOf(m_trace, call))
            entries.append(entry(call, number, attempt));
        return entries;
    }

private:
    QJsonObject entry(const CallRecord &call, size_t number, const Attempt &attempt) const;
    QJsonObject request(const AttemptDetail &detail, const QString &version) const;
    QJsonObject response(const AttemptDetail &detail, const QString &version) const;

    const Scenario &m_scenario;
    const FinishedRun &m_run;
    const Trace &m_trace;
    const WallClock m_clock;
    const CpuSteps m_steps;
    const QString m_page;
    const QHash<QString, QString> m_urls;
};

QJsonObject RunEntries::request(const AttemptDetail &detail, const QString &version) const
{
    const QString usual = m_scenario.endpoint.isSimulator() ? QStringLiteral("http://127.0.0.1/") : m_scenario.endpoint.baseUrl;
    const QUrl url(m_urls.value(detail.provider + u' ' + detail.model, usual));
    QJsonArray query;
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        query.append(QJsonObject{{Key("name"), name}, {Key("value"), value}});
    return {{Key("method"), Key("POST")},   {Key("url"), url.toString(QUrl::FullyEncoded)},
            {Key("httpVersion"), version},  {Key("cookies"), QJsonArray()},
            {Key("headers"), QJsonArray()}, {Key("queryString"), query},
            {Key("headersSize"), -1},       {Key("bodySize"), -1}};
}

QJsonObject RunEntries::response(const AttemptDetail &detail, const QString &version) const
{
    const Key type(m_scenario.stream ? "text/event-stream" : "application/json");
    return {{Key("status"), detail.status},
            {Key("statusText"), QString()},
            {Key("httpVersion"), version},
            {Key("cookies"), QJsonArray()},
            {Key("headers"), QJsonArray()},
            {Key("content"), QJsonObject{{Key("size"), 0}, {Key("mimeType"), type}, {Key("comment"), Key("left out")}}},
            {Key("redirectURL"), QString()},
            {Key("headersSize"), -1},
            {Key("bodySize"), -1}};
}

QJsonObject RunEntries::entry(const CallRecord &call, size_t number, const Attempt &attempt) const
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
    QJsonObject json{{Key("pageref"), m_page},
                     {Key("startedDateTime"), m_clock.isoText(attempt.begin)},
                     {Key("time"), ms(parts.sum())},
                     {Key("request"), request(detail, version)},
                     {Key("response"), response(detail, version)},
                     {Key("cache"), QJsonObject()},
                     {Key("timings"), timingsOf(parts)},
                     {Key("_call"), static_cast<qint64>(number)},
                     {Key("_attempt"), attempt.number + 1},
                     {Key("_model"), m_run.model},
                     {Key("_outcome"), QString(outcomeName(isTold ? call.attemptEnds[index].outcome : attempt.outcome))}};
    if (!detail.transport.isEmpty())
        json[Key("_transport")] = detail.transport;
    if (!m_trace.isMeasured(static_cast<qint32>(number))) {
        json[Key("_warmup")] = true;
        json[Key("comment")] = Key("warm-up: in no figure of the report");
    }
    if (ttft >= 0)
        json[Key("_ttft_ms")] = ms(ttft);
    qint64 unread = 0;
    for (const UnreadStretch &stretch : unreadOf(m_trace, call, m_steps)) {
        if (std::find(attempt.spans.begin(), attempt.spans.end(), stretch.span) != attempt.spans.end())
            unread += stretch.end - stretch.begin;
    }
    if (unread > 0)
        json[Key("_unread_ms")] = ms(unread);
    if (isTold && call.attemptEnds[index].usage.output)
        json[Key("_tokens_out")] = *call.attemptEnds[index].usage.output;
    if (!detail.answered.isEmpty())
        json[Key("_response_model")] = detail.answered;
    if (!detail.note.isEmpty())
        json[Key("_note")] = detail.note;
    if (!detail.error.isEmpty())
        json[Key("_error")] = detail.error;
    return json;
}

} // namespace

QString writeHar(const ExportInput &input, QIODevice &device)
{
    const auto compact = [](const QJsonObject &json) { return QJsonDocument(json).toJson(QJsonDocument::Compact); };
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
            for (const QJsonObject &entry : entries.entriesOf(number)) {
                device.write(std::exchange(separator, ",\n"));
                device.write(compact(entry));
            }
        }
    }
    device.write("\n]}}\n");
    return {};
}

} // namespace interleave
