// The verbs of the command line, in the order of the help. To add one: a file beside run_verb.cpp, a declaration here and a line in
// cli.cpp. Main thread; each returns the exit status.
#pragma once

#include "cli/cli.h"
#include "cli/command_line.h"

namespace interleave::cli {

struct Verb {
    QString name;
    QString arguments; ///< help: "SCENARIO --model M"
    QString sentence;
    QList<OptionSpec> options;
    int positionals = 0; ///< exactly so many, or at least
    int (*execute)(const CommandLine &line, const WindowServices &window) = nullptr;
    bool isInternal = false; ///< not in the help
    bool takesMore = false;  ///< positionals
    QString more{};          ///< help: what stands below the options
};

Verb runVerb();
Verb compareVerb();
Verb sweepVerb();
Verb serveVerb();
Verb predictVerb();
Verb exportVerb();
Verb factsVerb();
Verb mcpVerb();
Verb listVerb();
Verb runsVerb();
Verb workerVerb();
Verb pagesVerb();

/// All of them, in the order of the help.
QList<Verb> verbs();

} // namespace interleave::cli
