#include "run/call_services.h"

#include "core/log.h"
#include "core/routes.h"
#include "run/page_fetch.h"
#include "setup/keys/endpoint_secrets.h"
#include "tools/tool_box.h"
#include "traffic/traffic_control.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

namespace {

class CallServices : public LiveServices
{
public:
    CallServices(CallSettings settings, const RunTarget &run, const StopFlag &stop, RecorderBuffer &buffer, int executor, Traffic &traffic)
        : m_caller(std::move(settings), buffer, executor)
        , m_context{run.scenario, routesOf(run.scenario), run.repeat, traffic, buffer, executor, m_caller}
        , m_tools(run.scenario)
        , m_stop(stop)
    {
        m_context.scenario.prompts.clear(); // jobs bring their own
    }

    Task<Reply> call(StepId step, Prompt prompt, CallTimes times) override { return policyCall(m_context, step, times, std::move(prompt)); }

    WorkResult compute(const CpuWork &work) const override
    {
        const Scenario &scenario = m_context.scenario;
        const QJsonObject results = analyze(work.text, scenario.analyzers, scenario.cpuMs, &m_stop);
        return {Outcome::Ok, {QJsonDocument(results).toJson(QJsonDocument::Compact)}, {}};
    }

    ToolPlan toolPlan(const ToolWork &work) const override { return m_tools.plan(work); }
    Task<Admission> enterTool(StepId step, QString name, std::function<void()> waits) override
    {
        Ask ask;
        ask.call = step;
        ask.tool = std::move(name);
        ask.waits = std::move(waits);
        co_return Admission(m_context.traffic, step, co_await m_context.traffic.enter(ask));
    }
    Task<WorkResult> fetch(ToolWork work) override
    {
        if (!m_pages)
            m_pages = std::make_unique<PageFetch>(m_context.scenario.hosts);
        co_return co_await m_pages->fetch(std::move(work.arguments.json));
    }
    WorkResult tool(const ToolWork &work) const override
    {
        if (const qint64 cpuNs = m_tools.plan(work).cpuNs; cpuNs > 0)
            burnCpu(static_cast<double>(cpuNs) / 1e6, &m_stop);
        return m_tools.result(work);
    }

private:
    Caller m_caller;
    CallContext m_context;
    const ToolBox m_tools;
    std::unique_ptr<PageFetch> m_pages; // null: none was asked for yet
    const StopFlag &m_stop;
};

} // namespace

static CallTarget targetOf(const Endpoint &route, const RunTarget &run)
{
    const Result<QByteArray> key = keyOf(route);
    CallTarget target;
    target.provider = findProvider(route.provider);
    target.isSimulator = route.isSimulator();
    target.baseUrl = target.isSimulator ? target.provider->simulatorBaseUrl(run.simulatorUrl) : route.baseUrl;
    target.modelName = route.modelName;
    target.limitField = route.outputLimitField;
    target.key = key ? *key : QByteArray();
    if (const Result<HttpSettings> http = trustedSettingsOf(route))
        target.http = *http; // an error was told before the run
    return target;
}

QJsonArray requestUrlsOf(const RunTarget &run)
{
    QJsonArray urls;
    for (const Endpoint &route : routesOf(run.scenario)) {
        const CallTarget target = targetOf(route, run);
        const QUrl url =
            target.provider->request(target.baseUrl, target.modelName, {}, Prompt(), run.scenario.stream, target.limitField).url;
        const QString provider = target.isSimulator ? QStringLiteral("simulator") : route.provider;
        urls.append(QJsonObject{{QStringLiteral("provider"), provider},
                                {QStringLiteral("model"), route.modelName},
                                {QStringLiteral("url"), url.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo)}});
    }
    return urls;
}

std::unique_ptr<LiveServices> makeCallServices(const RunTarget &run, const StopFlag &stop, RecorderBuffer &buffer, int executor,
                                               Traffic &traffic)
{
    CallSettings settings;
    for (const Endpoint &route : routesOf(run.scenario))
        settings.targets.append(targetOf(route, run));
    settings.stream = run.scenario.stream;
    settings.timeout = std::chrono::milliseconds(static_cast<qint64>(run.scenario.timeoutS * 1000));
    settings.seed = run.scenario.seed;
    settings.repeat = run.repeat;
    return std::make_unique<CallServices>(std::move(settings), run, stop, buffer, executor, traffic);
}

} // namespace interleave
