#include "simulator/protocols/gemini/gemini_errors.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

Answer rpcStatus(int code, const QString &status, const QString &message, const QJsonArray &details = {})
{
    QJsonObject error{{u"code"_s, code}, {u"message"_s, message}, {u"status"_s, status}};
    if (!details.isEmpty())
        error[u"details"_s] = details;
    return {.status = code, .body = QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson(QJsonDocument::Compact)};
}

QString retryDelay(double seconds) { return QString::number(std::ceil(seconds * 1000) / 1000) % u's'; }

Answer quotaExceeded(const ServiceRefusal &refusal, const QString &model)
{
    const bool ofTokens = refusal.kind == ServiceRefusal::Kind::TokenRate;
    const QString metric = u"generativelanguage.googleapis.com/"_s %
                           (ofTokens ? u"generate_content_free_tier_input_token_count"_s : u"generate_content_free_tier_requests"_s);
    const QString quotaId =
        ofTokens ? u"GenerateContentInputTokensPerModelPerMinute-FreeTier"_s : u"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"_s;
    const QString delay = retryDelay(refusal.retryAfterS);
    const QJsonObject violation{{u"quotaMetric"_s, metric},
                                {u"quotaId"_s, quotaId},
                                {u"quotaDimensions"_s, QJsonObject{{u"location"_s, u"global"_s}, {u"model"_s, model}}},
                                {u"quotaValue"_s, QString::number(refusal.limit)}};
    return rpcStatus(429, u"RESOURCE_EXHAUSTED"_s,
                     u"You exceeded your current quota, please check your plan and billing details.\n* Quota exceeded for metric: %1, "
                     "limit: %2\nPlease retry in %3."_s.arg(metric)
                         .arg(refusal.limit)
                         .arg(delay),
                     {QJsonObject{{u"@type"_s, u"type.googleapis.com/google.rpc.QuotaFailure"_s}, {u"violations"_s, QJsonArray{violation}}},
                      QJsonObject{{u"@type"_s, u"type.googleapis.com/google.rpc.RetryInfo"_s}, {u"retryDelay"_s, delay}}});
}

} // namespace

Answer geminiInvalidArgument(const GeminiProblem &problem)
{
    QJsonObject violation{{u"description"_s, problem.message}};
    if (!problem.field.isEmpty())
        violation[u"field"_s] = problem.field;
    return rpcStatus(
        400, u"INVALID_ARGUMENT"_s, problem.message,
        {QJsonObject{{u"@type"_s, u"type.googleapis.com/google.rpc.BadRequest"_s}, {u"fieldViolations"_s, QJsonArray{violation}}}});
}

Answer geminiUnknownModel(const QString &model, const QString &method)
{
    return rpcStatus(404, u"NOT_FOUND"_s,
                     u"models/%1 is not found for API version v1beta, or is not supported for %2. Call ListModels to see the list of "
                     "available models and their supported methods."_s.arg(model, method));
}

Answer geminiUnknownPath(const HttpRequest &request)
{
    return rpcStatus(404, u"NOT_FOUND"_s,
                     u"%1 %2 is not a method of this API."_s.arg(QString::fromLatin1(request.method), QString::fromUtf8(request.path)));
}

Answer geminiRefusal(const ServiceRefusal &refusal, const QString &model)
{
    switch (refusal.kind) {
    case ServiceRefusal::Kind::Overloaded:
        return rpcStatus(503, u"UNAVAILABLE"_s, u"The model is overloaded. Please try again later."_s);
    case ServiceRefusal::Kind::Internal:
        return rpcStatus(
            500, u"INTERNAL"_s,
            u"An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"_s);
    case ServiceRefusal::Kind::RequestRate:
    case ServiceRefusal::Kind::TokenRate:
        break;
    }
    return quotaExceeded(refusal, model);
}

} // namespace interleave
