// What the libcurl that is installed can do, found out when the program runs, and what must be done once before it is used. Any thread.
#pragma once

#include <QString>

namespace interleave {

/// Before the first use of libcurl in a process.
void initialiseCurl();

QString curlVersion(); ///< "7.88.1"
bool curlOffersHttp2();
bool curlOffersHttp3();
/// Below 8.0 a second request of HTTP/2 without TLS on one connection fails at once (curl #10634).
bool curlReusesPriorKnowledge();

} // namespace interleave
