// The tools, each in a file of its own. Used by tools.cpp alone.
#pragma once

#include "tools/tool.h"

namespace interleave::each_tool {

Tool calculate();
Tool wait();
Tool work();

/// A number of milliseconds in [0, most], rounded to nanoseconds; 0 where it is none.
qint64 nsOf(const Json &milliseconds, double mostMs);
WorkResult refused(const QString &sentence);

} // namespace interleave::each_tool
