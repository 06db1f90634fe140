// OpenAI's chat completions, plain and streamed: OpenAI itself, and the servers that speak the same protocol (vLLM, Ollama,
// llama.cpp). The base URL ends in /v1. Any thread.
#pragma once

#include "providers/provider.h"

namespace interleave {

class OpenAi : public Provider
{
public:
    QString id() const override { return QStringLiteral("openai"); }
    QString title() const override { return QStringLiteral("OpenAI-compatible"); }
    QString defaultBaseUrl() const override { return QStringLiteral("https://api.openai.com/v1"); }
    QString defaultModelName() const override { return QStringLiteral("gpt-6-luna"); }
    QString defaultKeyVariable() const override { return QStringLiteral("OPENAI_API_KEY"); }
    QString simulatorBaseUrl(const QString &root) const override { return root + QStringLiteral("/v1"); }
    WireRequest request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt, bool stream,
                        OutputLimitField limitField = OutputLimitField::Auto) const override;
    std::unique_ptr<ResponseReader> reader(bool stream) const override;
    WireRequest modelsRequest(const QString &baseUrl, const QByteArray &key) const override;
    Result<QStringList> modelsFromBody(const QByteArray &body) const override;
};

} // namespace interleave
