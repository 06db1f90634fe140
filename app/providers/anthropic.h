// Anthropic's Messages, plain and streamed. Any thread.
//
// The version sent is the newest, 2026-10-21, unless the prompt sets a temperature: the newest refuses every sampling field,
// even at its default, so such a prompt goes out under 2023-06-01, where the models that still take one do.
#pragma once

#include "providers/provider.h"

namespace interleave {

class Anthropic : public Provider
{
public:
    /// Required by the protocol. Long enough for what a benchmark asks; a larger one would count against the service's
    /// limit on output tokens, which it estimates from this figure when a call begins.
    static constexpr int defaultMaxTokens = 4096;

    QString id() const override { return QStringLiteral("anthropic"); }
    QString title() const override { return QStringLiteral("Anthropic"); }
    QString defaultBaseUrl() const override { return QStringLiteral("https://api.anthropic.com"); }
    QString defaultModelName() const override { return QStringLiteral("claude-haiku-5-5"); }
    QString defaultKeyVariable() const override { return QStringLiteral("ANTHROPIC_API_KEY"); }
    WireRequest request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt, bool stream,
                        OutputLimitField limitField = OutputLimitField::Auto) const override;
    std::unique_ptr<ResponseReader> reader(bool stream) const override;
    WireRequest modelsRequest(const QString &baseUrl, const QByteArray &key) const override;
    Result<QStringList> modelsFromBody(const QByteArray &body) const override;
};

} // namespace interleave
