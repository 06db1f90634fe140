// How a call (or one attempt of it) ended. Every call ends in exactly one outcome; their sum is the number planned. A value, any thread.
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace interleave {

enum class Outcome : quint8 { Ok, CacheHit, HttpError, NetworkError, ProtocolError, Timeout, RateLimited, Cancelled, Dropped };

inline constexpr std::array allOutcomes{Outcome::Ok,           Outcome::CacheHit,      Outcome::HttpError,
                                        Outcome::NetworkError, Outcome::ProtocolError, Outcome::Timeout,
                                        Outcome::RateLimited,  Outcome::Cancelled,     Outcome::Dropped};

/// The name used in the report: "ok", "cache_hit", "http_error", ...
QLatin1StringView outcomeName(Outcome outcome);
std::optional<Outcome> outcomeFromName(QStringView name);
/// The words shown to a person: "HTTP error", "rate limited", ...
QString outcomeTitle(Outcome outcome);

constexpr bool isSuccess(Outcome outcome) { return outcome == Outcome::Ok || outcome == Outcome::CacheHit; }
/// Failed for good: neither a success nor stopped by the user.
constexpr bool isFailure(Outcome outcome) { return !isSuccess(outcome) && outcome != Outcome::Cancelled; }

/// The same request may succeed later: 408, 409, 425, 429, and every 5xx but 501 (gateways have statuses of their own there, such
/// as 520 to 530 and 598), as the providers' SDKs do.
constexpr bool isRetryableStatus(int httpStatus)
{
    return httpStatus == 408 || httpStatus == 409 || httpStatus == 425 || httpStatus == 429 ||
           (httpStatus >= 500 && httpStatus < 600 && httpStatus != 501);
}

} // namespace interleave
