// Simulators that answer at once, for tests: a made-up profile without delay, a word to a chunk, so that nothing waits.
#pragma once

#include "simulator/service/simulator.h"

namespace interleave::test {

inline Profile instantProfile()
{
    Profile profile = loadProfile(QStringLiteral("instant")).value();
    profile.tokensPerChunk = 1;
    return profile;
}

inline SimulatorOptions optionsWith(Profile profile)
{
    SimulatorOptions options;
    options.profile = std::move(profile);
    return options;
}

inline Prompt promptOf(const QString &text, const QString &system = {})
{
    Prompt prompt;
    prompt.text = text;
    prompt.system = system;
    return prompt;
}

} // namespace interleave::test
