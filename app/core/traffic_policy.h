// What stands between a call and the network, the same under every execution model: limits, retries, cache, routing. Part
// of a scenario; every part is off by default. A value, any thread. Carried out by traffic/.
#pragma once

#include "core/endpoint.h"

#include <QList>
#include <QString>

namespace interleave {

/// How the requests of a minute are laid out in it.
enum class Pacing : quint8 {
    Even,  ///< one at a time, evenly spaced
    Burst, ///< at once, as many as the last 60 seconds leave
};

/// What the client allows itself in any 60 seconds, wherever they begin: what a service counts in minutes of its own, or in a token
/// bucket, cannot be more. 0: no limit.
struct RateLimits {
    int requestsPerMinute = 0;
    int tokensPerMinute = 0; ///< input and output; estimated before a call, corrected after it
    Pacing pacing = Pacing::Even;

    bool operator==(const RateLimits &) const = default;
};

enum class Backoff : quint8 {
    None,        ///< at once: what a naive loop does
    Exponential, ///< base · 2^n
    FullJitter,  ///< uniform in 0 .. base · 2^n
};

struct RetryPolicy {
    int retries = 0; ///< attempts after the first one, at most
    Backoff backoff = Backoff::FullJitter;
    double baseS = 1;
    double capS = 60;               ///< no delay of ours is longer
    bool honoursServerDelay = true; ///< wait at least as long as the server asks for
    double serverDelayCapS = 120;   ///< a server that asks for longer is not waited for: the call fails, and says so
    /// What a server did not take is sent again at once, beside the retries: once on a new connection when a kept one was dead, and
    /// at most five times when the server said that it had not processed it. Off: such an attempt fails like any other.
    bool resendOnDeadConnection = true;
    double budget = 0; ///< retries per call made so far, over the whole run (0.2: one call in five); 0: no budget

    bool operator==(const RetryPolicy &) const = default;
};

/// Replies kept on disk under an exact key: everything that changes the answer.
struct CachePolicy {
    bool enabled = false;
    int maxMb = 256;          ///< the least recently used go first
    bool startsEmpty = false; ///< every run begins with an empty one, and forgets it: runs are the same however often they are made

    bool operator==(const CachePolicy &) const = default;
};

/// Where a call may go instead of the scenario's endpoint; what is empty is the scenario's own.
struct Route {
    QString modelName;
    QString provider;
    QString baseUrl;
    QString apiKeyEnv;

    bool operator==(const Route &) const = default;
};

/// Sends calls elsewhere; every condition that is set must hold.
struct RoutingRule {
    int promptCharsAtLeast = 0;
    int promptCharsAtMost = 0; ///< 0: no bound
    QString callClass;         ///< empty: any
    Route to;

    bool operator==(const RoutingRule &) const = default;
};

struct RoutingPolicy {
    QList<RoutingRule> rules; ///< the first that matches decides
    QList<Route> fallbacks;   ///< tried in order, once each, when a call has failed for good
    QList<Route> cheapestOf;  ///< where no rule matches: the cheapest of these that meets the scenario's objectives so far
    bool operator==(const RoutingPolicy &) const = default;
};

struct TrafficPolicy {
    RateLimits limits;
    RetryPolicy retry;
    CachePolicy cache;
    RoutingPolicy routing;
    double callTimeoutS = 0; ///< for the whole call, waits and retries included, seconds; 0: none

    bool operator==(const TrafficPolicy &) const = default;
};

} // namespace interleave
