#include "transport/curl/curl_sentence.h"

namespace interleave {

static NetworkFault faultOf(const CurlEnd &end)
{
    if (end.isRefused)
        return NetworkFault::RefusesStreams;
    if (end.isResendStopped)
        return NetworkFault::ClosedEarly;
    // A header or a status line that is longer than libcurl keeps; newer versions have a number of its own for it.
    constexpr int tooLarge = 100;
    if (end.hasSent && (end.result == CURLE_OUT_OF_MEMORY || static_cast<int>(end.result) == tooLarge))
        return NetworkFault::BreaksHttp;
    if (end.result == CURLE_RECV_ERROR && end.words.contains(QLatin1StringView("CONNECT")))
        return NetworkFault::ProxyRefuses; // "CONNECT tunnel failed, response 407", "Received HTTP code 407 from proxy after CONNECT"
    switch (end.result) {
    case CURLE_COULDNT_RESOLVE_PROXY:
        return NetworkFault::ProxyNotReached;
    case CURLE_PROXY:
        return NetworkFault::ProxyRefuses;
    case CURLE_UNSUPPORTED_PROTOCOL: // of a response: "HTTP/0.9"
        return end.hasSent ? NetworkFault::ClosedEarly : NetworkFault::BadScheme;
    case CURLE_URL_MALFORMAT:
        return NetworkFault::BadScheme;
    case CURLE_COULDNT_RESOLVE_HOST:
        return NetworkFault::HostNotFound;
    case CURLE_COULDNT_CONNECT:
        return end.words.contains(QLatin1StringView("refused")) || end.words.contains(QLatin1StringView("Couldn't connect"))
                   ? NetworkFault::NothingListens
                   : NetworkFault::Other;
    case CURLE_SSL_CONNECT_ERROR:
        return end.words.contains(QLatin1StringView("wrong version number")) ? NetworkFault::SpeaksNoTls : NetworkFault::NotSecure;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
        return NetworkFault::NotSecure;
    case CURLE_BAD_CONTENT_ENCODING:
        return NetworkFault::UnknownCoding;
    case CURLE_WEIRD_SERVER_REPLY:
        return NetworkFault::BreaksHttp;
    case CURLE_RECV_ERROR:
        return end.words.contains(QLatin1StringView("chunked")) ? NetworkFault::BreaksHttp : NetworkFault::ClosedEarly;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return NetworkFault::ClosedEarly;
    default:
        return NetworkFault::Other;
    }
}

NetworkFailure describeCurlEnd(const CurlEnd &end, const QUrl &url)
{
    const QString words = end.words.isEmpty() ? QString::fromUtf8(curl_easy_strerror(end.result)) : end.words;
    return describe(faultOf({end.result, end.hasSent, end.isResendStopped, end.isRefused, words}), url, words);
}

} // namespace interleave
