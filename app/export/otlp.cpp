#include "export/otlp.h"

#include "core/clock.h"
#include "export/genai.h"
#include "export/otlp_span.h"
#include "export/otlp_steps.h"
#include "export/wall_clock.h"
#include "trace/attempts.h"
#include "trace/unread.h"
#include "json/json.h"

#include <QCryptographicHash>
#include <QIODevice>
#include <QUrl>

#include <nlohmann/json.hpp>

namespace interleave {

using Key = QLatin1StringView;

namespace {

/// Differs for every number: the finalizer of splitmix64 maps no two to the same one. 0 would mean none in OTLP.
quint64 scrambled(quint64 id)
{
    id = (id ^ (id >> 30)) * 0xbf58476d1ce4e5b9ULL;
    id = (id ^ (id >> 27)) * 0x94d049bb133111ebULL;
    id ^= id >> 31;
    return id == 0 ? 1 : id;
}

class RunSpans
{
public:
    RunSpans(const Scenario &scenario, const FinishedRun &run);

    /// One element of resourceSpans. With the first call come the steps that are no calls.
    QByteArray resourceSpans(size_t firstCall, size_t lastCall) const;

private:
    /// Of a call; `index`: of the first of the trace's spans in it.
    OtlpSpan childSpan(const QString &name, OtlpKind kind, Interval extent, qint32 index) const;
    void addCall(QByteArray &out, size_t number) const;
    OtlpSpan callSpan(const CallRecord &call, size_t number, qint64 begin) const;
    OtlpSpan attemptSpan(const CallRecord &call, size_t number, const Attempt &attempt) const;
    void addServer(OtlpSpan &span, const AttemptDetail &detail) const;
    QByteArray resource() const;
    static AttemptDetail detailOf(const CallRecord &call, int attempt);
    quint64 idOfCall(size_t number) const { return scrambled(m_spanSeed + 2 * static_cast<quint64>(number)); }
    qint64 wallNs(qint64 ns) const { return m_clock.ns(ns); }
    const Span &spanAt(qint32 index) const { return m_trace.spans()[static_cast<size_t>(index)]; }

