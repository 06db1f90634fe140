// What an error body says, whichever provider's shape it has: gateways and compatible servers mix the shapes, so one reader
// takes them all. Used by the readers of every provider; any thread.
#pragma once

#include "core/reply.h"

#include <QJsonObject>

namespace interleave {

struct Refusal {
    int httpStatus = 0; ///< as the body tells it, by number or by word; 0: it does not
    QString word;       ///< "RESOURCE_EXHAUSTED", "rate_limit_exceeded", "overloaded_error"; may be empty
    QString message;
    RetryHint retryHint = RetryHint::ByStatus;
    std::optional<double> retryAfterS; ///< google.rpc.RetryInfo
};

/// True for the object of an error that comes with status 200: within a stream, or from a gateway.
bool isRefusal(const QJsonObject &response);
/// Reads {"error": {...}}, {"error": "..."}, {"message": "..."} and {"detail": "..."}; all empty for anything else.
Refusal refusalOf(const QJsonObject &response);
/// Not JSON, or JSON of no known shape: the beginning of the text is the message.
Refusal refusalOfBody(const QByteArray &body);

/// Statuses after which the same request may succeed.
bool isWorthRetrying(int httpStatus);

} // namespace interleave
