// Gemini's REST protocol, version v1beta: generateContent, and streamGenerateContent with server-sent events. Any thread.
#pragma once

#include "providers/provider.h"

namespace interleave {

class Gemini : public Provider
{
public:
    QString id() const override { return QStringLiteral("gemini"); }
    QString title() const override { return QStringLiteral("Gemini"); }
    QString defaultBaseUrl() const override { return QStringLiteral("https://generativelanguage.googleapis.com"); }
    QString defaultModelName() const override { return QStringLiteral("gemini-3.5-flash-lite"); }
    QString defaultKeyVariable() const override { return QStringLiteral("GEMINI_API_KEY"); }
    WireRequest request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt, bool stream,
                        OutputLimitField limitField = OutputLimitField::Auto) const override;
    std::unique_ptr<ResponseReader> reader(bool stream) const override;
    WireRequest modelsRequest(const QString &baseUrl, const QByteArray &key) const override;
    Result<QStringList> modelsFromBody(const QByteArray &body) const override;
};

} // namespace interleave
