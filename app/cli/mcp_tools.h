// What a model may ask this program for over the Model Context Protocol: each tool is a row that says how its arguments become a command
// line of this same program. Built-in scenarios alone, on the built-in simulator, so that nothing is called that costs money and no file of
// a stranger's choice is read. Pure functions; any thread.
#pragma once

#include "core/result.h"

#include <QStringList>

#include <nlohmann/json_fwd.hpp>

namespace interleave::cli {

/// The answer to tools/list. `allowsRuns`: also what makes calls (to the simulator on this machine) and takes real time.
nlohmann::ordered_json mcpTools(bool allowsRuns);

/// The arguments for this program, or one sentence that says what is wrong with those of the tool.
Result<QStringList> mcpCommand(const QString &tool, const nlohmann::json &arguments, bool allowsRuns);

} // namespace interleave::cli
