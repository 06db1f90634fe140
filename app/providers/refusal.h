// What an error body says, whichever provider's shape it has: gateways and compatible servers mix the shapes, so one reader
// takes them all. Used by the readers of every provider; any thread.
//
// An error inside a response with status 200 is whatever tells one: a field `error` or `errors` that says something (an empty
// string, false, 0, null, {} and a code of 0 say nothing), an object that calls itself an error, a status object such as
// {"base_resp": {"status_code": 1004, "status_msg": "login fail"}} whose code is not that of success, `success` false.
#pragma once

#include "core/reply.h"
#include "json/json.h"

namespace interleave {

struct Refusal {
    int httpStatus = 0; ///< as the body tells it, by number or by word; 0: it does not
    QString word;       ///< "RESOURCE_EXHAUSTED", "rate_limit_exceeded", "overloaded_error"; may be empty
    QString message;
    RetryHint retryHint = RetryHint::ByStatus;
    std::optional<double> retryAfterS; ///< google.rpc.RetryInfo
    QString location;                  ///< where a redirect leads
    bool isStatusTold = true;          ///< false: `httpStatus` is a stand-in
};

/// True for the object of an error that comes with status 200: within a stream, or from a gateway.
bool isRefusal(const Json &response);
/// Of a part of a response (a choice, a candidate, a message) that holds an error of its own.
std::optional<Refusal> refusalWithin(const Json &part);
/// Reads {"error": {...}}, {"error": "..."}, {"message": "..."} and {"detail": "..."}; all empty for anything else.
Refusal refusalOf(const Json &response);
/// Not JSON, or JSON of no known shape: the beginning of the text is the message.
Refusal refusalOfBody(const QByteArray &body);

} // namespace interleave
