// Makes a call's attempts over HTTP, every phase and chunk recorded. Made per calling thread; lives in it. What is between
// the attempts (limits, retries, cache, routing) is traffic/policy_call's.
#pragma once

#include "providers/provider.h"
#include "trace/recorder.h"
#include "traffic/policy_call.h"
#include "transport/http_client.h"

#include <chrono>
#include <memory>
#include <vector>

namespace interleave {

/// Where a route leads. The key stays in memory and is written nowhere.
struct CallTarget {
    const Provider *provider = nullptr;
    QString baseUrl;
    QString modelName;
    QByteArray key;
    HttpSettings http;
    OutputLimitField limitField = OutputLimitField::Auto;
    bool isSimulator = false; ///< ask it for its own time stamps, and for the same service under every model
};

/// The same for all attempts of a run.
struct CallSettings {
    QList<CallTarget> targets; ///< by route
    bool stream = false;
    std::chrono::milliseconds timeout{0}; ///< per attempt; 0: none
    quint64 seed = 1;
    int repeat = 0;
};

class Caller : public AttemptMaker
{
public:
    Caller(CallSettings settings, RecorderBuffer &buffer, int executor);

    Task<AttemptResult> attempt(AttemptOrder order) override;

private:
    class Attempt;
    std::chrono::milliseconds timeoutOf(const AttemptOrder &order) const;
    void learnLimitField(int route, OutputLimitField used, Reply &reply);
    HttpClient &clientOf(const CallTarget &target);

    CallSettings m_settings;
    RecorderBuffer &m_buffer;
    int m_executor;
    std::vector<std::pair<QString, std::unique_ptr<HttpClient>>> m_clients; // by base URL: one or two
    QList<OutputLimitField> m_limitFields;                                  // by route, as servers asked for them
};

} // namespace interleave