    const Scenario &m_scenario;
    const FinishedRun &m_run;
    const Trace &m_trace;
    const WallClock m_clock;
    const CpuSteps m_steps;
    const Endpoint m_endpoint;
    QByteArray m_traceId; // sixteen bytes, as hexadecimal digits
    quint64 m_spanSeed = 0;
    std::optional<OtlpSteps> m_jobs;
};

RunSpans::RunSpans(const Scenario &scenario, const FinishedRun &run)
    : m_scenario(scenario)
    , m_run(run)
    , m_trace(*run.trace)
    , m_clock(m_trace)
    , m_steps(m_trace)
    , m_endpoint(endpointOfHeader(m_trace.header()))
{
    const QByteArray identity = m_trace.header().toUtf8() + QByteArray::number(m_trace.origin());
    const QByteArray hash = QCryptographicHash::hash(identity, QCryptographicHash::Sha256);
    m_traceId = hash.left(16).toHex();
    m_spanSeed = hash.mid(16, 8).toHex().toULongLong(nullptr, 16);
    m_jobs.emplace(m_trace, scenario.workload, m_clock, m_traceId, m_spanSeed, scrambled);
}

OtlpSpan RunSpans::childSpan(const QString &name, OtlpKind kind, Interval extent, qint32 index) const
{
    const quint64 id = scrambled(m_spanSeed + 2 * static_cast<quint64>(index) + 1);
    OtlpSpan span(m_traceId, id, name, kind, wallNs(extent.begin), wallNs(extent.end));
    span.setParent(idOfCall(static_cast<size_t>(extent.call)));
    return span;
}

AttemptDetail RunSpans::detailOf(const CallRecord &call, int attempt)
{
    const auto index = static_cast<size_t>(attempt);
    return index < call.attemptEnds.size() ? call.attemptEnds[index].detail : AttemptDetail();
}

/// Where it is known: of the scenario's own endpoint, not of other routes.
void RunSpans::addServer(OtlpSpan &span, const AttemptDetail &detail) const
{
    const Endpoint &endpoint = m_scenario.endpoint;
    if (endpoint.isSimulator() || detail.provider != endpoint.provider || detail.model != endpoint.modelName)
        return;
    const QUrl url(endpoint.baseUrl);
    span.add("server.address", url.host());
    span.add("server.port", qint64(url.port(url.scheme() == Key("https") ? 443 : 80)));
}

OtlpSpan RunSpans::callSpan(const CallRecord &call, size_t number, qint64 begin) const
{
    const AttemptDetail detail = detailOf(call, std::max(0, call.attempts - 1));
    const GenAiTarget target = genAiTarget(m_endpoint, detail);
    const QString name = Key(genai::chat) + (target.model.isEmpty() ? QString() : u' ' + target.model);
    const qint64 end = std::max(begin, call.done < 0 ? m_trace.last() : call.done);
    OtlpSpan span(m_traceId, idOfCall(number), name, OtlpKind::Client, wallNs(begin), wallNs(end));
    if (const std::optional<quint64> parent = m_jobs->parentOfCall(call))
        span.setParent(*parent);
    m_jobs->addLinks(span, call);
    span.add(genai::operationName, QString::fromLatin1(genai::chat));
    span.add(genai::providerName, target.provider);
    span.add(genai::requestModel, target.model);
    span.add(genai::requestStream, m_scenario.stream);
    addServer(span, detail);
    if (isSuccess(call.outcome) && !call.message.isEmpty())
        span.add(genai::finishReasons, QStringList{call.message});
    if (m_scenario.stream && call.firstChunk >= 0 && call.lastSent >= 0)
        span.add(genai::timeToFirstChunk, secondsFromNs(call.firstChunk - call.lastSent));
    const auto addTokens = [&](const char *attribute, std::optional<qint32> tokens) {
        if (tokens) // else the server did not tell
            span.add(attribute, qint64(*tokens));
    };
    if (!detail.answered.isEmpty())
        span.add(genai::responseModel, detail.answered);
    if (!detail.note.isEmpty())
        span.add("interleave.note", detail.note);
    addTokens(genai::inputTokens, call.usage.input);
    addTokens(genai::cachedTokens, call.usage.cached);
    addTokens(genai::outputTokens, call.usage.output);
    addTokens(genai::reasoningTokens, call.usage.thinking);
    span.add("interleave.call", qint64(number));
    span.add("interleave.outcome", QString(outcomeName(call.outcome)));
    span.add("interleave.attempts", qint64(call.attempts));
    if (!m_trace.isMeasured(static_cast<qint32>(number)))
        span.add("interleave.warmup", true);
    span.add("interleave.ready_s", secondsFromNs(readyNs(m_trace, call)));
    const UnreadTime unread = unreadTimeOf(unreadOf(m_trace, call, m_steps));
    span.add("interleave.unread_s", secondsFromNs(unread.ns));
    if (unread.isAtMost)
        span.add("interleave.unread_at_most", true);
    if (call.firstChunk >= 0)
        span.addEvent(QStringLiteral("first_chunk"), wallNs(call.firstChunk));
    if (!isSuccess(call.outcome))
        span.fail(genAiErrorType(call.outcome, detail.status), call.message);
    return span;
}

OtlpSpan RunSpans::attemptSpan(const CallRecord &call, size_t number, const Attempt &attempt) const
{
    const AttemptDetail detail = detailOf(call, attempt.number);
    const Interval extent{attempt.begin, attempt.end, static_cast<qint32>(number)};
    OtlpSpan span = childSpan(QStringLiteral("POST"), OtlpKind::Client, extent, attempt.spans.front());
    span.add("http.request.method", QStringLiteral("POST"));
    if (detail.status > 0)
        span.add("http.response.status_code", qint64(detail.status));
    if (attempt.number > 0)
        span.add("http.request.resend_count", qint64(attempt.number));
    if (!detail.protocol.isEmpty())
        span.add("network.protocol.version", detail.protocol);
    if (!detail.transport.isEmpty())
        span.add("interleave.transport", detail.transport);
    addServer(span, detail);
    if (!m_trace.isMeasured(static_cast<qint32>(number)))
        span.add("interleave.warmup", true);
    for (const qint32 index : attempt.spans)
        span.addEvent(QString(phaseName(spanAt(index).phase)), wallNs(spanAt(index).begin));
    const auto end = static_cast<size_t>(attempt.number);
    const Outcome outcome = end < call.attemptEnds.size() ? call.attemptEnds[end].outcome : attempt.outcome;
    if (!isSuccess(outcome))
        span.fail(genAiErrorType(outcome, detail.status), detail.error);
    return span;
}

void RunSpans::addCall(QByteArray &out, size_t number) const
{
    const CallRecord &call = m_trace.calls()[number];
    if (call.planned < 0)
        return;
    const std::vector<Attempt> attempts = attemptsOf(m_trace, call);
    qint64 begin = call.spans.empty() ? std::max(call.planned, call.released) : spanAt(call.spans.front()).begin;
    for (const qint32 index : call.spans)
        begin = std::min(begin, spanAt(index).begin);
    callSpan(call, number, begin).appendTo(out);
    for (const Attempt &attempt : attempts)
        attemptSpan(call, number, attempt).appendTo(out);
    for (const qint32 index : call.spans) {
        const auto holds = [&](const Attempt &attempt) {
            return std::find(attempt.spans.begin(), attempt.spans.end(), index) != attempt.spans.end();
        };
        if (std::any_of(attempts.begin(), attempts.end(), holds) || m_jobs->isOwnSpan(spanAt(index).step))
            continue;
        // Waits around the attempts, and work on the reply.
        const Span &step = spanAt(index);
        const Interval extent{step.begin, Trace::endOr(step, m_trace.last()), step.call};
        OtlpSpan span = childSpan(QString(phaseName(step.phase)), OtlpKind::Internal, extent, index);
        if (isCpuStep(step)) {
            span.add("thread.name", m_trace.executors()[static_cast<size_t>(step.executor)].name);
            span.add("interleave.cpu_s", secondsFromNs(step.cpuNs));
        }
        span.appendTo(out);
    }
}

QByteArray RunSpans::resource() const
{
    OtlpAttributes attributes;
    attributes.add("service.name", QStringLiteral("interleave"));
    attributes.add("service.version", QStringLiteral(INTERLEAVE_VERSION));
    attributes.add("interleave.scenario", m_scenario.name);
    attributes.add("interleave.model", m_run.model);
    attributes.add("interleave.repeat", qint64(m_run.repeat));
    if (!m_run.variant.isEmpty())
        attributes.add("interleave.variant", m_run.variant);
    attributes.add("interleave.verdict", m_run.report.validity.valid ? QStringLiteral("valid") : QStringLiteral("suspect"));
    if (!m_run.report.validity.valid)
        attributes.add("interleave.verdict.reasons", m_run.report.validity.reasons);
    attributes.add("interleave.result", QString(m_run.report.result().name()));
    attributes.add("interleave.result.failed", qint64(m_run.report.result().failed));
    return "{\"attributes\":" + compact(attributes.json()) + '}';
}

QByteArray RunSpans::resourceSpans(size_t firstCall, size_t lastCall) const
{
    QByteArray out = "{\"resource\":";
    out += resource();
    out += ",\"scopeSpans\":[{\"scope\":{\"name\":\"interleave\",\"version\":\"" INTERLEAVE_VERSION "\"},\"spans\":[\n";
    const qsizetype before = out.size();
    if (firstCall == 0)
        m_jobs->appendTo(out);
    for (size_t number = firstCall; number < lastCall; ++number)
        addCall(out, number);
    if (out.size() > before)
        out.chop(2); // the comma after the last span, and its newline
    return out + "\n],\"schemaUrl\":\"" + genai::schemaUrl + "\"}]}";
}

} // namespace

QList<QByteArray> otlpRequests(const ExportInput &input, size_t callsPerRequest)
{
    QList<QByteArray> requests;
    for (const FinishedRun &run : input.runs) {
        const RunSpans spans(input.scenario, run);
        const size_t calls = run.trace->calls().size();
        for (size_t first = 0; first < calls; first += callsPerRequest) {
            const QByteArray body = spans.resourceSpans(first, std::min(calls, first + callsPerRequest));
            requests.append("{\"resourceSpans\":[" + body + "]}");
        }
    }
    return requests;
}

QString writeOtlp(const ExportInput &input, QIODevice &device)
{
    device.write("{\"resourceSpans\":[");
    for (qsizetype i = 0; i < input.runs.size(); ++i) {
        device.write(i > 0 ? ",\n" : "\n");
        device.write(RunSpans(input.scenario, input.runs[i]).resourceSpans(0, input.runs[i].trace->calls().size()));
    }
    device.write("\n]}\n");
    return {};
}

} // namespace interleave
