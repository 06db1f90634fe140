#include "transport/curl/curl_library.h"

#include <csignal>
#include <curl/curl.h>

namespace interleave {

static const curl_version_info_data &info() { return *curl_version_info(CURLVERSION_NOW); }

void initialiseCurl()
{
    [[maybe_unused]] static const bool once = [] {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        // A server that closes while it is written to is an error of a call (Qt's own sockets do the same).
        struct sigaction before{};
        if (sigaction(SIGPIPE, nullptr, &before) == 0 && before.sa_handler == SIG_DFL)
            std::signal(SIGPIPE, SIG_IGN);
        return true;
    }();
}

QString curlVersion() { return QString::fromLatin1(info().version); }
bool curlOffersHttp2() { return (info().features & CURL_VERSION_HTTP2) != 0; }
bool curlOffersHttp3() { return (info().features & CURL_VERSION_HTTP3) != 0; }
bool curlReusesPriorKnowledge() { return info().version_num >= 0x080000; }

} // namespace interleave
