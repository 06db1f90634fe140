// How the calls of a run reached the network and who answered, from what its attempts recorded, and what the transport is known to do to
// the figures.
// Used by the report. Functions of a trace; any thread.
#pragma once

#include "trace/trace.h"

#include <QStringList>

namespace interleave {

struct TransportUse {
    QString names;      ///< "qnam", "curl", "curl+qnam"; empty: not recorded, or nothing was sent
    QString answered;   ///< the models that answered, by their own words, "a+b"; empty: not told
    int resends = 0;    ///< attempts made at once because the server had not taken the one before
    QStringList doubts; ///< why the measurement is not to be trusted, one sentence each
};

TransportUse transportUseOf(const Trace &trace);

} // namespace interleave
