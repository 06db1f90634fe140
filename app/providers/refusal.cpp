#include "providers/refusal.h"

#include "providers/plain_words.h"
#include "providers/typed_json.h"

#include <QStringList>

#include <nlohmann/json.hpp>

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

/// An empty list where there is none.
static const Json &listOf(const Json &value)
{
    static const Json empty = Json::array();
    return value.is_array() ? value : empty;
}

/// Gemini says so in a QuotaFailure: "GenerateRequestsPerDayPerProjectPerModel-FreeTier".
static bool isDailyQuota(const Json &details)
{
    for (const Json &detail : details) {
        for (const Json &violation : listOf(at(detail, "violations"))) {
            if (textOf(at(violation, "quotaId")).contains("PerDay"_L1))
                return true;
        }
    }
    return false;
}

/// "37s" or "37.4s", from google.rpc.RetryInfo.
static std::optional<double> retryDelay(const Json &details)
{
    for (const Json &detail : details) {
        QString delay = textOf(at(detail, "retryDelay"));
        bool ok = delay.endsWith(u's');
        delay.chop(1);
        const double seconds = ok ? delay.toDouble(&ok) : 0;
        if (ok && std::isfinite(seconds) && seconds >= 0)
            return seconds;
    }
    return std::nullopt;
}

/// The first field of these names that says something; else a discarded value.
static const Json &firstTold(const Json &object, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        if (const Json &value = at(object, name); isTold(value))
            return value;
    }
    return at(object, {});
}

static const Json &codeOf(const Json &object)
{
    return firstTold(object, {"code", "status_code", "statusCode", "error_code", "errorCode", "errcode", "err_code"});
}

static const Json &messageOf(const Json &object)
{
    return firstTold(object, {"message", "msg", "status_msg", "statusMsg", "error_msg", "errorMessage", "error_message", "errmsg",
                              "err_msg", "reason", "description", "detail"});
}

/// Of a whole number in the range of one; else 0.
static int wholeOf(const Json &value)
{
    const double number = value.is_number() ? value.get<double>() : 0;
    const bool isInRange = std::abs(number) <= std::numeric_limits<int>::max();
    return isInRange && std::trunc(number) == number ? static_cast<int>(number) : 0;
}

/// 0, 200, "success", "ok": how status objects say that nothing is wrong.
static bool isSuccessWord(const Json &value)
{
    if (!isTold(value))
        return true;
    const QString word = value.is_number() ? QString::number(wholeOf(value)) : textOf(value).trimmed().toLower();
    return word == "0"_L1 || word == "200"_L1 || word == "ok"_L1 || word == "success"_L1 || word == "succeeded"_L1;
}

/// A field of the name "error": what it is, and whether it says that there is one.
static bool isError(const Json &error, int depth = 0)
{
    constexpr int deepest = 16;
    if (!isTold(error) || depth > deepest)
        return false;
    if (error.is_array())
        return std::any_of(error.begin(), error.end(), [depth](const Json &one) { return isError(one, depth + 1); });
    if (!error.is_object())
        return !isSuccessWord(error);
    const bool isAllWell = isSuccessWord(codeOf(error)) && isSuccessWord(messageOf(error)) && !isTold(at(error, "type"));
    const bool saysNothing = std::all_of(error.begin(), error.end(), [](const Json &value) { return !isTold(value); });
    return !saysNothing && !(isAllWell && (isTold(codeOf(error)) || isTold(messageOf(error)) || error.contains("code")));
}

static bool isFailedStatus(const Json &status) { return status.is_object() && !isSuccessWord(codeOf(status)); }

/// A discarded value: none.
static const Json &statusObjectOf(const Json &response)
{
    for (const auto *name : {"base_resp", "baseResp", "base_response", "baseResponse", "status", "header", "result"}) {
        if (const Json &status = at(response, name); isFailedStatus(status))
            return status;
    }
    return at(response, {});
}

/// No reply of any provider: it may be a status object itself.
static bool hasNoReply(const Json &response)
{
    for (const auto *name : {"choices", "candidates", "content", "message", "delta", "usage", "usageMetadata"}) {
        if (at(response, name).is_structured())
            return false;
    }
    return true;
}

