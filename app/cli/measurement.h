// What run and compare share: measure a scenario, show what came out, and write the files that were asked for. Main thread.
#pragma once

#include "cli/cli.h"
#include "cli/command_line.h"

namespace interleave::cli {

/// --out, --format, --quiet, --json, --metrics-port, --otlp.
QList<OptionSpec> outputOptions();

/// Returns the exit status.
int measure(const CommandLine &line, const WindowServices &window);

} // namespace interleave::cli
