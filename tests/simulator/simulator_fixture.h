// Simulators and requests as the tests of the server need them: made-up profiles without delay, so that nothing waits.
#pragma once

#include "simulator/simulator.h"

#include <QByteArray>

namespace interleave::test {

inline const QByteArray plainPath = "/v1beta/models/sim:generateContent";
inline const QByteArray ssePath = "/v1beta/models/sim:streamGenerateContent?alt=sse";
inline const QByteArray arrayPath = "/v1beta/models/sim:streamGenerateContent";

inline Profile instantProfile()
{
    Profile profile = loadProfile(QStringLiteral("instant")).value();
    profile.tokensPerChunk = 1;
    return profile;
}

inline Prompt promptOf(const QString &text, const QString &system = {})
{
    Prompt prompt;
    prompt.text = text;
    prompt.system = system;
    return prompt;
}

inline SimulatorOptions optionsWith(Profile profile)
{
    SimulatorOptions options;
    options.profile = std::move(profile);
    return options;
}

inline QByteArray request(const QByteArray &text, const QByteArray &more = {})
{
    return R"({"contents":[{"role":"user","parts":[{"text":")" + text + R"("}]}])" + more + '}';
}

} // namespace interleave::test
