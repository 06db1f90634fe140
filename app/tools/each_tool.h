// The tools, each in a file of its own, and what they share. Used by app/tools alone.
#pragma once

#include "tools/tool.h"

#include <optional>

namespace interleave::each_tool {

Tool calculator();
Tool textStatistics();
Tool jsonQuery();
Tool search();
Tool read();
Tool clock();
Tool wait();
Tool burn();
Tool httpGet();

/// A tool that takes as long as its argument "ms" says, at most `mostMs`, of what `spent` says: a wait, or work.
Tool ofMilliseconds(const QString &id, const QString &title, const QString &sentence, qint64 ToolTimes::*spent, double mostMs);
/// A tool that takes what it computes, and no longer.
ToolTimes asLongAsItTakes(const Json &arguments);

WorkResult refused(const QString &sentence);
WorkResult given(const Json &value);
WorkResult given(const OrderedJson &value);

/// Why there are no documents; empty: there are.
QString problemOf(const ToolWorld &world);

/// An argument that is text of at most `longest` characters. Unset: it is not there or something else, and `refusal` says so.
std::optional<QString> textArgument(const Json &arguments, const char *name, qsizetype longest, QString &refusal);

} // namespace interleave::each_tool
