// Traces of real services with times and lengths (Mooncake, Azure, BurstGPT): when each request came, for `--arrival replay:FILE`. Their
// lengths are read as prompts (lengths_shape.cpp), in the same order. Any thread; reading blocks.
#pragma once

#include "core/result.h"
#include "setup/record.h"

#include <QStringList>

#include <vector>

namespace interleave {

const QStringList &inputLengthNames();
const QStringList &outputLengthNames();
const QStringList &timeNames();

/// Nanoseconds after the first request, in the order of the file; refused where they go back. Milliseconds ("timestamp" of JSON),
/// seconds ("Timestamp" of a table) or a date and time.
Result<std::vector<qint64>> timesOf(const QList<Record> &records, const QString &name);

} // namespace interleave
