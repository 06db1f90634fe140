#include "export/genai.h"

namespace interleave {

using Key = QLatin1StringView;

static QString genAiProvider(const QString &provider) { return provider == Key("gemini") ? QStringLiteral("gcp.gemini") : provider; }

GenAiTarget genAiTarget(const QJsonObject &endpoint, const AttemptDetail &detail)
{
    // The simulator is no provider: it spoke the protocol of the scenario's.
    const bool saysProtocol = !detail.provider.isEmpty() && detail.provider != Key("simulator");
    return {genAiProvider(saysProtocol ? detail.provider : endpoint[Key("provider")].toString()),
            detail.model.isEmpty() ? endpoint[Key("model_name")].toString() : detail.model};
}

QString genAiErrorType(Outcome outcome, int httpStatus)
{
    if (isSuccess(outcome))
        return {};
    return httpStatus >= 400 ? QString::number(httpStatus) : QString(outcomeName(outcome));
}

} // namespace interleave
