// A script for tests of the simulated model: all that a script can say, about a boat's toll.
#pragma once

#include "simulator/llm/script.h"

#include <QTest>

namespace interleave::test {

inline QByteArray scriptOf(const QByteArray &rules)
{
    return "{\"schema\":\"interleave.script/1\",\"title\":\"Test\",\"sentence\":\"A test.\",\"rules\":[" + rules + "]}";
}

inline const QByteArray tollRules = R"x(
{"when":{"prompt":"toll","turn":0,"tools":["search","clock"]},"reply":{"tokens":60,"text":"Let me look.","calls":[
    {"name":"search","arguments":{"query":"{{question}}","limit":2}},{"name":"clock","arguments":{}}]}},
{"when":{"prompt":"toll","turn":1,"failed":false},"reply":{"tokens":90,"calls":[
    {"name":"read","arguments":{"id":"{{result.0.hits.0.id}}","first":"{{result.0.hits.1.rank}}"}}]}},
{"when":{"prompt":"toll","turn":1,"failed":true},"reply":{"end":"refusal","text":"I cannot: {{result.-1}}"}},
{"when":{"prompt":"toll","turn":2},"reply":{"tokens":40,"text":"{{result.2 | /toll is ([0-9.]+) crowns/}} crowns, {{result.9}}."}},
{"when":{"system":"clumsy","turn":0},"reply":{"calls":[{"name":"serch","arguments":{"query":"a"}},{"name":"search","arguments_text":"{\"query\": "}]}},
{"when":{"prompt":"long"},"reply":{"end":"length","text":"It goes on and"}},
{"when":{"prompt":"broken"},"reply":{"end":"cut","text":"This text is never read to its end, for the connection closes before."}},
{"when":{"prompt":"busy"},"reply":{"end":{"status":429,"retry_after_s":2}}}
)x";

inline Script tollScript()
{
    const Result<Script> script = parseScript(scriptOf(tollRules), QStringLiteral("toll.json"));
    if (!script)
        qFatal("%s", qPrintable(script.error()));
    return *script;
}

inline Prompt tollPrompt()
{
    Prompt prompt;
    prompt.text = QStringLiteral("What is the toll?");
    for (const char *name : {"search", "clock", "read"})
        prompt.tools.append({QString::fromLatin1(name), QStringLiteral("a tool"), {{QStringLiteral("type"), QStringLiteral("object")}}});
    return prompt;
}

/// The conversation goes on: what the model said, and what its tools say.
inline void goOn(Prompt &prompt, const QString &text, const QList<ToolCall> &calls, const QStringList &outputs, bool lastFails = false)
{
    if (!prompt.text.isEmpty())
        prompt.history.append({Message::Role::User, std::exchange(prompt.text, {}), {}, {}});
    prompt.history.append({Message::Role::Model, text, calls, {}});
    Message results{Message::Role::User, {}, {}, {}};
    for (qsizetype i = 0; i < calls.size(); ++i)
        results.toolResults.append({calls[i].id, calls[i].name, outputs[i], lastFails && i + 1 == calls.size()});
    prompt.history.append(results);
}

} // namespace interleave::test
