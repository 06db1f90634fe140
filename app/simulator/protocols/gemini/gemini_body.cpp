#include "simulator/protocols/gemini/gemini_body.h"

#include "simulator/protocols/conversation_text.h"

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr Field contentFields[] = {{"role", FieldKind::Text}, {"parts", FieldKind::ObjectOrList}};
constexpr Field partFields[] = {
    {"text", FieldKind::Text},
    {"inlineData", FieldKind::Object},
    {"fileData", FieldKind::Object},
    {"functionCall", FieldKind::Object},
    {"functionResponse", FieldKind::Object},
    {"executableCode", FieldKind::Object},
    {"codeExecutionResult", FieldKind::Object},
    {"thought", FieldKind::Flag},
    {"thoughtSignature", FieldKind::Text},
    {"videoMetadata", FieldKind::Object},
    {"mediaResolution", FieldKind::Any},
    {"partMetadata", FieldKind::Object},
};
constexpr Field callFields[] = {
    {"id", FieldKind::Text},          {"name", FieldKind::Text},         {"args", FieldKind::Object},
    {"partialArgs", FieldKind::List}, {"willContinue", FieldKind::Flag},
};
constexpr Field responseFields[] = {
    {"id", FieldKind::Text},           {"name", FieldKind::Text},       {"response", FieldKind::Object},
    {"willContinue", FieldKind::Flag}, {"scheduling", FieldKind::Text}, {"parts", FieldKind::ObjectOrList},
};

QString camelCase(const QString &name)
{
    QString camel;
    bool upper = false;
    for (const QChar c : name) {
        if (c != u'_')
            camel += upper ? c.toUpper() : c;
        upper = c == u'_';
    }
    return camel;
}

QString snakeCase(const QString &name)
{
    QString snake;
    for (const QChar c : name) {
        if (c.isUpper())
            snake += u'_';
        snake += c.toLower();
    }
    return snake;
}

bool fits(const QJsonValue &value, FieldKind kind)
{
    bool isInteger = false;
    if (kind == FieldKind::Integer && value.isString())
        value.toString().toLongLong(&isInteger);
    return isInteger || hasKind(value, kind);
}

const char *protoType(FieldKind kind)
{
    switch (kind) {
    case FieldKind::Text:
        return "TYPE_STRING";
    case FieldKind::Number:
        return "TYPE_FLOAT";
    case FieldKind::Integer:
        return "TYPE_INT32";
    case FieldKind::Flag:
        return "TYPE_BOOL";
    default:
        return "TYPE_MESSAGE";
    }
}

/// What a tool said, as text: its "output" or "error" alone, else the whole object.
ToolResult toolResult(const QJsonObject &part)
{
    const QJsonObject response = part["response"_L1].toObject();
    const bool isError = response.contains("error"_L1);
    const QJsonValue output = isError                          ? response["error"_L1]
                              : response.contains("output"_L1) ? response["output"_L1]
                                                               : QJsonValue(response);
    return {.callId = part["id"_L1].toString(),
            .name = part["name"_L1].toString(),
            .output = output.isString() ? output.toString() : printedJson(output),
            .isError = isError};
}

} // namespace

QJsonObject GeminiBody::object(const QJsonObject &source, const QString &path, std::span<const Field> fields)
{
    QJsonObject camel;
    for (auto it = source.begin(); it != source.end(); ++it) {
        const QString name = camelCase(it.key());
        const Field *field = findField(fields, name);
        const QString fullName = path.isEmpty() ? snakeCase(name) : path % u'.' % snakeCase(name);
        if (!field) {
            const QString where = path.isEmpty() ? QString() : u" at '%1'"_s.arg(path);
            fail(u"Invalid JSON payload received. Unknown name \"%1\"%2: Cannot find field."_s.arg(it.key(), where), path);
        } else if (it.value().isNull()) {
            continue; // as if it were absent
        } else if (!fits(it.value(), field->kind)) {
            fail(u"Invalid value at '%1' (%2), %3"_s.arg(fullName, QLatin1StringView(protoType(field->kind)), printedJson(it.value())),
                 fullName);
        }
        camel.insert(name, it.value());
    }
    return camel;
}

QList<QJsonObject> GeminiBody::objects(const QJsonValue &source, const QString &path, std::span<const Field> fields)
{
    const QJsonArray list = source.isObject() ? QJsonArray{source} : source.toArray();
    QList<QJsonObject> result;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString place = u"%1[%2]"_s.arg(path).arg(i);
        if (!list[i].isObject())
            fail(u"Invalid value at '%1' (TYPE_MESSAGE), %2"_s.arg(place, printedJson(list[i])), place);
        result += object(list[i].toObject(), place, fields);
    }
    return result;
}

void GeminiBody::fail(const QString &message, const QString &field)
{
    if (!problem)
        problem = GeminiProblem{message, field};
}

Message GeminiBody::turn(const QJsonObject &content, const QString &path, int &mediaTokens)
{
    Message turn;
    const QString role = content["role"_L1].toString(u"user"_s);
    if (role != "user"_L1 && role != "model"_L1)
        fail(u"Please use a valid role: user, model."_s, path % u".role"_s);
    turn.role = role == "model"_L1 ? Message::Role::Model : Message::Role::User;

    const QList<QJsonObject> parts = objects(content["parts"_L1], path % u".parts"_s, partFields);
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QJsonObject &part = parts[i];
        const QString place = u"%1.parts[%2]"_s.arg(path).arg(i);
        if (part.contains("inlineData"_L1) || part.contains("fileData"_L1))
            mediaTokens += tokensOfMedia;
        turn.text += part["text"_L1].toString();
        if (part.contains("functionCall"_L1)) {
            const QJsonObject call = object(part["functionCall"_L1].toObject(), place % u".function_call"_s, callFields);
            turn.toolCalls += {.id = call["id"_L1].toString(),
                               .name = call["name"_L1].toString(),
                               .arguments = call["args"_L1].toObject(),
                               .signature = part["thoughtSignature"_L1].toString()};
        }
        if (part.contains("functionResponse"_L1))
            turn.toolResults += toolResult(object(part["functionResponse"_L1].toObject(), place % u".function_response"_s, responseFields));
    }
    return turn;
}

QList<Message> GeminiBody::turns(const QJsonValue &contents, int &mediaTokens)
{
    QList<Message> turns;
    const QList<QJsonObject> list = objects(contents, u"contents"_s, contentFields);
    if (list.isEmpty())
        fail(u"* GenerateContentRequest.contents: contents is not specified\n"_s, u"contents"_s);
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString path = u"contents[%1]"_s.arg(i);
        const QJsonValue parts = list[i]["parts"_L1];
        if (!parts.isObject() && parts.toArray().isEmpty())
            fail(u"* GenerateContentRequest.%1.parts: contents.parts must not be empty.\n"_s.arg(path), path % u".parts"_s);
        turns += turn(list[i], path, mediaTokens);
    }
    return turns;
}

QString GeminiBody::text(const QJsonValue &content, const QString &path)
{
    int ignored = 0;
    QJsonObject read = object(content.toObject(), path, contentFields);
    read.remove("role"_L1); // the service takes any here
    return turn(read, path, ignored).text;
}

int geminiInteger(const QJsonValue &value) { return value.isString() ? value.toString().toInt() : value.toInt(); }

} // namespace interleave
