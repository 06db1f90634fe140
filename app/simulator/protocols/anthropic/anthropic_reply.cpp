#include "simulator/protocols/anthropic/anthropic_reply.h"

#include "json/json_text.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

namespace {

QByteArray stop(const ServicePlan &plan)
{
    QByteArray json = R"("stop_reason":)";
    if (plan.cutByMaxTokens)
        json += R"("max_tokens")";
    else if (plan.end == ServicePlan::End::Refusal)
        json += R"("refusal")";
    else if (plan.hasCalls())
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
           QByteArray::number(outputTokens) + R"(,"output_tokens_details":{"thinking_tokens":)" +
           QByteArray::number(std::min(outputTokens, reply.plan.thinkingTokens)) +
           R"(},"service_tier":"standard","server_tool_use":null,"inference_geo":null})";
}

/// A message with its content as JSON.
QByteArray message(const PlannedReply &reply, const QByteArray &content, const QByteArray &stopped, int outputTokens)
{
    QByteArray json = R"({"id":"msg_)" + reply.id + R"(","type":"message","role":"assistant","model":)";
    appendJsonText(json, reply.request.wish.model);
    return json + R"(,"content":)" + content + ',' + stopped + R"(,"stop_details":null,)" + usage(reply, outputTokens) + '}';
}

using Kind = ServicePlan::Block::Kind;

/// What a client has to bring back with its results, unchanged.
QByteArray signatureOf(const PlannedReply &reply) { return QByteArray("thinking of " + reply.id).toBase64(); }

/// A block as it begins in a stream, or with all that it has: of a call its input as JSON, else its text.
QByteArray blockJson(const PlannedReply &reply, size_t block, const QString &text, bool isWhole)
{
    const ServicePlan::Block &planned = reply.plan.blocks[block];
    QByteArray json;
    if (planned.kind == Kind::Call) {
        const size_t number = reply.plan.numberOfCall(block);
        json = R"({"type":"tool_use","id":"toolu_)" + reply.id + (number > 0 ? '_' + QByteArray::number(number) : QByteArray());
        json += R"(","name":)";
        appendJsonText(json, planned.tool);
        json += R"(,"input":)";
        if (!isWhole)
            json += "{}"; // half an object is none
        else if (QJsonDocument::fromJson(text.toUtf8()).isObject())
            json += text.toUtf8();
        else
            appendJsonText(json, text); // what is no object, as a script may want it
        return json + '}';
    }
    json = planned.kind == Kind::Thinking ? R"({"type":"thinking","thinking":)" : R"({"type":"text","text":)";
    appendJsonText(json, text);
    if (planned.kind == Kind::Thinking)
        json += R"(,"signature":")" + (isWhole ? signatureOf(reply) : QByteArray()) + '"';
    return json + '}';
}

/// What a chunk adds to its block.
QByteArray deltaJson(const PlannedReply &reply, const ServicePlan::Chunk &chunk)
{
    const Kind kind = reply.plan.blocks[chunk.block].kind;
    QByteArray json = kind == Kind::Call       ? R"({"type":"input_json_delta","partial_json":)"
                      : kind == Kind::Thinking ? R"({"type":"thinking_delta","thinking":)"
                                               : R"({"type":"text_delta","text":)";
    appendJsonText(json, chunk.text);
    return json + '}';
}

const QByteArray noStop = R"("stop_reason":null,"stop_sequence":null)";

} // namespace

QByteArray anthropicEvent(const QByteArray &name, const QByteArray &json) { return "event: " + name + "\ndata: " + json + "\n\n"; }

QByteArray anthropicMessage(const PlannedReply &reply, size_t chunks)
{
    const ServicePlan &plan = reply.plan;
    const bool complete = chunks == plan.chunks.size();
    QByteArray content;
    for (size_t block = 0; block < plan.blocks.size(); ++block) {
        const QString text = plan.textOf(block, chunks);
        const bool isWhole = complete && plan.blocks[block].isWhole;
        if (block > 0 && text.isEmpty() && !isWhole)
            break; // it did not come to that
        content += (block > 0 ? "," : "") + blockJson(reply, block, text, isWhole);
    }
    return message(reply, '[' + content + ']', complete ? stop(plan) : noStop, chunks > 0 ? plan.chunks[chunks - 1].tokens : 0);
}

QByteArray anthropicEvents(const PlannedReply &reply, size_t chunk)
{
    const ServicePlan &plan = reply.plan;
    const ServicePlan::Chunk &content = plan.chunks[chunk];
    const QByteArray number = QByteArray::number(content.block);
    const auto delta = [&](const QByteArray &json) {
        return anthropicEvent("content_block_delta", R"({"type":"content_block_delta","index":)" + number + R"(,"delta":)" + json + '}');
    };
    QByteArray events;
    if (chunk == 0)
        events += anthropicEvent("message_start", R"({"type":"message_start","message":)" + message(reply, "[]", noStop, 1) + '}');
    if (plan.beginsBlock(chunk))
        events += anthropicEvent("content_block_start", R"({"type":"content_block_start","index":)" + number + R"(,"content_block":)" +
                                                            blockJson(reply, content.block, {}, false) + '}');
    if (chunk == 0)
        events += anthropicEvent("ping", R"({"type":"ping"})");
    events += delta(deltaJson(reply, content));
    if (plan.endsBlock(chunk)) {
        if (plan.blocks[content.block].kind == Kind::Thinking)
            events += delta(R"({"type":"signature_delta","signature":")" + signatureOf(reply) + "\"}");
        events += anthropicEvent("content_block_stop", R"({"type":"content_block_stop","index":)" + number + '}');
    }
    if (chunk + 1 < plan.chunks.size())
        return events;
    events += anthropicEvent("message_delta",
                             R"({"type":"message_delta","delta":{)" + stop(plan) + "}," + usage(reply, plan.chunks[chunk].tokens) + '}');
    return events + anthropicEvent("message_stop", R"({"type":"message_stop"})");
}

} // namespace interleave
