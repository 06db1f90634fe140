// A simulator profile: how a simulated model behaves. Read from resources/profiles/NAME.json or a file. What one request
// meets (first token, chunks, total) is a pure function of profile, sample key and prompt, so the server and the
// prediction in virtual time agree exactly. Values; any thread.
#pragma once

#include "core/prompt.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace interleave {

/// Draws of a request depend on this alone, not on the order in which requests arrive: the same call of a scenario meets
/// the same service under every execution model. The client sends it as "x-interleave-sample: SEED/REPEAT/CALL".
struct SampleKey {
    quint64 seed = 1;
    int repeat = 0;
    int call = 0;
};

struct Distribution {
    enum class Kind { FixedList, Constant, LogNormal, Empirical };
    Kind kind = Kind::Constant;
    std::vector<double> values; ///< FixedList: by call number, cycled. Constant: one. LogNormal: median, sigma. Empirical: samples
};

struct RateLimit {
    int requestsPerMinute = 0; ///< 0: unlimited
    int tokensPerMinute = 0;
};

struct Profile {
    QString id;
    QString title;
    QString sentence; ///< what it imitates, and where its figures come from
    std::optional<Distribution> serviceS; ///< whole service time, seconds; unset: ttft + tokens / rate
    Distribution ttftS;                   ///< time to first token, seconds
    Distribution tokensPerS;              ///< token rate while streaming
    Distribution replyTokens;             ///< reply length when the prompt asks for none
    int tokensPerChunk = 1;
    int capacity = 0;  ///< requests served at once; more wait in a queue; 0: unlimited
    RateLimit limit;
    QStringList promptsInOrder; ///< a fixed list is matched by prompt text first: for clients that send no sample key
};

/// What one request meets, relative to the start of its service. All times nanoseconds, already scaled.
struct ServicePlan {
    struct Chunk {
        qint64 atNs = 0;
        QString text;
        int tokens = 0; ///< output tokens so far
    };
    qint64 ttftNs = 0;
    qint64 totalNs = 0;
    std::vector<Chunk> chunks; ///< joined they are the whole reply; the last one is at totalNs
    int inputTokens = 0;
    int outputTokens = 0;
    bool cutByMaxTokens = false;
};

QStringList profileNames();
/// A built-in profile by name, or a file.
Result<Profile> loadProfile(const QString &nameOrPath);
ServicePlan planService(const Profile &profile, const SampleKey &key, const Prompt &prompt, double timeScale);

/// Tokens of a text as the simulator counts them: about four characters each, at least one per word.
int estimateTokens(const QString &text);

} // namespace interleave
