// What libcurl says about the end of a request, as an outcome and one sentence. Any thread.
#pragma once

#include "transport/network_sentence.h"

#include <curl/curl.h>

namespace interleave {

struct CurlEnd {
    CURLcode result = CURLE_OK;
    bool hasSent = false;         ///< the request was on its way
    bool isResendStopped = false; ///< libcurl would have sent it again
    bool isRefused = false;       ///< HTTP/2: the server did not process it
    QString words;                ///< libcurl's own
};

NetworkFailure describeCurlEnd(const CurlEnd &end, const QUrl &url);

} // namespace interleave
