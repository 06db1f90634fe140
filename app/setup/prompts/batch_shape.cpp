// A line of a batch file: {"custom_id": "…", "method": "POST", "url": "/v1/chat/completions", "body": {…}} of OpenAI, {"custom_id": "…",
// "params": {…}} of Anthropic, {"key": "…", "request": {…}} of Gemini. The body is the request itself.
#include "setup/prompts/shapes.h"

namespace interleave {

using namespace Qt::StringLiterals;

/// Gemini names its settings otherwise than the others.
static QJsonObject withUsualNames(QJsonObject body)
{
    QJsonObject config = body.take(u"generationConfig"_s).toObject();
    if (config.isEmpty())
        config = body.take(u"generation_config"_s).toObject();
    for (auto field = config.begin(); field != config.end(); ++field)
        body[field.key()] = *field;
    for (const char *name : {"systemInstruction", "system_instruction"}) {
        const QJsonValue system = body.take(QLatin1StringView(name));
        if (system.isObject())
            body[u"system"_s] = system[u"parts"_s];
    }
    return body;
}

QString readBatchRequest(ShapeReader &reader, QList<Prompt> &prompts)
{
    const char *field = reader.has("body") ? "body" : reader.has("params") ? "params" : "request";
    const QJsonValue value = reader.take(field);
    if (!value.isObject())
        return u"field \"%1\" must be the request, as an object."_s.arg(QLatin1StringView(field));
    for (const char *name : {"custom_id", "key", "method"})
        reader.ignore(name);
    const QString url = reader.take("url").toString();
    if (url.contains("embeddings"_L1) || url.contains("moderations"_L1) || url.contains("images"_L1))
        return u"field \"url\" is %1; only requests for text can be sent: leave that line out."_s.arg(url);
    const QJsonObject body = withUsualNames(value.toObject());
    const PromptShape *shape = shapeOf(body);
    if (!shape || shape->read == readBatchRequest)
        return u"field \"%1\" has no \"messages\", \"contents\", \"input\" or \"prompt\"; write what is asked so."_s.arg(
            QLatin1StringView(field));
    ShapeReader inner({value, 0, {}, false}, body);
    const QString wrong = shape->read(inner, prompts);
    reader.addUnused(inner.unused());
    return wrong;
}

} // namespace interleave
