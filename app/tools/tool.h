// A tool that an agent or a workflow may call: what really executes, a wait or CPU work, both bounded, and its result. Stateless; any
// thread. What it costs is known beforehand, so that a run in virtual time spends as much. To add one: a file beside wait.cpp and a line in
// tools.cpp. What a scenario makes of it (its name, delay, limit) is in tool_box.h.
#pragma once

#include "core/work.h"
#include "json/json.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace interleave {

class Documents;

struct ToolTimes {
    qint64 waitNs = 0; ///< for something outside: no executor is busy
    qint64 cpuNs = 0;  ///< calibrated work, in addition to what result() takes
};

/// What a tool may ask of the world beside its arguments.
struct ToolWorld {
    std::shared_ptr<const Documents> documents; ///< that search and read know; null: the workload has none
    qint64 utcMs = 0;                           ///< what the clock says, since 1970
};

struct Tool {
    QString id;            ///< "calculator"
    QString title;         ///< "Calculator"
    QString sentence;      ///< one sentence that explains it, to people and to models
    QByteArray parameters; ///< JSON Schema of its arguments
    std::function<ToolTimes(const Json &arguments)> times;
    /// Never blocks for long; an error's sentence says what was wrong with the arguments.
    std::function<WorkResult(const Json &arguments, const ToolWorld &world)> result;
    bool asksServer = false; ///< a run fetches its result (toolUrl()); result() is what there is where no server is asked
};

/// All tools, in menu order.
const std::vector<Tool> &tools();
/// Null: no such tool.
const Tool *findTool(const QString &id);

// Longest that a tool may wait and work by its arguments.
inline constexpr double mostToolWaitMs = 60'000;
inline constexpr double mostToolCpuMs = 60'000;

} // namespace interleave
