#include "run/serve.h"

#include "simulator/http/doorkeeper.h"
#include "simulator/service/serve.h"

#include <csignal>
#include <pthread.h>

namespace interleave {

/// Ctrl+C reaches the whole group of processes. The parent ends its simulator when its own calls have ended; until then
/// they must not fail because the server went first.
static void leaveInterruptsToParent()
{
    sigset_t interrupts;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupts, nullptr);
}

bool isReachableFromOthers(const QString &bindAddress) { return !isLoopbackAddress(bindAddress); }

Result<int> serve(const ServeSettings &settings)
{
    SimulatorOptions options;
    const Result<Profile> profile = loadProfile(settings.profile);
    if (!profile)
        return Error{QStringLiteral("--profile: ") + profile.error()};
    options.profile = *profile;
    if (!settings.script.isEmpty()) {
        const Result<Script> script = loadScript(settings.script);
        if (!script)
            return Error{QStringLiteral("--script: ") + script.error()};
        options.script = *script;
    }
    options.timeScale = settings.timeScale;
    options.seed = settings.seed;
    options.bindAddress = settings.bindAddress;
    options.token = settings.token.toUtf8();
    options.port = settings.port;
    options.tls = settings.tls;
    if (settings.exitWithParent)
        leaveInterruptsToParent();
    return serveUntilSignal(options, settings.exitWithParent, settings.certificateFile);
}

} // namespace interleave