static bool isBareStatus(const Json &response)
{
    if (!hasNoReply(response))
        return false;
    const Json &success = at(response, "success");
    const bool hasFailed = success.is_boolean() && !success.get<bool>();
    return (hasFailed || !isSuccessWord(codeOf(response))) && (hasFailed || isTold(messageOf(response)));
}

static Json errorOf(const Json &error)
{
    if (error.is_object())
        return error;
    if (error.is_array()) {
        const auto first = std::find_if(error.begin(), error.end(), [](const Json &one) { return isError(one); });
        return first == error.end() ? Json::object() : errorOf(*first);
    }
    return {{error.is_string() ? "message" : "code", error}};
}

/// The object of all those in a response that tells the error.
static Json tellingObject(const Json &response)
{
    for (const auto *name : {"error", "errors"}) {
        if (!isError(at(response, name)))
            continue;
        Json error = errorOf(at(response, name));
        if (!isTold(messageOf(error)) && isTold(messageOf(response))) // "error": true beside a message
            error["message"] = messageOf(response);
        return error;
    }
    const Json &status = statusObjectOf(response);
    return status.is_object() ? status : response;
}

bool isRefusal(const Json &response)
{
    return isError(at(response, "error")) || isError(at(response, "errors")) || at(response, "object") == "error" ||
           at(response, "type") == "error" || statusObjectOf(response).is_object() || isBareStatus(response);
}

std::optional<Refusal> refusalWithin(const Json &part)
{
    if (!isError(at(part, "error")))
        return std::nullopt;
    return refusalOf({{"error", at(part, "error")}});
}

/// FastAPI's 422 tells a list: [{"loc": ["body", "x"], "msg": "field required"}].
static QString messageText(const Json &error)
{
    const Json &message = messageOf(error);
    if (message.is_string())
        return textOf(message);
    QStringList parts;
    const Json alone = message.is_object() ? Json::array({message}) : Json::array();
    for (const Json &part : message.is_array() ? message : alone) {
        QStringList place;
        for (const Json &step : listOf(at(part, "loc")))
            place.append(step.is_number() ? QString::number(wholeOf(step)) : textOf(step));
        const QString words = part.is_string() ? textOf(part) : textOf(messageOf(part));
        if (!words.isEmpty())
            parts.append(place.isEmpty() ? words : QString(place.join(u'.') % ": "_L1 % words));
    }
    return parts.join(u"; "_s);
}

Refusal refusalOf(const Json &response)
{
    const Json error = tellingObject(response);
    const Json &details = at(error, "details"); // Gemini: a list of objects; Anthropic: one object
    const Json &code = codeOf(error);           // Gemini, llama.cpp: the status; OpenAI: a word
    const QStringList words{textOf(at(details, "error_code")), textOf(at(error, "status")), textOf(code), textOf(at(error, "type"))};

    Refusal refusal;
    refusal.message = messageText(error);
    refusal.retryAfterS = retryDelay(listOf(details));
    const int number = code.is_string() ? textOf(code).toInt() : wholeOf(code);
    if (number >= 400 && number < 600)
        refusal.httpStatus = number;
    else if (number != 0)
        refusal.word = QString::number(number); // a vendor's own
    for (const QString &word : words) {
        if (refusal.word.isEmpty() && (word != textOf(code) || number == 0))
            refusal.word = word;
        if (refusal.httpStatus == 0)
            refusal.httpStatus = statusOf(word);
        if (isAboutMoney(word))
            refusal.retryHint = RetryHint::Never;
    }
    if (refusal.message.contains("insufficient balance"_L1, Qt::CaseInsensitive))
        refusal.retryHint = RetryHint::Never;
    // llama.cpp answers a request that it cannot read with 500 and its parser's words
    if (isDailyQuota(listOf(details)) || refusal.message.contains("[json.exception."_L1))
        refusal.retryHint = RetryHint::Never;
    return refusal;
}

Refusal refusalOfBody(const QByteArray &body)
{
    const Json document = parseJson(body);
    Refusal refusal = refusalOf(document.is_array() && !document.empty() ? document.front() : document);
    if (refusal.word.isEmpty() && refusal.message.isEmpty()) // a gateway's page
        refusal.message = QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 64 * 1024)));
    return refusal;
}

} // namespace interleave
