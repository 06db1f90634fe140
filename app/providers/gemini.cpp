#include "providers/gemini.h"

#include "providers/gemini_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

static QJsonArray textParts(const QString &text) { return {QJsonObject{{QStringLiteral("text"), text}}}; }

/// Only what the user set: a provider's default is not ours to repeat.
static QJsonObject generationConfig(const Prompt &prompt)
{
    QJsonObject config;
    if (prompt.temperature)
        config[QStringLiteral("temperature")] = *prompt.temperature;
    if (prompt.maxOutputTokens)
        config[QStringLiteral("maxOutputTokens")] = *prompt.maxOutputTokens;
    return config;
}

static QByteArray body(const Prompt &prompt)
{
    QJsonObject request{{QStringLiteral("contents"), QJsonArray{QJsonObject{{QStringLiteral("role"), QStringLiteral("user")},
                                                                            {QStringLiteral("parts"), textParts(prompt.text)}}}}};
    if (!prompt.system.isEmpty())
        request[QStringLiteral("systemInstruction")] = QJsonObject{{QStringLiteral("parts"), textParts(prompt.system)}};
    if (const QJsonObject config = generationConfig(prompt); !config.isEmpty())
        request[QStringLiteral("generationConfig")] = config;
    return QJsonDocument(request).toJson(QJsonDocument::Compact);
}

WireRequest Gemini::request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt,
                            bool stream) const
{
    // "tunedModels/x" and "models/x" are whole resource names
    const QLatin1StringView folder(modelName.contains(u'/') ? "/v1beta/" : "/v1beta/models/");
    const QLatin1StringView method(stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    const QByteArray name = QUrl::toPercentEncoding(modelName, "/");
    WireRequest request;
    request.url = QUrl(baseUrl % folder % QLatin1StringView(name) % method);
    request.headers = {{"Content-Type", "application/json"}};
    if (!key.isEmpty())
        request.headers.append({"x-goog-api-key", key}); // never in the URL: URLs end up in logs
    request.body = body(prompt);
    return request;
}

std::unique_ptr<ResponseReader> Gemini::reader(bool stream) const
{
    if (stream)
        return std::make_unique<GeminiStreamReader>();
    return std::make_unique<GeminiPlainReader>();
}

} // namespace interleave
