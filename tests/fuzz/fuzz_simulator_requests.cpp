// Whatever a client sends to the simulator, the answer is JSON: an error, or a reply whose stream says what its plain form says.
// The first line is method, path and the header "anthropic-version"; the rest is the body.
#include "claim.h"

#include "simulator/llm/profile.h"
#include "simulator/protocols/wire_protocol.h"

#include <QJsonDocument>

#include <cstdint>

using namespace interleave;

static bool isJson(const QByteArray &text) { return !QJsonDocument::fromJson(text).isNull(); }

static HttpRequest requestFrom(const QByteArray &input)
{
    const qsizetype line = input.indexOf('\n');
    const QByteArrayList words = input.left(line).split(' ');
    HttpRequest request;
    request.id = "1-1";
    request.method = words.value(0);
    request.path = words.value(1);
    if (words.size() > 2)
        request.headers.emplaceBack("anthropic-version", words[2]);
    request.body = line < 0 ? QByteArray() : input.mid(line + 1);
    return request;
}

static Profile slowAndWordy()
{
    Profile profile;
    profile.ttftS = {Distribution::Kind::Constant, {0.5}};
    profile.tokensPerS = {Distribution::Kind::Constant, {50}};
    profile.replyTokens = {Distribution::Kind::LogNormal, {100, 0.6}};
    profile.tokensPerChunk = 3;
    return profile;
}

static void checkReply(const WireProtocol &protocol, const GenerateRequest &request)
{
    static const Profile profile = slowAndWordy();
    PlannedReply reply;
    reply.plan = planService(profile, {}, request.prompt, 1, request.wish);
    reply.request = request;
    reply.id = "1-1";
    fuzz::claim(!reply.plan.chunks.empty(), "a plan has a chunk");
    fuzz::claim(reply.plan.chunks.back().tokens == reply.plan.outputTokens, "chunks end with all tokens");
    fuzz::claim(!request.prompt.maxOutputTokens || reply.plan.outputTokens <= *request.prompt.maxOutputTokens, "the limit on tokens holds");
    const QByteArray whole = protocol.whole(reply, reply.plan.chunks.size());
    fuzz::claim(isJson(whole), "a reply is JSON", QString::fromUtf8(whole.left(2000)));
    if (reply.plan.hasCalls() && protocol.sendsCallsWhole())
        return;
    QByteArray stream;
    for (size_t i = 0; i < reply.plan.chunks.size(); ++i)
        stream += protocol.streamPiece(reply, i);
    for (const QByteArray &line : stream.split('\n')) {
        if (request.delivery == Delivery::EventStream && line.startsWith("data: "))
            fuzz::claim(isJson(line.mid(6)), "an event is JSON", QString::fromUtf8(line.left(2000)));
    }
    if (request.delivery == Delivery::JsonArray)
        fuzz::claim(isJson(stream + protocol.streamEnd(request.delivery)), "a stream of an array is one");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const HttpRequest request = requestFrom(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    for (const WireProtocol *protocol : wireProtocols()) {
        if (!protocol->owns(request))
            continue;
        const auto read = protocol->read(request);
        if (const auto *answer = std::get_if<Answer>(&read))
            fuzz::claim(isJson(answer->body), "an answer is JSON", QString::fromUtf8(answer->body.left(2000)));
        else
            checkReply(*protocol, std::get<GenerateRequest>(read));
        return 0;
    }
    return 0;
}
