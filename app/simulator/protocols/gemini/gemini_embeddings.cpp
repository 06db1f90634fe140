#include "simulator/protocols/gemini/gemini_embeddings.h"

#include "simulator/llm/embedding.h"
#include "simulator/protocols/gemini/gemini_body.h"
#include "simulator/protocols/gemini/gemini_errors.h"

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultDimensions = 3072;
constexpr int mostInBatch = 100;

constexpr Field batchFields[] = {{"requests", FieldKind::ObjectOrList}};
constexpr Field embedFields[] = {
    {"model", FieldKind::Text},
    {"content", FieldKind::Object},
    {"taskType", FieldKind::Text},
    {"title", FieldKind::Text},
    {"outputDimensionality", FieldKind::Integer},
    {"embedContentConfig", FieldKind::Object},
};

QByteArray embed(GeminiBody &body, const QJsonObject &request, const QString &path)
{
    const QString field = path.isEmpty() ? u"content"_s : path % u".content"_s;
    const QString text = body.text(request["content"_L1], field);
    if (!request.contains("content"_L1))
        body.fail(u"* EmbedContentRequest.content: content is not specified\n"_s, field);
    int dimensions = defaultDimensions;
    if (request.contains("outputDimensionality"_L1))
        dimensions = geminiInteger(request["outputDimensionality"_L1]);
    if (dimensions < 1 || dimensions > defaultDimensions) {
        body.fail(u"* EmbedContentRequest.output_dimensionality: must be between 1 and %1."_s.arg(defaultDimensions), field);
        return {};
    }
    QByteArray json = R"({"values":[)";
    for (const float x : embeddingOf(text, dimensions))
        json += QByteArray::number(double(x), 'g', 8) + ',';
    json.back() = ']';
    return json + '}';
}

} // namespace

Answer embedGemini(const QByteArray &bytes, const QString &model, bool isBatch)
{
    auto document = readGeminiJson(bytes);
    if (const auto *problem = std::get_if<GeminiProblem>(&document))
        return geminiInvalidArgument(*problem);
    GeminiBody body;
    const QJsonObject object =
        body.object(std::get<QJsonObject>(document), {}, isBatch ? std::span<const Field>(batchFields) : embedFields);
    QByteArray json;
    if (isBatch) {
        const QList<QJsonObject> requests = body.objects(object["requests"_L1], u"requests"_s, embedFields);
        if (requests.isEmpty() || requests.size() > mostInBatch)
            body.fail(u"* BatchEmbedContentsRequest.requests: between 1 and %1 requests can be in one batch"_s.arg(mostInBatch),
                      u"requests"_s);
        for (qsizetype i = 0; i < requests.size() && !body.problem; ++i) {
            const QString path = u"requests[%1]"_s.arg(i);
            if (requests[i]["model"_L1].toString() != "models/"_L1 + model)
                body.fail(u"* BatchEmbedContentsRequest.%1.model: must match the model of the batch"_s.arg(path), path % u".model"_s);
            json += (i > 0 ? "," : "") + embed(body, requests[i], path);
        }
        json = R"({"embeddings":[)" + json + "]}";
    } else {
        json = R"({"embedding":)" + embed(body, object, {}) + '}';
    }
    return body.problem ? geminiInvalidArgument(*body.problem) : Answer{.body = json};
}

} // namespace interleave
