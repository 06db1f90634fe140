// What a scenario's file asks to do with the person's keys and certificates, asked on the terminal; without one it is refused, unless
// the command line says so. Used by every verb that makes calls; main thread.
#pragma once

#include "cli/command_line.h"
#include "core/scenario.h"

namespace interleave::cli {

/// --trust.
OptionSpec trustOption();

/// What the person typed is allowed: --trust, a key with its endpoint, a certificate. What is wrong with it, or empty.
QString allowTypedSecrets(const CommandLine &line, const Endpoint &endpoint);

/// Asks for each that nobody has allowed yet. Empty: all are; else why nothing may be sent, in one sentence.
QString askForSecrets(const Scenario &scenario, const QString &file);

} // namespace interleave::cli
