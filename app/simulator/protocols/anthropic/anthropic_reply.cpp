#include "simulator/protocols/anthropic/anthropic_reply.h"

#include "json/json_text.h"

namespace interleave {

namespace {

QByteArray stop(const ServicePlan &plan)
{
    QByteArray json = R"("stop_reason":)";
    if (plan.cutByMaxTokens)
        json += R"("max_tokens")";
    else if (plan.toolCall)
        json += R"("tool_use")";
    else
        json += plan.stopSequence.isEmpty() ? R"("end_turn")" : R"("stop_sequence")";
    json += R"(,"stop_sequence":)";
    if (plan.stopSequence.isEmpty())
        return json + "null";
    appendJsonText(json, plan.stopSequence);
    return json;
}

QByteArray usage(const PlannedReply &reply, int outputTokens)
{
    return R"("usage":{"input_tokens":)" + QByteArray::number(reply.plan.inputTokens) +
           R"(,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,)"
           R"("ephemeral_1h_input_tokens":0},"output_tokens":)" +
           QByteArray::number(outputTokens) +
           R"(,"output_tokens_details":{"thinking_tokens":0},"service_tier":"standard","server_tool_use":null,"inference_geo":null})";
}

/// A message with its content as JSON.
QByteArray message(const PlannedReply &reply, const QByteArray &content, const QByteArray &stopped, int outputTokens)
{
    QByteArray json = R"({"id":"msg_)" + reply.id + R"(","type":"message","role":"assistant","model":)";
    appendJsonText(json, reply.request.wish.model);
    return json + R"(,"content":)" + content + ',' + stopped + R"(,"stop_details":null,)" + usage(reply, outputTokens) + '}';
}

/// A tool_use block with its input as JSON.
QByteArray callBlock(const PlannedReply &reply, const QByteArray &input)
{
    QByteArray json = R"({"type":"tool_use","id":"toolu_)" + reply.id + R"(","name":)";
    appendJsonText(json, reply.plan.toolCall->name);
    return json + R"(,"input":)" + input + '}';
}

const QByteArray noStop = R"("stop_reason":null,"stop_sequence":null)";

} // namespace

QByteArray anthropicEvent(const QByteArray &name, const QByteArray &json) { return "event: " + name + "\ndata: " + json + "\n\n"; }

QByteArray anthropicMessage(const PlannedReply &reply, size_t chunks)
{
    const ServicePlan &plan = reply.plan;
    const bool complete = chunks == plan.chunks.size();
    QString text;
    for (size_t i = 0; i < chunks; ++i)
        text += plan.chunks[i].text;
    QByteArray block;
    if (plan.toolCall) {
        block = callBlock(reply, complete && !plan.cutByMaxTokens ? text.toUtf8() : QByteArray("{}")); // half an object is none
    } else {
        block = R"({"type":"text","text":)";
        appendJsonText(block, text);
        block += '}';
    }
    return message(reply, '[' + block + ']', complete ? stop(plan) : noStop, chunks > 0 ? plan.chunks[chunks - 1].tokens : 0);
}

QByteArray anthropicEvents(const PlannedReply &reply, size_t chunk)
{
    const ServicePlan &plan = reply.plan;
    QByteArray events;
    if (chunk == 0) {
        const QByteArray block = plan.toolCall ? callBlock(reply, "{}") : QByteArray(R"({"type":"text","text":""})");
        events += anthropicEvent("message_start", R"({"type":"message_start","message":)" + message(reply, "[]", noStop, 1) + '}');
        events += anthropicEvent("content_block_start", R"({"type":"content_block_start","index":0,"content_block":)" + block + '}');
        events += anthropicEvent("ping", R"({"type":"ping"})");
    }
    QByteArray delta = plan.toolCall ? R"({"type":"input_json_delta","partial_json":)" : R"({"type":"text_delta","text":)";
    appendJsonText(delta, plan.chunks[chunk].text);
    events += anthropicEvent("content_block_delta", R"({"type":"content_block_delta","index":0,"delta":)" + delta + "}}");
    if (chunk + 1 < plan.chunks.size())
        return events;
    events += anthropicEvent("content_block_stop", R"({"type":"content_block_stop","index":0})");
    events += anthropicEvent("message_delta",
                             R"({"type":"message_delta","delta":{)" + stop(plan) + "}," + usage(reply, plan.chunks[chunk].tokens) + '}');
    return events + anthropicEvent("message_stop", R"({"type":"message_stop"})");
}

} // namespace interleave
