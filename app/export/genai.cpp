#include "export/genai.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

using Key = QLatin1StringView;

static QString genAiProvider(const QString &provider) { return provider == Key("gemini") ? QStringLiteral("gcp.gemini") : provider; }

GenAiTarget genAiTarget(const Endpoint &endpoint, const AttemptDetail &detail)
{
    // The simulator is no provider: it spoke the protocol of the scenario's.
    const bool saysProtocol = !detail.provider.isEmpty() && detail.provider != Key("simulator");
    return {genAiProvider(saysProtocol ? detail.provider : endpoint.provider), detail.model.isEmpty() ? endpoint.modelName : detail.model};
}

Endpoint endpointOfHeader(const QString &header)
{
    const Json json = parseJson(header.toUtf8());
    const Json &named = at(at(json, "scenario"), "endpoint");
    Endpoint endpoint;
    endpoint.provider = textOf(at(named, "provider"));
    endpoint.modelName = textOf(at(named, "model_name"));
    return endpoint;
}

QString genAiErrorType(Outcome outcome, int httpStatus)
{
    if (isSuccess(outcome))
        return {};
    return httpStatus >= 400 ? QString::number(httpStatus) : QString(outcomeName(outcome));
}

} // namespace interleave
