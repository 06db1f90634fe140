#include "simulator/protocols/openai/openai_errors.h"

#include "simulator/protocols/retry_after.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

Answer error(int status, const QString &type, const OpenAiProblem &problem)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    const QJsonObject error{
        {u"message"_s, problem.message}, {u"type"_s, type}, {u"param"_s, orNull(problem.param)}, {u"code"_s, orNull(problem.code)}};
    return {.status = status, .body = QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson(QJsonDocument::Compact)};
}

Answer rateLimited(const ServiceRefusal &refusal, const QString &model)
{
    const bool ofTokens = refusal.kind == ServiceRefusal::Kind::TokenRate;
    Answer answer = error(429, ofTokens ? u"tokens"_s : u"requests"_s,
                          {.message = u"Rate limit reached for %1 in organization org-simulator on %2 per min (%3): Limit %4. Please try "
                                      "again in %5s. Visit https://platform.openai.com/account/rate-limits to learn more."_s
                                          .arg(model, ofTokens ? u"tokens"_s : u"requests"_s, ofTokens ? u"TPM"_s : u"RPM"_s)
                                          .arg(refusal.limit)
                                          .arg(std::ceil(refusal.retryAfterS * 1000) / 1000),
                           .param = {},
                           .code = u"rate_limit_exceeded"_s});
    answer.headers = {{"retry-after", retryAfterSeconds(refusal.retryAfterS)},
                      {"retry-after-ms", QByteArray::number(std::ceil(refusal.retryAfterS * 1000), 'f', 0)}};
    return answer;
}

} // namespace

Answer openAiInvalidRequest(const OpenAiProblem &problem) { return error(400, u"invalid_request_error"_s, problem); }

Answer openAiUnknownModel(const QString &model)
{
    return error(404, u"invalid_request_error"_s,
                 {.message = u"The model `%1` does not exist or you do not have access to it."_s.arg(model),
                  .param = {},
                  .code = u"model_not_found"_s});
}

Answer openAiUnknownPath(const HttpRequest &request)
{
    return error(404, u"invalid_request_error"_s,
                 {.message = u"Invalid URL (%1 %2)"_s.arg(QString::fromLatin1(request.method), QString::fromUtf8(request.path)),
                  .param = {},
                  .code = {}});
}

Answer openAiRefusal(const ServiceRefusal &refusal, const QString &model)
{
    switch (refusal.kind) {
    case ServiceRefusal::Kind::Overloaded:
        return error(503, u"service_unavailable_error"_s,
                     {.message = u"The server is currently overloaded with other requests. Please try again later."_s,
                      .param = {},
                      .code = u"server_is_overloaded"_s});
    case ServiceRefusal::Kind::Internal:
        return error(500, u"server_error"_s,
                     {.message = u"The server had an error while processing your request. Sorry about that!"_s, .param = {}, .code = {}});
    case ServiceRefusal::Kind::RequestRate:
    case ServiceRefusal::Kind::TokenRate:
        break;
    }
    return rateLimited(refusal, model);
}

} // namespace interleave
