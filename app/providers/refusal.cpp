#include "providers/refusal.h"

#include "providers/plain_words.h"
#include "providers/typed_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

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
        if (word.contains(part, Qt::CaseInsensitive))
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

/// The first field of these names that says something.
static QJsonValue firstTold(const QJsonObject &object, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        if (isTold(object[name]))
            return object[name];
    }
    return QJsonValue::Undefined;
}

static QJsonValue codeOf(const QJsonObject &object)
{
    return firstTold(object, {"code"_L1, "status_code"_L1, "statusCode"_L1, "error_code"_L1, "errorCode"_L1, "errcode"_L1, "err_code"_L1});
}

static QJsonValue messageOf(const QJsonObject &object)
{
    return firstTold(object, {"message"_L1, "msg"_L1, "status_msg"_L1, "statusMsg"_L1, "error_msg"_L1, "errorMessage"_L1,
                              "error_message"_L1, "errmsg"_L1, "err_msg"_L1, "reason"_L1, "description"_L1, "detail"_L1});
}

/// 0, 200, "success", "ok": how status objects say that nothing is wrong.
static bool isSuccessWord(const QJsonValue &value)
{
    const QString word = value.isDouble() ? QString::number(value.toInt()) : value.toString().trimmed().toLower();
    return !isTold(value) || word == "0"_L1 || word == "200"_L1 || word == "ok"_L1 || word == "success"_L1 || word == "succeeded"_L1;
}

/// A field of the name "error": what it is, and whether it says that there is one.
static bool isError(const QJsonValue &error)
{
    if (!isTold(error))
        return false;
    if (error.isArray()) {
        const QJsonArray errors = error.toArray();
        return std::any_of(errors.begin(), errors.end(), [](const QJsonValue &one) { return isError(one); });
    }
    if (!error.isObject())
        return !isSuccessWord(error);
    const QJsonObject object = error.toObject();
    const bool isAllWell = isSuccessWord(codeOf(object)) && isSuccessWord(messageOf(object)) && !isTold(object["type"_L1]);
    const bool saysNothing = std::all_of(object.begin(), object.end(), [](const QJsonValue &value) { return !isTold(value); });
    return !saysNothing && !(isAllWell && (isTold(codeOf(object)) || isTold(messageOf(object)) || object.contains("code"_L1)));
}

static bool isFailedStatus(const QJsonValue &status) { return status.isObject() && !isSuccessWord(codeOf(status.toObject())); }

static QJsonValue statusObjectOf(const QJsonObject &response)
{
    for (const auto name : {"base_resp"_L1, "baseResp"_L1, "base_response"_L1, "baseResponse"_L1, "status"_L1, "header"_L1, "result"_L1}) {
        if (isFailedStatus(response[name]))
            return response[name];
    }
    return QJsonValue::Undefined;
}

/// No reply of any provider: it may be a status object itself.
static bool hasNoReply(const QJsonObject &response)
{
    for (const auto name : {"choices"_L1, "candidates"_L1, "content"_L1, "message"_L1, "delta"_L1, "usage"_L1, "usageMetadata"_L1}) {
        if (response[name].isObject() || response[name].isArray())
            return false;
    }
    return true;
}

static bool isBareStatus(const QJsonObject &response)
{
    if (!hasNoReply(response))
        return false;
    const bool hasFailed = response["success"_L1] == QJsonValue(false);
    return (hasFailed || !isSuccessWord(codeOf(response))) && (hasFailed || isTold(messageOf(response)));
}

static QJsonObject errorOf(const QJsonValue &error)
{
    if (error.isObject())
        return error.toObject();
    if (error.isArray()) {
        const QJsonArray errors = error.toArray();
        const auto first = std::find_if(errors.begin(), errors.end(), [](const QJsonValue &one) { return isError(one); });
        return first == errors.end() ? QJsonObject() : errorOf(*first);
    }
    return error.isString() ? QJsonObject{{u"message"_s, error}} : QJsonObject{{u"code"_s, error}};
}

/// The object of all those in a response that tells the error.
static QJsonObject tellingObject(const QJsonObject &response)
{
    for (const auto name : {"error"_L1, "errors"_L1}) {
        if (isError(response[name])) {
            QJsonObject error = errorOf(response[name]);
            if (!isTold(messageOf(error)) && isTold(messageOf(response))) // "error": true beside a message
                error[u"message"_s] = messageOf(response);
            return error;
        }
    }
    if (const QJsonValue status = statusObjectOf(response); status.isObject())
        return status.toObject();
    return response;
}

bool isRefusal(const QJsonObject &response)
{
    const bool callsItselfOne = response["object"_L1] == QJsonValue(u"error"_s) || response["type"_L1] == QJsonValue(u"error"_s);
    return isError(response["error"_L1]) || isError(response["errors"_L1]) || callsItselfOne || statusObjectOf(response).isObject() ||
           isBareStatus(response);
}

QJsonObject errorWithin(const QJsonObject &part)
{
    return isError(part["error"_L1]) ? QJsonObject{{u"error"_s, part["error"_L1]}} : QJsonObject();
}

/// FastAPI's 422 tells a list: [{"loc": ["body", "x"], "msg": "field required"}].
static QString messageText(const QJsonObject &error)
{
    const QJsonValue message = messageOf(error);
    if (message.isString())
        return message.toString();
    QStringList parts;
    const QJsonArray list = message.isArray() ? message.toArray() : QJsonArray{message};
    for (const QJsonValue &part : list) {
        QStringList place;
        const QJsonArray location = part["loc"_L1].toArray();
        for (const QJsonValue &step : location)
            place.append(step.isDouble() ? QString::number(step.toInt()) : step.toString());
        const QString words = part.isString() ? part.toString() : messageOf(part.toObject()).toString();
        if (!words.isEmpty())
            parts.append(place.isEmpty() ? words : QString(place.join(u'.') % ": "_L1 % words));
    }
    return parts.join(u"; "_s);
}

Refusal refusalOf(const QJsonObject &response)
{
    const QJsonObject error = tellingObject(response);
    const QJsonValue details = error["details"_L1]; // Gemini: a list of objects; Anthropic: one object
    const QJsonValue code = codeOf(error);          // Gemini, llama.cpp: the status; OpenAI: a word
    const QStringList words{details["error_code"_L1].toString(), error["status"_L1].toString(), code.toString(),
                            error["type"_L1].toString()};

    Refusal refusal;
    refusal.message = messageText(error);
    refusal.retryAfterS = retryDelay(details.toArray());
    const int number = code.isString() ? code.toString().toInt() : code.toInt();
    if (number >= 400 && number < 600)
        refusal.httpStatus = number;
    else if (number != 0)
        refusal.word = QString::number(number); // a vendor's own
    for (const QString &word : words) {
        if (refusal.word.isEmpty() && (word != code.toString() || number == 0))
            refusal.word = word;
        if (refusal.httpStatus == 0)
            refusal.httpStatus = statusOf(word);
        if (isAboutMoney(word))
            refusal.retryHint = RetryHint::Never;
    }
    if (refusal.message.contains("insufficient balance"_L1, Qt::CaseInsensitive))
        refusal.retryHint = RetryHint::Never;
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
        refusal.message = QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 64 * 1024)));
    return refusal;
}

} // namespace interleave
