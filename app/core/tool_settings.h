// What a scenario says of one tool: what it does, how long it takes beside that, and how many of it may be under way at once. A value, any
// thread.
#pragma once

#include <QString>

namespace interleave {

struct ToolSettings {
    QString name;      ///< as models and workflows call it
    QString does;      ///< the tool that it is (interleave list tools); empty: the one of its own name
    double delayS = 0; ///< it executes, and then waits until so much has passed in all, seconds; scaled as the simulator's delays are
    double cpuMs = 0;  ///< calibrated CPU work in addition, milliseconds; never scaled
    int limit = 0;     ///< so many of it at once in a run; 0: no limit

    const QString &tool() const { return does.isEmpty() ? name : does; }
    bool operator==(const ToolSettings &) const = default;
};

} // namespace interleave
