#include "providers/refusal.h"

#include "providers/error_sentence.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

bool isWorthRetrying(int httpStatus)
{
    constexpr int statuses[] = {408, 409, 429, 500, 502, 503, 504, 529};
    return std::find(std::begin(statuses), std::end(statuses), httpStatus) != std::end(statuses);
}

/// Statuses that words stand for where no number is told: in the middle of a stream, whose status was 200.
static int statusOf(const QString &word)
{
    struct Meaning {
        QLatin1StringView word;
        int httpStatus;
    };
    static constexpr Meaning meanings[] = {
        {"invalid_request_error"_L1, 400}, {"authentication_error"_L1, 401},
        {"invalid_api_key"_L1, 401},       {"billing_error"_L1, 402},
        {"permission_error"_L1, 403},      {"not_found_error"_L1, 404},
        {"model_not_found"_L1, 404},       {"conflict_error"_L1, 409},
        {"request_too_large"_L1, 413},     {"rate_limit_error"_L1, 429},
        {"rate_limit_exceeded"_L1, 429},   {"slow_down"_L1, 429},
        {"insufficient_quota"_L1, 429},    {"credit_balance_exhausted"_L1, 429},
        {"RESOURCE_EXHAUSTED"_L1, 429},    {"api_error"_L1, 500},
        {"server_error"_L1, 500},          {"INTERNAL"_L1, 500},
        {"server_is_overloaded"_L1, 503},  {"service_unavailable_error"_L1, 503},
        {"UNAVAILABLE"_L1, 503},           {"timeout_error"_L1, 504},
        {"overloaded_error"_L1, 529},
    };
    for (const Meaning &meaning : meanings) {
        if (word == meaning.word)
            return meaning.httpStatus;
    }
    return 0;
}

/// The account's credit, its quota or a limit on spending: waiting a minute changes nothing.
static bool isAboutMoney(const QString &word)
{
    for (const auto part : {"insufficient_quota"_L1, "credit_balance"_L1, "spend_limit"_L1, "spending_limit"_L1, "billing"_L1}) {
        if (word.contains(part))
            return true;
    }
    return false;
}

/// Gemini says so in a QuotaFailure: "GenerateRequestsPerDayPerProjectPerModel-FreeTier".
static bool isDailyQuota(const QJsonArray &details)
{
    for (const QJsonValue &detail : details) {
        const QJsonArray violations = detail["violations"_L1].toArray();
        for (const QJsonValue &violation : violations) {
            if (violation["quotaId"_L1].toString().contains("PerDay"_L1))
                return true;
        }
    }
    return false;
}

/// "37s" or "37.4s", from google.rpc.RetryInfo.
static std::optional<double> retryDelay(const QJsonArray &details)
{
    for (const QJsonValue &detail : details) {
        QString delay = detail["retryDelay"_L1].toString();
        bool ok = delay.endsWith(u's');
        delay.chop(1);
        const double seconds = ok ? delay.toDouble(&ok) : 0;
        if (ok && std::isfinite(seconds) && seconds >= 0)
            return seconds;
    }
    return std::nullopt;
}

static QJsonObject errorOf(const QJsonObject &response)
{
    const QJsonValue error = response["error"_L1];
    if (error.isObject())
        return error.toObject();
    if (error.isString())
        return {{u"message"_s, error}};
    if (response["message"_L1].isString())
        return response;
    return {{u"message"_s, response["detail"_L1]}};
}

bool isRefusal(const QJsonObject &response)
{
    const QJsonValue error = response["error"_L1];
    return !(error.isUndefined() || error.isNull()) || response["object"_L1].toString() == "error"_L1;
}

Refusal refusalOf(const QJsonObject &response)
{
    const QJsonObject error = errorOf(response);
    const QJsonValue details = error["details"_L1]; // Gemini: a list of objects; Anthropic: one object
    const QJsonValue code = error["code"_L1];       // Gemini, llama.cpp: the status; OpenAI: a word
    const QStringList words{details["error_code"_L1].toString(), error["status"_L1].toString(), code.toString(),
                            error["type"_L1].toString()};

    Refusal refusal;
    refusal.message = error["message"_L1].toString();
    refusal.retryAfterS = retryDelay(details.toArray());
    const int number = code.isString() ? code.toString().toInt() : code.toInt();
    if (number >= 400 && number < 600)
        refusal.httpStatus = number;
    for (const QString &word : words) {
        if (refusal.word.isEmpty() && (word != code.toString() || number == 0))
            refusal.word = word;
        if (refusal.httpStatus == 0)
            refusal.httpStatus = statusOf(word);
        if (isAboutMoney(word))
            refusal.retryHint = RetryHint::Never;
    }
    // llama.cpp answers a request that it cannot read with 500 and its parser's words
    if (isDailyQuota(details.toArray()) || refusal.message.contains("[json.exception."_L1))
        refusal.retryHint = RetryHint::Never;
    return refusal;
}

Refusal refusalOfBody(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    Refusal refusal = refusalOf(document.isArray() ? document[0].toObject() : document.object());
    if (refusal.word.isEmpty() && refusal.message.isEmpty()) // a gateway's page
        refusal.message = excerpt(QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 400))), 80);
    return refusal;
}

} // namespace interleave
