#include "simulator/service/service.h"

#include "core/clock.h"
#include "simulator/llm/simulated_models.h"
#include "simulator/protocols/conversation_text.h"
#include "simulator/service/answer_exchange.h"
#include "simulator/service/generation_exchange.h"
#include "simulator/service/metrics.h"

#include <QDateTime>

#include <array>

namespace interleave {

namespace {

constexpr double slowFactor = 10;
constexpr qint64 slowAnswerNs = 5'000'000'000;
/// What is remembered about earlier requests is forgotten beyond this, so that a long-lived server does not grow.
constexpr qsizetype mostRemembered = 1'000'000;

Answer notFound(const QByteArray &what)
{
    return {.status = 404, .body = R"({"error":{"code":404,"message":")" + what + R"(","status":"NOT_FOUND"}})"};
}

/// Takes "/faults/NAME" off the path. Unset: no such fault.
std::optional<Fault> takeFault(QByteArray &path)
{
    constexpr QByteArrayView prefix("/faults/");
    if (!path.startsWith(prefix))
        return Fault::None;
    const qsizetype slash = path.indexOf('/', prefix.size());
    const QByteArray name = path.mid(prefix.size(), slash < 0 ? -1 : slash - prefix.size());
    path = slash < 0 ? QByteArray("/") : path.mid(slash);
    return faultFromName(name);
}

const WireProtocol *protocolOf(const HttpRequest &request)
{
    for (const WireProtocol *protocol : wireProtocols()) {
        if (protocol->owns(request))
            return protocol;
    }
    return nullptr;
}

/// Rates in real time. A time scale of 0 is a very fast machine.
Batching scaled(Batching batching, double timeScale)
{
    const double factor = 1 / std::max(timeScale, 1e-6);
    batching.prefillTokensPerS *= factor;
    batching.decodeTokensPerS *= factor;
    return batching;
}

template<typename Container> void bound(Container &container)
{
    if (container.size() > mostRemembered)
        container.clear();
}

} // namespace

Service::Service(const SimulatorOptions &options, TimerHeap &timers, ServiceCounters &counters)
    : m_options(options)
    , m_doorkeeper(options.bindAddress, options.token)
    , m_timers(timers)
    , m_counters(counters)
    , m_slots(options.profile.capacity)
{
    if (options.profile.batching)
        m_engine.emplace(scaled(*options.profile.batching, options.timeScale), &timers);
}

std::unique_ptr<Exchange> Service::accept(HttpRequest request, ResponseSink &sink)
{
    if (std::optional<Answer> refusal = m_doorkeeper.refusal(request))
        return answerWith(*std::move(refusal), Fault::None, sink);
    const std::optional<Fault> fault = takeFault(request.path);
    const auto answer = [&](Answer known) { return answerWith(std::move(known), fault.value_or(Fault::None), sink); };
    if (!fault)
        return answer(notFound("There is no such fault; known are " + faultNames().join(", ") + "."));
    if (request.path == "/health")
        return answer({.body = "ok\n", .contentType = "text/plain"});
    if (request.path == "/metrics")
        return answer(metrics());
    if (request.path == "/metrics/reset-max" && request.method == "POST") {
        m_counters.maxInFlight = m_counters.inFlight.load();
        return answer(metrics());
    }
    if (request.path == "/reset" && request.method == "POST") {
        reset();
        return answer(metrics());
    }
    const WireProtocol *protocol = protocolOf(request);
    if (!protocol)
        return answer(notFound("The simulator serves /v1beta/models (Gemini), /v1/chat/completions (OpenAI), /v1/messages (Anthropic), "
                               "/health, /metrics, POST /reset, and /faults/NAME before any of them."));

    return serve(*protocol, std::move(request), *fault, sink);
}

std::unique_ptr<Exchange> Service::serve(const WireProtocol &protocol, HttpRequest request, Fault fault, ResponseSink &sink)
{
    request.id = QByteArray::number(m_options.seed, 36) + '-' + QByteArray::number(++m_requests, 36);
    const bool generates = protocol.generates(request);
    m_counters.requests += generates;
    const auto answer = [&](Answer known, const QuotaState &quota) {
        m_counters.rejected += generates;
        if (generates && fault != Fault::Hang && fault != Fault::Reset)
            ++m_counters.responses[known.status];
        known.headers += protocol.headers(request.id, quota);
        return answerWith(std::move(known), fault, sink);
    };
    const auto refuse = [&](const ServiceRefusal &refusal, const QString &model) {
        return answer(protocol.refuse(refusal, model, request.id), stateAfter(refusal, model, request.receivedNs));
    };
    if (const std::optional<ServiceRefusal> refusal = refusalByFault(fault, request))
        return refuse(*refusal, QStringLiteral("sim"));
    auto read = protocol.read(request);
    if (auto *known = std::get_if<Answer>(&read))
        return answer(std::move(*known), generates ? quotaOf(QStringLiteral("sim")).state(request.receivedNs) : QuotaState());

    auto &understood = std::get<GenerateRequest>(read);
    const SampleKey key = keyOf(request, lastQuestion(understood.prompt));
    if (fault == Fault::None && !m_options.profile.faults.empty()) {
        fault = faultMet(m_options.profile, key, attemptOf(request), secondsSinceFirst(request.receivedNs));
        if (const std::optional<ServiceRefusal> refusal = refusalByFault(fault, request))
            return refuse(*refusal, understood.wish.model);
    }
    const int inputTokens = conversationTokens(understood.prompt) + understood.mediaTokens;
    if (const std::optional<ServiceRefusal> refusal = quotaOf(understood.wish.model).take(request.receivedNs, inputTokens))
        return refuse(*refusal, understood.wish.model);
    if (m_options.script)
        understood.wish.scripted = scriptedReply(*m_options.script, understood.prompt);
    if (const std::optional<ServiceRefusal> refusal = refusalByScript(understood.wish))
        return refuse(*refusal, understood.wish.model);
    return generate(protocol, std::move(understood), key, request, fault, sink);
}

std::unique_ptr<Exchange> Service::answerWith(Answer known, Fault fault, ResponseSink &sink)
{
    return std::make_unique<AnswerExchange>(std::move(known), fault, static_cast<qint64>(slowAnswerNs * m_options.timeScale), sink,
                                            m_timers);
}

std::unique_ptr<Exchange> Service::generate(const WireProtocol &protocol, GenerateRequest generate, const SampleKey &key,
                                            const HttpRequest &request, Fault fault, ResponseSink &sink)
{
    const double slowness = fault == Fault::Slow ? slowFactor : 1;
    const double timeScale = m_options.timeScale * slowness;
    const QuotaState quota = quotaOf(generate.wish.model).state(request.receivedNs);
    const double work = paceOf(generate.wish.model).time * slowness;
    PlannedReply reply;
    reply.plan = planService(m_options.profile, key, generate.prompt, timeScale, generate.wish);
    reply.plan.inputTokens += generate.mediaTokens;
    if (protocol.sendsCallsWhole())
        reply.plan.joinChunksOfCalls();
    if (reply.plan.end == ServicePlan::End::Cut && fault == Fault::None)
        fault = Fault::Cut;
    reply.request = std::move(generate);
    reply.id = request.id;
    reply.createdS = QDateTime::currentSecsSinceEpoch();
    return std::make_unique<GenerationExchange>(protocol,
                                                GenerationExchange::Order{.reply = std::move(reply),
                                                                          .headers = protocol.headers(request.id, quota),
                                                                          .fault = fault,
                                                                          .wantsStamps = request.header("x-interleave-stamps") == "1",
                                                                          .receivedNs = request.receivedNs,
                                                                          .work = work},
                                                sink, m_timers, m_slots, m_engine ? &*m_engine : nullptr, m_counters);
}

std::optional<ServiceRefusal> Service::refusalByFault(Fault fault, const HttpRequest &request)
{
    const ServiceRefusal rate{ServiceRefusal::Kind::RequestRate, m_options.timeScale, 10}; // worth trying again after one simulated second
    switch (fault) {
    case Fault::RateLimit:
        return rate;
    case Fault::Overloaded:
        return ServiceRefusal{.kind = ServiceRefusal::Kind::Overloaded};
    case Fault::ServerError:
        return ServiceRefusal{.kind = ServiceRefusal::Kind::Internal};
    case Fault::RateLimitOnce: {
        const size_t hash = qHashMulti(0, request.path, request.header("x-interleave-sample"), request.body);
        if (m_refusedOnce.remove(hash))
            return std::nullopt; // and refused again when it comes a third time: as another call
        bound(m_refusedOnce);
        m_refusedOnce.insert(hash);
        return rate;
    }
    default:
        return std::nullopt;
    }
}

std::optional<ServiceRefusal> Service::refusalByScript(const ReplyWish &wish) const
{
    if (!wish.scripted || wish.scripted->end != ScriptEnd::Status)
        return std::nullopt;
    const ScriptedReply &reply = *wish.scripted;
    if (reply.status == 429)
        return ServiceRefusal{ServiceRefusal::Kind::RequestRate, reply.retryAfterS * m_options.timeScale, 10};
    return ServiceRefusal{.kind = reply.status == 503 ? ServiceRefusal::Kind::Overloaded : ServiceRefusal::Kind::Internal};
}

/// A fault may refuse where no limit is set: then the headers speak of the limit that it claims.
QuotaState Service::stateAfter(const ServiceRefusal &refusal, const QString &model, qint64 nowNs)
{
    QuotaState state = quotaOf(model).state(nowNs);
    if (refusal.kind == ServiceRefusal::Kind::RequestRate && state.requests.limit == 0)
        state.requests = {.limit = refusal.limit, .left = 0, .fullInS = refusal.retryAfterS};
    return state;
}

/// The fourth part of the sample key; a client that does not send it is counted.
int Service::attemptOf(const HttpRequest &request)
{
    const QByteArray sample = request.header("x-interleave-sample");
    const QByteArrayList parts = sample.split('/');
    if (parts.size() == 4)
        return parts[3].toInt();
    if (sample.isEmpty())
        return 0; // its key differs with every request
    bound(m_attempts);
    return m_attempts[qHash(sample)]++;
}

double Service::secondsSinceFirst(qint64 nowNs)
{
    if (m_firstNs == 0)
        m_firstNs = nowNs;
    return m_options.timeScale > 0 ? static_cast<double>(nowNs - m_firstNs) / 1e9 / m_options.timeScale : 0;
}

Quota &Service::quotaOf(const QString &model)
{
    return m_quotas.try_emplace(model, m_options.profile.limit, m_options.timeScale).first->second;
}

void Service::reset()
{
    m_quotas.clear();
    m_occurrences.clear();
    m_refusedOnce.clear();
    m_attempts.clear();
    m_firstNs = 0;
    m_counters.maxInFlight = m_counters.inFlight.load();
}

SampleKey Service::keyOf(const HttpRequest &request, const QString &promptText)
{
    const QByteArrayList parts = request.header("x-interleave-sample").split('/');
    if (parts.size() == 3 || parts.size() == 4) {
        std::array<bool, 3> isNumber{};
        const SampleKey key{parts[0].toULongLong(&isNumber[0]), parts[1].toInt(&isNumber[1]), parts[2].toInt(&isNumber[2])};
        if (isNumber[0] && isNumber[1] && isNumber[2] && key.call >= 0)
            return key;
    }
    bound(m_occurrences);
    const int occurrence = m_occurrences[qHash(promptText)]++;
    return keyOfPrompt(m_options.profile, m_options.seed, promptText, occurrence);
}

Answer Service::metrics() const { return {.body = metricsText(m_counters, m_slots), .contentType = "text/plain; version=0.0.4"}; }

} // namespace interleave
