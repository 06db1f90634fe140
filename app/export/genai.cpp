#include "export/genai.h"

namespace interleave {

using Key = QLatin1StringView;

static QString genAiProvider(const QString &provider) { return provider == Key("gemini") ? QStringLiteral("gcp.gemini") : provider; }

GenAiTarget genAiTarget(const QJsonObject &endpoint)
{
    return {genAiProvider(endpoint[Key("provider")].toString()), endpoint[Key("model_name")].toString()};
}

GenAiTarget genAiTarget(const QJsonObject &endpoint, const QJsonObject &attemptDetail)
{
    GenAiTarget target = genAiTarget(endpoint);
    const QString provider = attemptDetail[Key("provider")].toString();
    if (!provider.isEmpty() && provider != Key("simulator"))
        target.provider = genAiProvider(provider);
    if (const QString model = attemptDetail[Key("model")].toString(); !model.isEmpty())
        target.model = model;
    return target;
}

QString genAiErrorType(Outcome outcome, int httpStatus)
{
    if (isSuccess(outcome))
        return {};
    return httpStatus >= 400 ? QString::number(httpStatus) : QString(outcomeName(outcome));
}

} // namespace interleave
