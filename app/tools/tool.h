// A tool that an agent or a workflow may call: what really executes, a wait or CPU work, both bounded, and its result. Stateless; any
// thread. What it costs is known beforehand, so that a run in virtual time spends as much. To add one: a file beside calculate.cpp and a
// line in tools.cpp.
#pragma once

#include "core/work.h"
#include "json/json.h"

#include <QString>

#include <functional>
#include <vector>

namespace interleave {

struct ToolTimes {
    qint64 waitNs = 0; ///< for something outside: no executor is busy
    qint64 cpuNs = 0;  ///< calibrated work, in addition to what result() takes
};

struct Tool {
    QString id;            ///< "calculate"
    QString title;         ///< "Calculate"
    QString sentence;      ///< one sentence that explains it, to people and to models
    QByteArray parameters; ///< JSON Schema of its arguments
    std::function<ToolTimes(const Json &arguments)> times;
    /// Never blocks for long; an error's sentence says what was wrong with the arguments.
    std::function<WorkResult(const Json &arguments)> result;
};

/// All tools, in menu order.
const std::vector<Tool> &tools();
/// Null: no such tool.
const Tool *findTool(const QString &id);

/// What a tool will take; nothing where there is no such tool.
ToolTimes timesOf(const ToolWork &work);
/// Its result; the burn is not in it.
WorkResult resultOf(const ToolWork &work);

// Longest that a tool may wait and work.
inline constexpr double mostToolWaitMs = 60'000;
inline constexpr double mostToolCpuMs = 60'000;

} // namespace interleave
