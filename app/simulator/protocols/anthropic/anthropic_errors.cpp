#include "simulator/protocols/anthropic/anthropic_errors.h"

#include "simulator/protocols/retry_after.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using namespace Qt::StringLiterals;

Answer anthropicError(int status, const QString &type, const QString &message, const QByteArray &id)
{
    const QJsonObject body{{u"type"_s, u"error"_s},
                           {u"error"_s, QJsonObject{{u"type"_s, type}, {u"message"_s, message}}},
                           {u"request_id"_s, QString::fromLatin1("req_" + id)}};
    return {.status = status, .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

Answer anthropicInvalidRequest(const QString &message, const QByteArray &id)
{
    return anthropicError(400, u"invalid_request_error"_s, message, id);
}

Answer anthropicUnknownModel(const QString &model, const QByteArray &id)
{
    return anthropicError(404, u"not_found_error"_s, u"model: "_s % model, id);
}

Answer anthropicRefusal(const ServiceRefusal &refusal, const QByteArray &id)
{
    switch (refusal.kind) {
    case ServiceRefusal::Kind::Overloaded:
        return anthropicError(529, u"overloaded_error"_s, u"Overloaded"_s, id);
    case ServiceRefusal::Kind::Internal:
        return anthropicError(500, u"api_error"_s, u"Internal server error"_s, id);
    case ServiceRefusal::Kind::RequestRate:
    case ServiceRefusal::Kind::TokenRate:
        break;
    }
    const QString unit = refusal.kind == ServiceRefusal::Kind::TokenRate ? u"input tokens"_s : u"requests"_s;
    Answer answer = anthropicError(429, u"rate_limit_error"_s,
                                   u"This request would exceed your organization's rate limit of %1 %2 per minute. For details, refer to: "
                                   "https://docs.claude.com/en/api/rate-limits."_s.arg(refusal.limit)
                                       .arg(unit),
                                   id);
    answer.headers = {{"retry-after", retryAfterSeconds(refusal.retryAfterS)}};
    return answer;
}

} // namespace interleave
