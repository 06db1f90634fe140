// How a call ends that meets a fault of the simulator: what tests of single calls and of jobs made of steps hold runs against.
#pragma once

#include "core/outcome.h"
#include "execution/execution_model.h"

#include <QtGlobal>

#include <vector>

namespace interleave::test {

struct ExpectedFault {
    const char *fault;
    Outcome outcome; ///< plain and streamed
};

// "reset" closes the connection before anything is answered; "slow" is slow, and ends well
inline constexpr ExpectedFault expectedFaults[] = {
    {"rate-limit", Outcome::RateLimited},   {"rate-limit-once", Outcome::RateLimited}, {"overloaded", Outcome::HttpError},
    {"server-error", Outcome::HttpError},   {"stream-error", Outcome::HttpError},      {"cut", Outcome::NetworkError},
    {"silent-cut", Outcome::ProtocolError}, {"malformed", Outcome::ProtocolError},     {"wrong-type", Outcome::ProtocolError},
    {"huge", Outcome::ProtocolError},       {"reset", Outcome::NetworkError},          {"slow", Outcome::Ok},
};
// apart, as the only one that waits for the time-out: the others get time enough for a busy machine
inline constexpr ExpectedFault expectedHang[] = {{"hang", Outcome::Timeout}};

/// What does not hang is answered long before, and a run waits so long for what does; a sanitizer makes all slower.
#ifdef INTERLEAVE_SANITIZED
inline constexpr bool isSlowedDown = true;
#else
inline constexpr bool isSlowedDown = false;
#endif
inline constexpr double timeoutOfHangsS = isSlowedDown ? 2 : 0.8;

/// All but those that start processes under the thread sanitizer, whose runtime does not survive how QProcess forks.
inline std::vector<ExecutionModel> modelsUnderTest()
{
    std::vector<ExecutionModel> models = executionModels();
#ifdef INTERLEAVE_THREAD_SANITIZER
    std::erase_if(models, [](const ExecutionModel &model) { return model.id == QStringLiteral("parallel_processes"); });
#endif
    return models;
}

} // namespace interleave::test
