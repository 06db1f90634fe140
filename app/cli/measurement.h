// What run and compare share: measure a scenario, show what came out, and write the files that were asked for. Main thread.
#pragma once

#include "cli/cli.h"
#include "cli/command_line.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>

namespace interleave::cli {

/// --out, --format, --quiet, --json, --metrics-port, --otlp.
QList<OptionSpec> outputOptions();

/// What a verb has to say about its runs beside the tables, as text and in the report.
struct Conclusion {
    std::function<QString(const QList<FinishedRun> &runs)> text;
    std::function<void(const QList<FinishedRun> &runs, nlohmann::ordered_json &report)> addTo;
};

/// Returns the exit status.
int measure(const CommandLine &line, const WindowServices &window);
int measureScenario(const Scenario &scenario, const CommandLine &line, const WindowServices &window, const Conclusion &conclusion);

} // namespace interleave::cli
