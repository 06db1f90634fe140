// Why the simulated service does not serve a well-formed request; each wire protocol has its own words for it. A value.
#pragma once

namespace interleave {

struct ServiceRefusal {
    enum class Kind { RequestRate, TokenRate, Overloaded, Internal };
    Kind kind = Kind::Internal;
    double retryAfterS = 0; ///< real seconds until it is worth trying again; rates only
    int limit = 0;          ///< the limit per minute; rates only
};

} // namespace interleave
