// Reads the scripts of simulator/llm/script.h, as strictly as all that people write.
#include "simulator/llm/profile.h"
#include "simulator/llm/script.h"
#include "simulator/llm/script_text.h"

#include "core/bounded_file.h"
#include "core/shipped_file.h"
#include "json/field_reader.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr FieldRange turnRange{"turn", 0, 10'000};
constexpr FieldRange tokensRange{"tokens", 1, 100'000};
constexpr FieldRange statusRange{"status", 400, 599};
constexpr FieldRange retryAfterRange{"retry_after_s", 0, 3600};

QString readNeeded(FieldReader &fields, const char *key)
{
    QString text;
    fields.require(key);
    fields.read(key, text);
    if (fields.has(key) && text.isEmpty())
        fields.fail(key, u"is empty, and it is needed"_s);
    return text;
}

void readWhen(FieldReader &fields, ScriptRule &rule)
{
    fields.read("system", rule.system);
    fields.read("prompt", rule.prompt);
    fields.read(turnRange, rule.turn);
    fields.read("tools", rule.tools);
    if (bool failed = false; fields.read("failed", failed))
        rule.failed = failed;
}

void refusePlaceholders(FieldReader &fields, const char *key, const QString &problem)
{
    if (!problem.isEmpty())
        fields.fail(key, u"is wrong: "_s + problem);
}

ScriptRule::Call readCall(FieldReader &fields)
{
    ScriptRule::Call call;
    call.name = readNeeded(fields, "name");
    fields.read("arguments", call.arguments);
    refusePlaceholders(fields, "arguments", placeholderProblem(QJsonValue(call.arguments)));
    if (QString text; fields.read("arguments_text", text)) {
        refusePlaceholders(fields, "arguments_text", placeholderProblem(text));
        call.argumentsText = text;
        if (fields.has("arguments"))
            fields.fail("arguments_text", u"must go: there are \"arguments\" already; keep one of them"_s);
    }
    return call;
}

void readStatus(FieldReader &fields, ScriptRule &rule)
{
    rule.end = ScriptEnd::Status;
    fields.require("status");
    fields.read(statusRange, rule.status);
    fields.read(retryAfterRange, rule.retryAfterS);
    if (rule.status != 429 && rule.status != 500 && rule.status != 503 && fields.has("status"))
        fields.fail("status", u"is %1; it must be 429, 500 or 503"_s.arg(rule.status));
    if (rule.status != 429 && fields.has("retry_after_s"))
        fields.fail("retry_after_s", u"goes with the status 429 alone"_s);
}

void readEnd(FieldReader &fields, ScriptRule &rule)
{
    if (fields.isObject("end"))
        return fields.object("end", [&](FieldReader &end) { readStatus(end, rule); });
    if (!fields.has("end"))
        return fields.know("end");
    const auto fromName = [](const QString &name) -> std::optional<ScriptEnd> {
        if (name == "refusal"_L1)
            return ScriptEnd::Refusal;
        if (name == "length"_L1)
            return ScriptEnd::Length;
        return name == "cut"_L1 ? std::optional(ScriptEnd::Cut) : std::nullopt;
    };
    fields.choose("end", rule.end, {}, fromName, "refusal, length, cut or an object with \"status\"");
}

/// Tokens of what is sure to come: placeholders stand for more.
int leastTokens(const ScriptRule &rule)
{
    int tokens = estimateTokens(withoutPlaceholders(rule.text));
    for (const ScriptRule::Call &call : rule.calls) {
        const QString arguments =
            call.argumentsText.value_or(QString::fromUtf8(QJsonDocument(call.arguments).toJson(QJsonDocument::Compact)));
        tokens += estimateTokens(withoutPlaceholders(arguments));
    }
    return tokens;
}

void readReply(FieldReader &fields, ScriptRule &rule)
{
    fields.read("text", rule.text);
    refusePlaceholders(fields, "text", placeholderProblem(rule.text));
    fields.objects("calls", [&](FieldReader &call) { rule.calls.push_back(readCall(call)); });
    fields.read(tokensRange, rule.tokens);
    readEnd(fields, rule);
    const bool hasContent = !rule.text.isEmpty() || !rule.calls.empty();
    if (rule.end == ScriptEnd::Status && (hasContent || rule.tokens > 0))
        fields.fail("end", u"is an error, which comes in place of a reply; leave out text, calls and tokens"_s);
    if (rule.end != ScriptEnd::Status && !hasContent)
        fields.fail(u"it says nothing; give it a \"text\" or \"calls\""_s);
    if (const int least = leastTokens(rule); rule.tokens > 0 && rule.tokens < least)
        fields.fail("tokens", u"is %1, and its content alone has %2; raise it, or shorten the content"_s.arg(rule.tokens).arg(least));
}

void readScript(FieldReader &fields, Script &script)
{
    QString schema;
    fields.read("schema", schema);
    if (schema != "interleave.script/1"_L1)
        fields.fail("schema", u"must be interleave.script/1"_s);
    script.title = readNeeded(fields, "title");
    script.sentence = readNeeded(fields, "sentence");
    fields.require("rules");
    fields.objects("rules", [&](FieldReader &item) {
        ScriptRule rule;
        item.object("when", [&](FieldReader &when) { readWhen(when, rule); });
        item.require("reply");
        item.object("reply", [&](FieldReader &reply) { readReply(reply, rule); });
        script.rules.push_back(std::move(rule));
    });
}

} // namespace

QStringList scriptNames()
{
    return {u"velden"_s,        u"four-cases"_s, u"react-vs-plan"_s, u"skeleton"_s,
            u"research-team"_s, u"cpu-tools"_s,  u"fan-out-storm"_s, u"question-workflow"_s};
}

Result<Script> parseScript(const QByteArray &json, const QString &where)
{
    Script script;
    const QString problem = readJson(json, where, [&](FieldReader &fields) { readScript(fields, script); });
    if (!problem.isEmpty())
        return Error{problem};
    return script;
}

Result<Script> loadScript(const QString &nameOrPath)
{
    const Result<NamedContent> file = readNamed({u"script"_s, u":/scripts"_s, scriptNames(), mostScenarioBytes}, nameOrPath);
    if (!file)
        return Error{file.error()};
    Result<Script> script = parseScript(file->bytes, file->path);
    if (script)
        script.value().id = file->id;
    return script;
}

} // namespace interleave
