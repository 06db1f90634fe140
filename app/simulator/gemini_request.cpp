#include "simulator/gemini_request.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <span>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// What an image or a file counts for, whatever its size: Gemini's tokens of a small image.
constexpr int tokensOfMedia = 258;

enum class Kind { Text, Number, Integer, Flag, Object, List, ObjectOrList, Any };

struct Field {
    const char *name;
    Kind kind;
};

constexpr Field requestFields[] = {
    {"contents", Kind::ObjectOrList},
    {"systemInstruction", Kind::Object},
    {"generationConfig", Kind::Object},
    {"safetySettings", Kind::ObjectOrList},
    {"tools", Kind::ObjectOrList},
    {"toolConfig", Kind::Object},
    {"cachedContent", Kind::Text},
    {"labels", Kind::Object},
    {"serviceTier", Kind::Text},
    {"store", Kind::Flag},
    {"model", Kind::Text},
};
constexpr Field countFields[] = {{"contents", Kind::ObjectOrList}, {"generateContentRequest", Kind::Object}};
constexpr Field contentFields[] = {{"role", Kind::Text}, {"parts", Kind::ObjectOrList}};
constexpr Field partFields[] = {
    {"text", Kind::Text},
    {"inlineData", Kind::Object},
    {"fileData", Kind::Object},
    {"functionCall", Kind::Object},
    {"functionResponse", Kind::Object},
    {"executableCode", Kind::Object},
    {"codeExecutionResult", Kind::Object},
    {"thought", Kind::Flag},
    {"thoughtSignature", Kind::Text},
    {"videoMetadata", Kind::Object},
    {"mediaResolution", Kind::Any},
    {"partMetadata", Kind::Object},
};
constexpr Field configFields[] = {
    {"candidateCount", Kind::Integer},
    {"maxOutputTokens", Kind::Integer},
    {"temperature", Kind::Number},
    {"topP", Kind::Number},
    {"topK", Kind::Number},
    {"seed", Kind::Integer},
    {"stopSequences", Kind::List},
    {"presencePenalty", Kind::Number},
    {"frequencyPenalty", Kind::Number},
    {"responseMimeType", Kind::Text},
    {"responseSchema", Kind::Object},
    {"responseJsonSchema", Kind::Any},
    {"responseLogprobs", Kind::Flag},
    {"logprobs", Kind::Integer},
    {"thinkingConfig", Kind::Object},
    {"responseModalities", Kind::List},
    {"mediaResolution", Kind::Text},
    {"speechConfig", Kind::Object},
    {"audioTimestamp", Kind::Flag},
    {"routingConfig", Kind::Object},
    {"enableEnhancedCivicAnswers", Kind::Flag},
    {"imageConfig", Kind::Object},
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

bool hasKind(const QJsonValue &value, Kind kind)
{
    switch (kind) {
    case Kind::Text:
        return value.isString();
    case Kind::Number:
        return value.isDouble();
    case Kind::Integer: { // proto JSON takes integers in quotes, too
        bool isInteger = value.isDouble() && value.toDouble() == static_cast<double>(value.toInteger());
        if (value.isString())
            value.toString().toLongLong(&isInteger);
        return isInteger;
    }
    case Kind::Flag:
        return value.isBool();
    case Kind::Object:
        return value.isObject();
    case Kind::List:
        return value.isArray();
    case Kind::ObjectOrList:
        return value.isObject() || value.isArray();
    case Kind::Any:
        break;
    }
    return true;
}

const char *protoType(Kind kind)
{
    switch (kind) {
    case Kind::Text:
        return "TYPE_STRING";
    case Kind::Number:
        return "TYPE_FLOAT";
    case Kind::Integer:
        return "TYPE_INT32";
    case Kind::Flag:
        return "TYPE_BOOL";
    default:
        return "TYPE_MESSAGE";
    }
}

QString printed(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

/// One level of the body: its keys in camelCase, and the first thing that is wrong with them.
class BodyReader
{
public:
    std::optional<GeminiProblem> problem;

    QJsonObject object(const QJsonObject &source, const QString &path, std::span<const Field> fields)
    {
        QJsonObject camel;
        for (auto it = source.begin(); it != source.end(); ++it) {
            const QString name = camelCase(it.key());
            const auto field =
                std::find_if(fields.begin(), fields.end(), [&](const Field &f) { return name == QLatin1StringView(f.name); });
            const QString fullName = path.isEmpty() ? snakeCase(name) : path % u'.' % snakeCase(name);
            if (field == fields.end()) {
                const QString where = path.isEmpty() ? QString() : u" at '%1'"_s.arg(path);
                fail(u"Invalid JSON payload received. Unknown name \"%1\"%2: Cannot find field."_s.arg(it.key(), where), path);
            } else if (it.value().isNull()) {
                continue; // as if it were absent
            } else if (!hasKind(it.value(), field->kind)) {
                fail(u"Invalid value at '%1' (%2), %3"_s.arg(fullName, QLatin1StringView(protoType(field->kind)), printed(it.value())),
                     fullName);
            }
            camel.insert(name, it.value());
        }
        return camel;
    }

    void fail(const QString &message, const QString &field)
    {
        if (!problem)
            problem = GeminiProblem{message, field};
    }

    /// The service takes a single object where a list of them belongs.
    static QJsonArray list(const QJsonValue &value) { return value.isObject() ? QJsonArray{value} : value.toArray(); }

    /// Texts of a content, joined; their tokens are added to `tokens`.
    QString text(const QJsonObject &content, const QString &path, int &tokens)
    {
        QString text;
        const QJsonArray parts = list(content["parts"_L1]);
        for (qsizetype i = 0; i < parts.size(); ++i) {
            const QString partPath = u"%1.parts[%2]"_s.arg(path).arg(i);
            if (!parts[i].isObject())
                fail(u"Invalid value at '%1' (TYPE_MESSAGE), %2"_s.arg(partPath, printed(parts[i])), partPath);
            const QJsonObject part = object(parts[i].toObject(), partPath, partFields);
            if (part.contains("inlineData"_L1) || part.contains("fileData"_L1))
                tokens += tokensOfMedia;
            for (const auto call : {"functionCall"_L1, "functionResponse"_L1}) {
                if (part.contains(call))
                    tokens += estimateTokens(printed(part[call]));
            }
            const QString piece = part["text"_L1].toString();
            tokens += estimateTokens(piece);
            text += piece;
        }
        return text;
    }
};

void readContents(BodyReader &reader, const QJsonValue &value, GenerateRequest &request)
{
    const QJsonArray contents = BodyReader::list(value);
    if (contents.isEmpty())
        reader.fail(u"* GenerateContentRequest.contents: contents is not specified\n"_s, u"contents"_s);
    for (qsizetype i = 0; i < contents.size(); ++i) {
        const QString path = u"contents[%1]"_s.arg(i);
        if (!contents[i].isObject())
            reader.fail(u"Invalid value at '%1' (TYPE_MESSAGE), %2"_s.arg(path, printed(contents[i])), path);
        const QJsonObject content = reader.object(contents[i].toObject(), path, contentFields);
        if (BodyReader::list(content["parts"_L1]).isEmpty())
            reader.fail(u"* GenerateContentRequest.%1.parts: contents.parts must not be empty.\n"_s.arg(path), path % u".parts"_s);
        const QString role = content["role"_L1].toString(u"user"_s);
        if (role != "user"_L1 && role != "model"_L1)
            reader.fail(u"Please use a valid role: user, model."_s, path % u".role"_s);
        const QString text = reader.text(content, path, request.inputTokens);
        if (role == "user"_L1)
            request.prompt.text = text;
    }
}

int integer(const QJsonValue &value) { return value.isString() ? value.toString().toInt() : value.toInt(); }

void readConfig(BodyReader &reader, const QJsonObject &source, GenerateRequest &request)
{
    const QString path = u"generation_config"_s;
    const QJsonObject config = reader.object(source, path, configFields);
    if (config.contains("maxOutputTokens"_L1)) {
        request.prompt.maxOutputTokens = integer(config["maxOutputTokens"_L1]);
        if (*request.prompt.maxOutputTokens < 1)
            reader.fail(u"* GenerateContentRequest.generation_config.max_output_tokens: max_output_tokens must be positive.\n"_s,
                        path % u".max_output_tokens"_s);
    }
    if (config.contains("temperature"_L1)) {
        request.prompt.temperature = config["temperature"_L1].toDouble();
        if (*request.prompt.temperature < 0 || *request.prompt.temperature > 2)
            reader.fail(u"* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n"_s,
                        path % u".temperature"_s);
    }
    if (config.contains("candidateCount"_L1) && integer(config["candidateCount"_L1]) != 1)
        reader.fail(u"Only one candidate can be specified in the current model"_s, path % u".candidate_count"_s);
    if (config["responseMimeType"_L1].toString() == "application/json"_L1)
        request.format = ReplyFormat::Json;
}

} // namespace

std::variant<GenerateRequest, GeminiProblem> readGeminiBody(const QByteArray &body, bool countsTokens)
{
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(body, &syntax);
    if (syntax.error != QJsonParseError::NoError)
        return GeminiProblem{u"Invalid JSON payload received. %1 at offset %2."_s.arg(syntax.errorString()).arg(syntax.offset), {}};
    if (!document.isObject())
        return GeminiProblem{u"Invalid JSON payload received. Unknown name \"\": Root element must be a message."_s, {}};

    GenerateRequest request;
    BodyReader reader;
    QJsonObject object = document.object();
    if (countsTokens) {
        object = reader.object(object, {}, countFields);
        if (object.contains("generateContentRequest"_L1))
            object = object["generateContentRequest"_L1].toObject();
    }
    object = reader.object(object, {}, requestFields);
    readContents(reader, object["contents"_L1], request);
    int systemTokens = 0;
    const QJsonObject system = reader.object(object["systemInstruction"_L1].toObject(), u"system_instruction"_s, contentFields);
    request.prompt.system = reader.text(system, u"system_instruction"_s, systemTokens);
    request.inputTokens += systemTokens;
    readConfig(reader, object["generationConfig"_L1].toObject(), request);
    if (reader.problem)
        return *reader.problem;
    return request;
}

} // namespace interleave
