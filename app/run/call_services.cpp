#include "run/call_services.h"

#include "core/base_url.h"
#include "core/log.h"
#include "core/routes.h"
#include "run/session_keys.h"
#include "traffic/traffic_control.h"

#include <QJsonDocument>

namespace interleave {

namespace {

class CallServices : public LiveServices
{
public:
    CallServices(CallSettings settings, const RunTarget &run, const StopFlag &stop, RecorderBuffer &buffer, int executor, Traffic &traffic)
        : m_caller(std::move(settings), buffer, executor)
        , m_context{run.scenario, routesOf(run.scenario), run.repeat, traffic, buffer, executor, m_caller}
        , m_stop(stop)
    {
        m_context.scenario.prompts.clear(); // jobs bring their own
    }

    Task<Reply> call(int call, Prompt prompt, CallTimes times) override { return policyCall(m_context, call, times, std::move(prompt)); }

    QString analyze(const QString &text) const override
    {
        const Scenario &scenario = m_context.scenario;
        const QJsonObject results = interleave::analyze(text, scenario.analyzers, scenario.cpuMs, &m_stop);
        return QString::fromUtf8(QJsonDocument(results).toJson(QJsonDocument::Compact));
    }

private:
    Caller m_caller;
    CallContext m_context;
    const StopFlag &m_stop;
};

} // namespace

/// Before anything is sent. The sentence does not show the key.
static Result<QByteArray> checkedKey(const QByteArray &key, const QString &where)
{
    if (const QString problem = headerValueProblem(key); !problem.isEmpty())
        return Error{where + QStringLiteral(" ") + problem + QStringLiteral(", so it was not sent; set it again, on one line")};
    logging::keepSecret(key);
    return key;
}

Result<QByteArray> keyOf(const Endpoint &endpoint)
{
    if (endpoint.isSimulator())
        return QByteArray();
    const Provider *provider = findProvider(endpoint.provider);
    const bool isProvidersOwn = provider && endpoint.baseUrl == provider->defaultBaseUrl();
    const QString variable = endpoint.apiKeyEnv.isEmpty() && isProvidersOwn ? provider->defaultKeyVariable() : endpoint.apiKeyEnv;
    if (variable.isEmpty())
        return QByteArray();
    if (const QByteArray key = session_keys::of(endpoint); !key.isEmpty())
        return checkedKey(key, QStringLiteral("the key of the endpoint manager"));
    const QByteArray key = qgetenv(variable.toLocal8Bit().constData()).trimmed();
    if (key.isEmpty())
        return Error{
            QStringLiteral("no key for ") + endpoint.baseUrl + QStringLiteral(": the environment variable ") + variable +
            QStringLiteral(" is not set; export it, give the key in the window's endpoint manager, or use the built-in simulator")};
    return checkedKey(key, QStringLiteral("the key in the environment variable ") + variable);
}

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
    if (const Result<HttpSettings> http = httpSettingsOf(route))
        target.http = *http; // an error was told before the run
    return target;
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
