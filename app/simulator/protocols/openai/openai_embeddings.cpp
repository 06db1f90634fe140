#include "simulator/protocols/openai/openai_embeddings.h"

#include "simulator/llm/embedding.h"
#include "simulator/llm/profile.h"
#include "simulator/llm/simulated_models.h"
#include "simulator/protocols/json_fields.h"
#include "simulator/protocols/openai/openai_request.h"
#include "json/json_text.h"

#include <QJsonArray>
#include <QStringList>

#include <bit>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostInputs = 2048;

constexpr Field embeddingFields[] = {
    {"model", FieldKind::Text},         {"input", FieldKind::TextOrList}, {"encoding_format", FieldKind::Text},
    {"dimensions", FieldKind::Integer}, {"user", FieldKind::Text},
};

int dimensionsOf(const QString &model) { return model == "text-embedding-3-large"_L1 ? 3072 : 1536; }

std::optional<OpenAiProblem> problemIn(const QJsonObject &body)
{
    if (const auto bad = findBadField(body, embeddingFields))
        return OpenAiProblem{bad->field ? u"Invalid type for '%1'."_s.arg(bad->name)
                                        : QString(u"Unrecognized request argument supplied: "_s % bad->name),
                             bad->name, bad->field ? u"invalid_type"_s : QString()};
    for (const auto needed : {"model"_L1, "input"_L1}) {
        if (!body.contains(needed))
            return OpenAiProblem{u"Missing required parameter: '%1'."_s.arg(needed), needed, u"missing_required_parameter"_s};
    }
    const QString format = body["encoding_format"_L1].toString(u"float"_s);
    if (format != "float"_L1 && format != "base64"_L1)
        return OpenAiProblem{u"Invalid value: '%1'. Supported values are: 'float' and 'base64'."_s.arg(format), u"encoding_format"_s,
                             u"invalid_value"_s};
    const int most = dimensionsOf(body["model"_L1].toString());
    const int dimensions = body["dimensions"_L1].toInt(most);
    if (dimensions < 1 || dimensions > most)
        return OpenAiProblem{
            u"Invalid value for 'dimensions' = %1. Must be between 1 and %2."_s.arg(dimensions).arg(most), u"dimensions"_s, {}};
    return std::nullopt;
}

/// A text, or texts, or tokens, or lists of tokens: tokens stand for a text that is spelled by their numbers.
std::optional<QStringList> inputs(const QJsonValue &input)
{
    const QJsonArray list = input.isString() ? QJsonArray{input} : input.toArray();
    QStringList texts;
    if (!list.isEmpty() && list.first().isDouble())
        return QStringList{printedJson(list)};
    for (const QJsonValue &item : list) {
        if (!item.isString() && !item.isArray())
            return std::nullopt;
        texts += item.isString() ? item.toString() : printedJson(item);
        if (texts.last().isEmpty())
            return std::nullopt;
    }
    if (texts.isEmpty() || texts.size() > mostInputs)
        return std::nullopt;
    return texts;
}

/// Little-endian floats, as the real service packs them.
QByteArray base64(const std::vector<float> &vector)
{
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(vector.size() * 4));
    for (const float x : vector) {
        const auto bits = std::bit_cast<quint32>(x);
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(bits >> shift & 0xff);
    }
    return '"' + bytes.toBase64() + '"';
}

QByteArray numbers(const std::vector<float> &vector)
{
    QByteArray json = "[";
    for (const float x : vector)
        json += QByteArray::number(double(x), 'g', 8) + ',';
    json.back() = ']';
    return json;
}

} // namespace

Answer embedOpenAi(const QByteArray &bytes)
{
    auto document = readOpenAiJson(bytes);
    if (const auto *problem = std::get_if<OpenAiProblem>(&document))
        return openAiInvalidRequest(*problem);
    const QJsonObject &body = std::get<QJsonObject>(document);
    if (const auto problem = problemIn(body))
        return openAiInvalidRequest(*problem);
    const QString model = body["model"_L1].toString();
    if (!openAiEmbeddingModels().contains(model))
        return openAiUnknownModel(model);
    const auto texts = inputs(body["input"_L1]);
    if (!texts)
        return openAiInvalidRequest(
            {.message = u"'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference."_s,
             .param = {},
             .code = {}});

    const int dimensions = body["dimensions"_L1].toInt(dimensionsOf(model));
    const bool packed = body["encoding_format"_L1].toString() == "base64"_L1;
    int tokens = 0;
    QByteArray json = R"({"object":"list","data":[)";
    for (qsizetype i = 0; i < texts->size(); ++i) {
        const std::vector<float> vector = embeddingOf(texts->at(i), dimensions);
        tokens += estimateTokens(texts->at(i));
        json += (i > 0 ? "," : "") + (R"({"object":"embedding","index":)" + QByteArray::number(i));
        json += R"(,"embedding":)" + (packed ? base64(vector) : numbers(vector)) + '}';
    }
    json += R"(],"model":)";
    appendJsonText(json, model);
    json += R"(,"usage":{"prompt_tokens":)" + QByteArray::number(tokens) + R"(,"total_tokens":)" + QByteArray::number(tokens) + "}}";
    return {.body = json};
}

} // namespace interleave
