// What a scenario says of one tool: what it does, how long it takes beside that, and how many of it may be under way at once; and what a
// call of it will take by that. Values, any thread.
#pragma once

#include <QString>

namespace interleave {

struct ToolSettings {
    QString name;      ///< as models and workflows call it
    QString does;      ///< the tool that it is (interleave list tools); empty: the one of its own name
    double delayS = 0; ///< it executes, and then waits until so much has passed in all, seconds; scaled as the simulator's delays are
    double cpuMs = 0;  ///< calibrated CPU work in addition, milliseconds; never scaled
    int limit = 0;     ///< so many of it at once in a run; 0: no limit
    int bytes = 0;     ///< of a page that a server gives: how long it is taken to be in virtual time; 0: nobody knows

    const QString &tool() const { return does.isEmpty() ? name : does; }
    bool operator==(const ToolSettings &) const = default;
};

/// What one call of a tool will take.
struct ToolPlan {
    qint64 waitNs = 0;       ///< it is over when so much has passed since it began; 0: when it is computed
    qint64 cpuNs = 0;        ///< calibrated work, in addition to what result() takes
    bool asksServer = false; ///< its result comes from a server: it is fetched, not computed
    bool isLimited = false;  ///< only so many at once: Traffic is asked
};

} // namespace interleave
