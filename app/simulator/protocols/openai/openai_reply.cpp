#include "simulator/protocols/openai/openai_reply.h"

#include "json/json_text.h"

namespace interleave {

namespace {

/// Content is padded to a multiple of this, so that its length does not show in encrypted packets.
constexpr qsizetype paddedTo = 16;

const char *finishReason(const ServicePlan &plan)
{
    if (plan.cutByMaxTokens)
        return R"("length")";
    return plan.toolCall ? R"("tool_calls")" : R"("stop")";
}

void appendUsage(QByteArray &json, const ServicePlan &plan, int outputTokens)
{
    json += R"("usage":{"prompt_tokens":)" + QByteArray::number(plan.inputTokens);
    json += R"(,"completion_tokens":)" + QByteArray::number(outputTokens);
    json += R"(,"total_tokens":)" + QByteArray::number(plan.inputTokens + outputTokens);
    json += R"(,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,)"
            R"("audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}})";
}

void appendHead(QByteArray &json, const PlannedReply &reply, const char *object)
{
    json += R"({"id":"chatcmpl-)" + reply.id;
    json += R"(","object":")";
    json += object;
    json += R"(","created":)" + QByteArray::number(reply.createdS) + R"(,"model":)";
    appendJsonText(json, reply.request.wish.model);
    json += R"(,"service_tier":"default","system_fingerprint":"fp_simulator",)";
}

/// The call as both shapes begin it: `arguments` follow as a JSON string.
void appendCall(QByteArray &json, const PlannedReply &reply)
{
    json += R"("id":"call_)" + reply.id;
    json += R"(","type":"function","function":{"name":)";
    appendJsonText(json, reply.plan.toolCall->name);
    json += R"(,"arguments":)";
}

/// One event. `delta` is what is between the braces.
QByteArray event(const PlannedReply &reply, const QByteArray &delta, const char *finish = "null")
{
    QByteArray json = "data: ";
    appendHead(json, reply, "chat.completion.chunk");
    json += R"("choices":[{"index":0,"delta":{)" + delta + R"(},"logprobs":null,"finish_reason":)" + finish + "}]";
    if (reply.request.wantsUsage)
        json += R"(,"usage":null)";
    if (reply.request.isPadded)
        json += R"(,"obfuscation":")" + QByteArray("aK3xVt9LqZ0bWm5c").left(paddedTo - delta.size() % paddedTo) + '"';
    return json + "}\n\n";
}

QByteArray contentDelta(const PlannedReply &reply, const QString &text)
{
    QByteArray json = reply.plan.toolCall ? R"("tool_calls":[{"index":0,"function":{"arguments":)" : R"("content":)";
    appendJsonText(json, text);
    return reply.plan.toolCall ? json + "}}]" : json;
}

QByteArray roleDelta(const PlannedReply &reply)
{
    if (!reply.plan.toolCall)
        return R"("role":"assistant","content":"","refusal":null)";
    QByteArray json = R"("role":"assistant","content":null,"tool_calls":[{"index":0,)";
    appendCall(json, reply);
    return json + R"(""}}],"refusal":null)";
}

} // namespace

QByteArray chatCompletion(const PlannedReply &reply, size_t chunks)
{
    const ServicePlan &plan = reply.plan;
    QString text;
    for (size_t i = 0; i < chunks; ++i)
        text += plan.chunks[i].text;
    QByteArray json;
    json.reserve(text.size() + 700);
    appendHead(json, reply, "chat.completion");
    json += R"("choices":[{"index":0,"message":{"role":"assistant","content":)";
    if (plan.toolCall) {
        json += R"(null,"tool_calls":[{)";
        appendCall(json, reply);
        appendJsonText(json, text);
        json += "}}]";
    } else {
        appendJsonText(json, text);
    }
    json += R"(,"refusal":null,"annotations":[]},"logprobs":null,"finish_reason":)";
    json += chunks == plan.chunks.size() ? finishReason(plan) : "null";
    json += "}],";
    appendUsage(json, plan, chunks > 0 ? plan.chunks[chunks - 1].tokens : 0);
    return json + '}';
}

QByteArray chatCompletionEvents(const PlannedReply &reply, size_t chunk)
{
    const ServicePlan &plan = reply.plan;
    QByteArray events;
    if (chunk == 0)
        events += event(reply, roleDelta(reply));
    events += event(reply, contentDelta(reply, plan.chunks[chunk].text));
    if (chunk + 1 < plan.chunks.size())
        return events;
    events += event(reply, {}, finishReason(plan));
    if (!reply.request.wantsUsage)
        return events;
    events += "data: ";
    appendHead(events, reply, "chat.completion.chunk");
    events += R"("choices":[],)";
    appendUsage(events, plan, plan.chunks[chunk].tokens);
    return events + "}\n\n";
}

} // namespace interleave
