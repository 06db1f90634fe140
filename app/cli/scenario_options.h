// The options that make or change a scenario (each overrides the scenario's file), and the scenario that a command line
// asks for. Used by run, compare and predict. Main thread; reads the files that are named.
#pragma once

#include "cli/command_line.h"
#include "core/scenario.h"

namespace interleave::cli {

/// `models`: the option that chooses among execution models, "--model" or "--models".
QList<OptionSpec> scenarioOptions(const OptionSpec &models);

/// The scenario named by the first positional argument, a file, a built-in one or that of a run, as it is.
Result<Scenario> baseScenarioOf(const CommandLine &line);
/// The scenario named by the first positional argument, with the options applied. Errors name option, value and what is allowed.
Result<Scenario> scenarioOf(const CommandLine &line);

} // namespace interleave::cli
