#include "transport/http_client.h"

#include "transport/curl/curl_client.h"
#include "transport/qnam/qnam_client.h"

#include <sys/resource.h>

namespace interleave {

/// Each request in flight is a socket, and the usual soft limit of open files (1024) is below what people measure.
static void raiseFileLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

std::unique_ptr<HttpClient> makeHttpClient(const HttpSettings &settings)
{
    [[maybe_unused]] static const bool raisedOnce = (raiseFileLimit(), true);
    if (settings.transport == Transport::Curl)
        return std::make_unique<CurlClient>(settings);
    return std::make_unique<QnamClient>(settings);
}

} // namespace interleave
