#include "forecast/predicted_service.h"

#include "core/routes.h"
#include "core/server_time_scale.h"
#include "simulator/protocols/conversation_text.h"
#include "workloads/workload.h"

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr double slowFactor = 10;       // as the simulator's own
constexpr qint64 refusalNs = 5'000'000; // a round trip, as dozens that are refused together take on this machine
constexpr qint64 neverNs = 365LL * 24 * 3600 * 1'000'000'000;

VirtualService serviceOf(const ServicePlan &plan, bool stream)
{
    VirtualService service;
    if (stream) {
        for (const ServicePlan::Chunk &chunk : plan.chunks)
            service.chunkNs.push_back(chunk.atNs);
    } else {
        service.chunkNs.push_back(plan.totalNs); // a plain reply is one chunk: the whole
    }
    service.totalNs = plan.totalNs;
    service.reply.outcome = Outcome::Ok;
    service.reply.httpStatus = 200;
    service.reply.toolCalls = plan.toolCalls();
    service.reply.text = plan.text();
    service.reply.usage.input = plan.inputTokens;
    service.reply.usage.output = plan.outputTokens;
    service.reply.usage.thinking = plan.thinkingTokens;
    const bool isRefused = plan.end == ServicePlan::End::Refusal;
    service.reply.finishReason = plan.cutByMaxTokens ? u"MAX_TOKENS"_s : isRefused ? u"SAFETY"_s : u"STOP"_s;
    return service;
}

VirtualService failed(Outcome outcome, int status, const QString &why)
{
    VirtualService service;
    service.reply.outcome = outcome;
    service.reply.httpStatus = status;
    service.reply.error = why;
    service.totalNs = refusalNs;
    return service;
}

VirtualService refusedByScript(const ScriptedReply &scripted, double timeScale)
{
    const QString why = u"HTTP %1: the script's own error."_s.arg(scripted.status);
    VirtualService service = failed(scripted.status == 429 ? Outcome::RateLimited : Outcome::HttpError, scripted.status, why);
    if (scripted.status == 429)
        service.reply.retryAfterS = scripted.retryAfterS * timeScale;
    return service;
}

VirtualService limited(double retryAfterS)
{
    VirtualService service =
        failed(Outcome::RateLimited, 429, u"HTTP 429: the profile's rate limit; lower the rate or the concurrency, or wait."_s);
    service.reply.retryAfterS = retryAfterS;
    return service;
}

/// The first half of a reply, and how it broke off. A plain reply breaks at its end: nothing of it is usable before.
VirtualService broken(VirtualService service, Outcome outcome, int status, const QString &why)
{
    const bool stream = service.chunkNs.size() > 1;
    service.chunkNs.resize(stream ? service.chunkNs.size() / 2 : 0);
    service.totalNs = stream ? service.chunkNs.back() : service.totalNs;
    service.reply = failed(outcome, stream ? 200 : status, why).reply;
    return service;
}

} // namespace

PredictedService::PredictedService(const Scenario &scenario, Profile profile, std::optional<Script> script, qint64 mostEntries)
    : m_scenario(scenario)
    , m_profile(std::move(profile))
    , m_script(std::move(script))
    , m_routes(routesOf(scenario))
    , m_mostEntries(mostEntries)
{
}

Fault PredictedService::faultOf(const SampleKey &key, const VirtualRequest &request)
{
    if (m_firstNs < 0)
        m_firstNs = request.ns;
    const double atS = static_cast<double>(request.ns - m_firstNs) / 1e9 / serverTimeScale(m_scenario);
    const Fault fault = faultMet(m_profile, key, request.attempt, atS);
    return fault == Fault::RateLimitOnce && request.attempt > 0 ? Fault::None : fault;
}

VirtualService PredictedService::serve(const VirtualRequest &request)
{
    constexpr int entriesOfAttempt = 14;
    m_entries += entriesOfAttempt;
    if (m_entries > m_mostEntries) {
        VirtualService never = failed(Outcome::Cancelled, 0, u"The prediction ended before."_s);
        never.totalNs = neverNs;
        return never;
    }
    const SampleKey key{m_scenario.seed, 0, sampleOf(request.call)};
    Fault fault = faultOf(key, request);
    if (fault == Fault::RateLimit || fault == Fault::RateLimitOnce)
        return limited(serverTimeScale(m_scenario));
    if (fault == Fault::Overloaded)
        return failed(Outcome::HttpError, 503, u"HTTP 503: the profile says that the server is overloaded; try again later."_s);
    if (fault == Fault::ServerError)
        return failed(Outcome::HttpError, 500, u"HTTP 500: the profile's server error; try again later."_s);

    Quota &quota = m_quotas.try_emplace(m_routes[request.route].modelName, m_profile.limit, serverTimeScale(m_scenario)).first->second;
    // its clock starts after 0
    if (const std::optional<ServiceRefusal> refusal = quota.take(request.ns + 1, conversationTokens(request.prompt)))
        return limited(refusal->retryAfterS);
    const double timeScale = serverTimeScale(m_scenario) * (fault == Fault::Slow ? slowFactor : 1);
    // The text of a reply is looked at by nobody here but the cache, and workloads that go on with it.
    const bool wantsText = m_scenario.traffic.cache.enabled || workloadOf(m_scenario).usesReplies;
    ReplyWish wish{.model = m_routes[request.route].modelName, .wantsText = wantsText};
    if (m_script)
        wish.scripted = scriptedReply(*m_script, request.prompt);
    if (wish.scripted && wish.scripted->end == ScriptEnd::Status)
        return refusedByScript(*wish.scripted, timeScale);
    ServicePlan plan = planService(m_profile, key, request.prompt, timeScale, wish);
    if (m_routes[request.route].provider == u"gemini")
        plan.joinChunksOfCalls(); // as that protocol sends them
    if (plan.end == ServicePlan::End::Cut && fault == Fault::None)
        fault = Fault::Cut;
    VirtualService service = serviceOf(plan, m_scenario.stream);
    m_entries += static_cast<qint64>(service.chunkNs.size()) + service.reply.text.size() / 64;
    switch (fault) {
    case Fault::StreamError:
        return broken(service, Outcome::HttpError, 503, u"HTTP 503: the profile's error in mid-stream."_s);
    case Fault::Cut:
        return broken(service, Outcome::NetworkError, 200, u"The connection closed in mid-body, as the profile or the script says."_s);
    case Fault::SilentCut:
    case Fault::Malformed:
    case Fault::WrongType:
    case Fault::Huge:
        return broken(service, Outcome::ProtocolError, 200, u"The response cannot be read, as the profile says."_s);
    case Fault::Reset:
        service = failed(Outcome::NetworkError, 0, u"The connection was reset, as the profile says."_s);
        service.totalNs = plan.ttftNs;
        return service;
    case Fault::Hang:
        service = failed(Outcome::Timeout, 0, u"The server never answered, as the profile says."_s);
        service.totalNs = m_scenario.timeoutS > 0 ? static_cast<qint64>(m_scenario.timeoutS * 1e9) : neverNs;
        return service;
    default:
        return service;
    }
}

} // namespace interleave
