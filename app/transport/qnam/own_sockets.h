// The sockets that QNetworkAccessManager opened and shows to nobody, found among the process's own descriptors by where they lead. Used
// by the exchanges of the same folder; any thread.
#pragma once

#include <vector>

namespace interleave {

/// Connected TCP sockets of this process whose other end has this port. Takes a third of a microsecond for each descriptor that is open.
std::vector<int> socketsTo(int port);

/// Qt never sets TCP_NODELAY, and writes a body of more than 16 kB in pieces: the last one would wait until the server's kernel has
/// acknowledged the one before, which on an idle connection takes it 40 ms. What already waits leaves at once.
void sendWithoutDelayTo(int port);

/// Of a body that Qt writes in pieces; what is smaller leaves in one.
inline constexpr int writtenAtOnce = 16 * 1024;

} // namespace interleave
