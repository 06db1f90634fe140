#include "simulator/protocols/openai/openai_reply.h"

#include "json/json_text.h"

#include <algorithm>

namespace interleave {

namespace {

/// Content is padded to a multiple of this, so that its length does not show in encrypted packets.
constexpr qsizetype paddedTo = 16;

const char *finishReason(const ServicePlan &plan)
{
    if (plan.cutByMaxTokens)
        return R"("length")";
    return plan.hasCalls() ? R"("tool_calls")" : R"("stop")";
}

void appendUsage(QByteArray &json, const ServicePlan &plan, int outputTokens)
{
    json += R"("usage":{"prompt_tokens":)" + QByteArray::number(plan.inputTokens);
    json += R"(,"completion_tokens":)" + QByteArray::number(outputTokens);
    json += R"(,"total_tokens":)" + QByteArray::number(plan.inputTokens + outputTokens);
    json += R"(,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":)";
    json += QByteArray::number(std::min(outputTokens, plan.thinkingTokens));
    json += R"(,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}})";
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

using Kind = ServicePlan::Block::Kind;

/// The field of a message that has a block of text: compatible servers have one for thinking, a refusal has its own.
QByteArray fieldOf(const ServicePlan &plan, size_t block)
{
    if (plan.blocks[block].kind == Kind::Thinking)
        return R"("reasoning_content":)";
    return plan.end == ServicePlan::End::Refusal ? R"("refusal":)" : R"("content":)";
}

/// The call as both shapes begin it: `arguments` follow as a JSON string.
void appendCall(QByteArray &json, const PlannedReply &reply, size_t block)
{
    const size_t number = reply.plan.numberOfCall(block);
    json += R"("id":"call_)" + reply.id;
    if (number > 0)
        json += '_' + QByteArray::number(number);
    json += R"(","type":"function","function":{"name":)";
    appendJsonText(json, reply.plan.blocks[block].tool);
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

QByteArray beginOfCalls(const PlannedReply &reply, size_t block)
{
    return R"("tool_calls":[{"index":)" + QByteArray::number(reply.plan.numberOfCall(block)) + ',';
}

QByteArray contentDelta(const PlannedReply &reply, const ServicePlan::Chunk &chunk)
{
    if (reply.plan.blocks[chunk.block].kind != Kind::Call) {
        QByteArray json = fieldOf(reply.plan, chunk.block);
        appendJsonText(json, chunk.text);
        return json;
    }
    QByteArray json = beginOfCalls(reply, chunk.block) + R"("function":{"arguments":)";
    appendJsonText(json, chunk.text);
    return json + "}}]";
}

/// How a call begins, with its name.
QByteArray callDelta(const PlannedReply &reply, size_t block)
{
    QByteArray json = beginOfCalls(reply, block);
    appendCall(json, reply, block);
    return json + R"(""}}])";
}

QByteArray roleDelta(const PlannedReply &reply)
{
    if (reply.plan.blocks.front().kind != Kind::Call)
        return R"("role":"assistant","content":"","refusal":null)";
    return R"("role":"assistant","content":null,)" + callDelta(reply, 0) + R"(,"refusal":null)";
}

/// The fields of a message that the first chunks make: null where there is none.
void appendMessage(QByteArray &json, const PlannedReply &reply, size_t chunks)
{
    const ServicePlan &plan = reply.plan;
    QByteArray content = R"("content":null)", refusal = R"("refusal":null)", thinking, calls;
    for (size_t block = 0; block < plan.blocks.size(); ++block) {
        const QString text = plan.textOf(block, chunks);
        if (plan.blocks[block].kind == Kind::Call) {
            if (text.isEmpty() && !plan.blocks[block].isWhole)
                continue; // it did not come to that
            calls += calls.isEmpty() ? R"(,"tool_calls":[{)" : ",{";
            appendCall(calls, reply, block);
            appendJsonText(calls, text);
            calls += "}}";
            continue;
        }
        QByteArray &field = plan.blocks[block].kind == Kind::Thinking ? thinking
                            : plan.end == ServicePlan::End::Refusal   ? refusal
                                                                      : content;
        field = fieldOf(plan, block);
        appendJsonText(field, text);
    }
    json += content;
    if (!thinking.isEmpty())
        json += ',' + thinking;
    if (!calls.isEmpty())
        json += calls + ']';
    json += ',' + refusal;
}

} // namespace

QByteArray chatCompletion(const PlannedReply &reply, size_t chunks)
{
    const ServicePlan &plan = reply.plan;
    QByteArray json;
    json.reserve(700);
    appendHead(json, reply, "chat.completion");
    json += R"("choices":[{"index":0,"message":{"role":"assistant",)";
    appendMessage(json, reply, chunks);
    json += R"(,"annotations":[]},"logprobs":null,"finish_reason":)";
    json += chunks == plan.chunks.size() ? finishReason(plan) : "null";
    json += "}],";
    appendUsage(json, plan, chunks > 0 ? plan.chunks[chunks - 1].tokens : 0);
    return json + '}';
}

QByteArray chatCompletionEvents(const PlannedReply &reply, size_t chunk)
{
    const ServicePlan &plan = reply.plan;
    QByteArray events;
    const ServicePlan::Chunk &content = plan.chunks[chunk];
    if (chunk == 0)
        events += event(reply, roleDelta(reply));
    else if (plan.beginsBlock(chunk) && plan.blocks[content.block].kind == Kind::Call)
        events += event(reply, callDelta(reply, content.block));
    events += event(reply, contentDelta(reply, content));
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
