// One logical call, as every execution model makes it: through the gate (the limit on calls in flight), then one HTTP
// attempt, every phase and chunk recorded. Made per calling thread; lives in it.
#pragma once

#include "async/gate.h"
#include "async/task.h"
#include "core/prompt.h"
#include "core/reply.h"
#include "providers/provider.h"
#include "trace/recorder.h"
#include "transport/http_client.h"

#include <chrono>

namespace interleave {

/// Where and how to send; the same for all calls of a run. The key stays in memory and is written nowhere.
struct CallTarget {
    const Provider *provider = nullptr;
    QString baseUrl;
    QString modelName;
    QByteArray key;
    bool stream = false;
    HttpSettings http;
    std::chrono::milliseconds timeout{0}; ///< per attempt; 0: none
    bool isSimulator = false;             ///< ask it for its own time stamps, and for the same service under every model
    quint64 seed = 1;
    int repeat = 0;
};

class Caller
{
public:
    Caller(CallTarget target, RecorderBuffer &buffer, int executor, Gate &gate);

    Task<Reply> call(int call, Prompt prompt);

private:
    class Attempt;
    Task<Reply> attempt(int call, int attempt, Prompt prompt);

    CallTarget m_target;
    RecorderBuffer &m_buffer;
    int m_executor;
    Gate &m_gate;
    HttpClient m_client;
};

} // namespace interleave
