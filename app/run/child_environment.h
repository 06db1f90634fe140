// The environment that the program's children (worker processes, the simulator) get: what they need to start, to find folders and
// proxies, and nothing else of this one's, in which every key of the person lies. Used where a child is started; any thread.
#pragma once

#include <QProcessEnvironment>

namespace interleave {

QProcessEnvironment childEnvironment();

} // namespace interleave
