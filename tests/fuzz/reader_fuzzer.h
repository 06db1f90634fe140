// What the fuzz targets of the providers' readers share: an input is read in one piece and in many, which must make no
// difference, and the reply must be one that the program can show, add up, and send back.
//
// An input's first byte says how ('0' plain, '1' streamed, '2' and '3' the same with status 429, '4' and '5' with 500), the
// second one how long the pieces are; the rest is the body.
#pragma once

#include "claim.h"

#include "providers/provider.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace interleave::fuzz {

struct Reading {
    std::vector<WireChunk> chunks;
    Reply reply;
};

inline Reading readInPieces(const Provider &provider, bool stream, int status, const QByteArray &body, qsizetype pieceSize)
{
    const std::unique_ptr<ResponseReader> reader = provider.reader(stream);
    Reading reading;
    const auto take = [&](std::vector<WireChunk> chunks) {
        for (WireChunk &chunk : chunks)
            reading.chunks.push_back(std::move(chunk));
    };
    for (qsizetype at = 0; at < body.size(); at += pieceSize)
        take(reader->feed(body.mid(at, pieceSize)));
    take(reader->endOfBody(status));
    reading.reply = reader->finish(status);
    return reading;
}

inline bool hasControl(const QString &words)
{
    return std::any_of(words.begin(), words.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

inline void checkReply(const Reading &reading, int status)
{
    const Reply &reply = reading.reply;
    QString text;
    for (const WireChunk &chunk : reading.chunks)
        text += chunk.text;
    claim(text == reply.text, "a reply's text is that of its chunks");
    claim(reply.hasContent == !reading.chunks.empty(), "a reply has content exactly if it had chunks");
    claim((reply.outcome == Outcome::Ok) == reply.error.isEmpty(), "an error has a sentence, a success has none", reply.error);
    claim(reply.error.isEmpty() || (reply.error.endsWith(u'.') && !reply.error.contains(u'\n') && reply.error.size() < 600),
          "a sentence is one line of bounded length", reply.error);
    claim(reply.outcome != Outcome::Ok || (status == 200 && !reply.finishReason.isEmpty()), "only a whole reply is a success");
    claim(reply.httpStatus == status, "the status is kept");
    for (const std::optional<qint32> &count : {reply.usage.input, reply.usage.cached, reply.usage.output, reply.usage.thinking})
        claim(count.value_or(0) >= 0, "tokens are unknown, or not negative");
    for (const QString &words : {reply.error, reply.finishReason, reply.model, reply.note})
        claim(!hasControl(words), "no control character is in what is shown and saved", words);
    claim(!reply.retryAfterS || (std::isfinite(*reply.retryAfterS) && *reply.retryAfterS >= 0), "a delay is one");
}

/// A conversation that goes on after this reply can be sent.
inline void checkEcho(const Provider &provider, const Reply &reply)
{
    Prompt prompt;
    Message turn;
    turn.role = Message::Role::Model;
    turn.text = reply.text;
    turn.toolCalls = reply.toolCalls;
    Message results;
    for (const ToolCall &call : reply.toolCalls)
        results.toolResults.append({.callId = call.id, .name = call.name, .output = reply.text, .isError = false});
    prompt.history = {turn, results};
    claim(!provider.request(QStringLiteral("http://h"), QStringLiteral("m"), {}, prompt, true).body.isEmpty(), "a turn can be sent back");
}

/// As the transport reads: it stops where the reader says that the reply is complete.
inline Reply readToItsMark(const Provider &provider, bool stream, int status, const QByteArray &body)
{
    const std::unique_ptr<ResponseReader> reader = provider.reader(stream);
    for (qsizetype at = 0; at < body.size() && !reader->isComplete(); ++at)
        reader->feed(body.mid(at, 1));
    reader->endOfBody(status);
    return reader->finish(status);
}

inline int fuzzReader(const char *providerId, const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    static const Provider &provider = *findProvider(QString::fromLatin1(providerId));
    static constexpr int statuses[] = {200, 429, 500, 404};
    const bool stream = (data[0] & 1) != 0;
    const int status = statuses[(data[0] >> 1) & 3];
    const QByteArray body(reinterpret_cast<const char *>(data) + 2, static_cast<qsizetype>(size) - 2);

    const Reading whole = readInPieces(provider, stream, status, body, std::max<qsizetype>(body.size(), 1));
    claim(readToItsMark(provider, stream, status, body) == whole.reply, "nothing counts behind the reply's own end mark");
    const Reading pieces = readInPieces(provider, stream, status, body, 1 + data[1] % 16);
    checkReply(whole, status);
    claim(whole.reply == pieces.reply, "the reply is the same however the body is cut", whole.reply.error + u'|' + pieces.reply.error);
    claim(whole.chunks.size() == pieces.chunks.size(), "the chunks are the same however the body is cut");
    checkEcho(provider, whole.reply);
    const Result<QStringList> models = provider.modelsFromBody(body);
    claim(models || models.error().endsWith(u'.'), "a list of models, or a sentence");
    return 0;
}

} // namespace interleave::fuzz
