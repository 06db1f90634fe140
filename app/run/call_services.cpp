#include "run/call_services.h"

#include <QJsonDocument>

namespace interleave {

namespace {

class CallServices : public LiveServices
{
public:
    CallServices(CallTarget target, const Scenario &scenario, const StopFlag &stop, RecorderBuffer &buffer, int executor, Gate &gate)
        : m_caller(std::move(target), buffer, executor, gate)
        , m_analyzers(scenario.analyzers)
        , m_cpuMs(scenario.cpuMs)
        , m_stop(stop)
    {
    }

    Task<Reply> call(int call, Prompt prompt) override { return m_caller.call(call, std::move(prompt)); }

    QString analyze(const QString &text) const override
    {
        const QJsonObject results = interleave::analyze(text, m_analyzers, m_cpuMs, &m_stop);
        return QString::fromUtf8(QJsonDocument(results).toJson(QJsonDocument::Compact));
    }

private:
    Caller m_caller;
    QStringList m_analyzers;
    double m_cpuMs;
    const StopFlag &m_stop;
};

} // namespace

Result<QByteArray> keyOf(const Endpoint &endpoint)
{
    if (endpoint.isSimulator())
        return QByteArray();
    const Provider *provider = findProvider(endpoint.provider);
    const bool isProvidersOwn = provider && endpoint.baseUrl == provider->defaultBaseUrl();
    const QString variable = endpoint.apiKeyEnv.isEmpty() && isProvidersOwn ? provider->defaultKeyVariable() : endpoint.apiKeyEnv;
    if (variable.isEmpty())
        return QByteArray();
    const QByteArray key = qgetenv(variable.toLocal8Bit().constData()).trimmed();
    if (key.isEmpty())
        return Error{QStringLiteral("no key for ") + endpoint.baseUrl + QStringLiteral(": the environment variable ") + variable +
                     QStringLiteral(" is not set; export it, or use the built-in simulator")};
    return key;
}

std::unique_ptr<LiveServices> makeCallServices(const RunTarget &run, const StopFlag &stop, RecorderBuffer &buffer, int executor, Gate &gate)
{
    const Scenario &scenario = run.scenario;
    const Result<QByteArray> key = keyOf(scenario.endpoint);
    CallTarget target;
    target.provider = findProvider(scenario.endpoint.provider);
    target.baseUrl = scenario.endpoint.isSimulator() ? target.provider->simulatorBaseUrl(run.baseUrl) : run.baseUrl;
    target.modelName = scenario.endpoint.modelName;
    target.key = key ? *key : QByteArray();
    target.stream = scenario.stream;
    if (const Result<HttpSettings> http = httpSettingsOf(scenario.endpoint))
        target.http = *http; // an error was told before the run
    target.timeout = std::chrono::milliseconds(static_cast<qint64>(scenario.timeoutS * 1000));
    target.isSimulator = scenario.endpoint.isSimulator();
    target.seed = scenario.seed;
    target.repeat = run.repeat;
    return std::make_unique<CallServices>(std::move(target), scenario, stop, buffer, executor, gate);
}

} // namespace interleave
