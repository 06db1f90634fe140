// The tools, each in a file of its own. Used by tools.cpp alone.
#pragma once

#include "tools/tool.h"

namespace interleave::each_tool {

Tool calculate();
Tool wait();
Tool work();

/// A tool that takes as long as its argument "ms" says, at most `mostMs`, of what `spent` says: a wait, or work.
Tool ofMilliseconds(const QString &id, const QString &title, const QString &sentence, qint64 ToolTimes::*spent, double mostMs);
WorkResult refused(const QString &sentence);

} // namespace interleave::each_tool
