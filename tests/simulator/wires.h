// The three wire protocols as the simulator's tests drive them: where requests go, and what a reply says, whole or streamed.
#pragma once

#include "http_client.h"
#include "simulator_fixture.h"

#include <QJsonArray>

#include <functional>

namespace interleave::test {

/// What a reply says, in no protocol's words.
struct Said {
    QString text; ///< or the arguments of the call, as JSON
    QString callName;
    QString finish; ///< the protocol's own word; empty: none
    int inputTokens = -1;
    int outputTokens = -1;
    QString error; ///< message of an error in the stream
};

struct Wire {
    QByteArray name;
    QByteArray plainPath;
    QByteArray streamPath;
    QByteArray headers;
    std::function<QByteArray(const QByteArray &text, bool stream, const QByteArray &more)> body;
    std::function<void(const QJsonObject &object, Said &said)> read; ///< a whole reply, or one event of a stream

    HttpResponse post(HttpClient &client, const QByteArray &text, bool stream, const QByteArray &fault = {}, const QByteArray &more = {},
                      const QByteArray &moreHeaders = {}) const
    {
        const QByteArray prefix = fault.isEmpty() ? QByteArray() : "/faults/" + fault;
        return client.post(prefix + (stream ? streamPath : plainPath), body(text, stream, more), headers + moreHeaders);
    }
};

/// The objects in a stream of events, without OpenAI's "[DONE]". What does not parse is an empty one.
inline QList<QJsonObject> events(const QByteArray &body)
{
    QList<QJsonObject> result;
    for (const QByteArray &line : QByteArray(body).replace("\r\n", "\n").split('\n')) {
        if (line.startsWith("data: ") && line != "data: [DONE]")
            result += QJsonDocument::fromJson(line.mid(6)).object();
    }
    return result;
}

inline Said said(const Wire &wire, const HttpResponse &response, bool stream)
{
    Said result;
    for (const QJsonObject &object : stream ? events(response.body) : QList<QJsonObject>{response.json()})
        wire.read(object, result);
    return result;
}

inline QString compactJson(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
}

inline void readGemini(const QJsonObject &object, Said &said)
{
    using namespace Qt::StringLiterals;
    const QJsonObject candidate = object["candidates"_L1][0].toObject();
    for (const QJsonValue part : candidate["content"_L1]["parts"_L1].toArray()) {
        said.text += part["text"_L1].toString();
        if (part["functionCall"_L1].isObject()) {
            said.callName = part["functionCall"_L1]["name"_L1].toString();
            said.text += compactJson(part["functionCall"_L1]["args"_L1]);
        }
    }
    said.finish = candidate["finishReason"_L1].toString(said.finish);
    said.inputTokens = object["usageMetadata"_L1]["promptTokenCount"_L1].toInt(said.inputTokens);
    said.outputTokens = object["usageMetadata"_L1]["candidatesTokenCount"_L1].toInt(said.outputTokens);
    said.error += object["error"_L1]["message"_L1].toString();
}

inline void readOpenAi(const QJsonObject &object, Said &said)
{
    using namespace Qt::StringLiterals;
    const QJsonObject choice = object["choices"_L1][0].toObject();
    for (const auto key : {"message"_L1, "delta"_L1}) {
        said.text += choice[key]["content"_L1].toString();
        const QJsonValue function = choice[key]["tool_calls"_L1][0]["function"_L1];
        said.callName = function["name"_L1].toString(said.callName);
        said.text += function["arguments"_L1].toString();
    }
    said.finish = choice["finish_reason"_L1].toString(said.finish);
    said.inputTokens = object["usage"_L1]["prompt_tokens"_L1].toInt(said.inputTokens);
    said.outputTokens = object["usage"_L1]["completion_tokens"_L1].toInt(said.outputTokens);
    said.error += object["error"_L1]["message"_L1].toString();
}

inline void readAnthropic(const QJsonObject &object, Said &said)
{
    using namespace Qt::StringLiterals;
    const QJsonObject message = object["message"_L1].isObject() ? object["message"_L1].toObject() : object;
    const QJsonValue block = object["content_block"_L1].isObject() ? object["content_block"_L1] : message["content"_L1][0];
    said.callName = block["name"_L1].toString(said.callName);
    said.text += block["text"_L1].toString();
    if (block["input"_L1].isObject() && !block["input"_L1].toObject().isEmpty())
        said.text += compactJson(block["input"_L1]);
    const QJsonValue delta = object["delta"_L1];
    said.text += delta["text"_L1].toString() + delta["partial_json"_L1].toString();
    said.finish = delta["stop_reason"_L1].toString(message["stop_reason"_L1].toString(said.finish));
    said.inputTokens = message["usage"_L1]["input_tokens"_L1].toInt(said.inputTokens);
    said.outputTokens = message["usage"_L1]["output_tokens"_L1].toInt(said.outputTokens);
    said.error += object["error"_L1]["message"_L1].toString();
}

inline const QList<Wire> &wires()
{
    const auto messages = [](const QByteArray &text) -> QByteArray { return R"("messages":[{"role":"user","content":")" + text + "\"}]"; };
    static const QList<Wire> all{
        {.name = "gemini",
         .plainPath = plainPath,
         .streamPath = ssePath,
         .headers = {},
         .body = [](const QByteArray &text, bool, const QByteArray &more) -> QByteArray { return request(text, more); },
         .read = readGemini},
        {.name = "openai",
         .plainPath = "/v1/chat/completions",
         .streamPath = "/v1/chat/completions",
         .headers = "Authorization: Bearer any\r\n",
         .body = [=](const QByteArray &text, bool stream, const QByteArray &more) -> QByteArray {
             return R"({"model":"sim",)" + messages(text) + (stream ? R"(,"stream":true,"stream_options":{"include_usage":true})" : "") +
                    more + '}';
         },
         .read = readOpenAi},
        {.name = "anthropic",
         .plainPath = "/v1/messages",
         .streamPath = "/v1/messages",
         .headers = "x-api-key: any\r\nanthropic-version: 2026-10-21\r\n",
         .body = [=](const QByteArray &text, bool stream, const QByteArray &more) -> QByteArray {
             const QByteArray limit = more.contains("max_tokens") ? "" : R"(,"max_tokens":1000)";
             return R"({"model":"sim",)" + messages(text) + (stream ? R"(,"stream":true)" : "") + limit + more + '}';
         },
         .read = readAnthropic},
    };
    return all;
}

inline const Wire &wire(const QByteArray &name)
{
    for (const Wire &one : wires()) {
        if (one.name == name)
            return one;
    }
    return wires().first();
}

} // namespace interleave::test
