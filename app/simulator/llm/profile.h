// A simulator profile: how a simulated model behaves. Read from resources/profiles/NAME.json or a file. What one request
// meets (first token, chunks, total) is a pure function of profile, sample key and prompt, so the server and the
// prediction in virtual time agree exactly. Values; any thread.
#pragma once

#include "core/prompt.h"
#include "core/result.h"
#include "simulator/llm/script.h"
#include "simulator/service/fault.h"

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

    bool operator==(const SampleKey &) const = default;
};

struct Distribution {
    enum class Kind { FixedList, Constant, Uniform, LogNormal, Empirical };
    Kind kind = Kind::Constant;
    /// FixedList: by call number, cycled. Constant: one. Uniform: least, most. LogNormal: median, sigma. Empirical: samples.
    std::vector<double> values;
};

struct RateLimit {
    int requestsPerMinute = 0; ///< 0: unlimited
    int tokensPerMinute = 0;   ///< input tokens; 0: unlimited
};

/// A server that works on several requests at once, and on each the slower the more there are (batch_engine.h).
struct Batching {
    int slots = 1; ///< requests in the batch at once; more wait in a queue
    double prefillTokensPerS = 1;
    double decodeTokensPerS = 1; ///< of a request that is alone
    double slowdown = 0;         ///< what each further request adds to the time of a token, as a part of it
};

/// A fault that requests for text meet by themselves.
struct ProfileFault {
    Fault fault = Fault::None;
    double probability = 1;
    double fromS = 0;          ///< simulated seconds since the first request for text, or since POST /reset
    std::optional<double> toS; ///< unset: to the end
};

struct Profile {
    QString id;
    QString title;
    QString sentence;                     ///< what it imitates
    QString source;                       ///< where its figures come from
    std::optional<Distribution> serviceS; ///< whole service time, seconds; unset: ttft + tokens / rate
    Distribution ttftShare;               ///< with serviceS: part of it that passes before the first token, 0 to 1
    Distribution ttftS;                   ///< without serviceS: time to first token, seconds
    Distribution tokensPerS;              ///< without serviceS: token rate while streaming
    std::optional<Batching> batching;     ///< instead of all these: times follow from the load
    Distribution replyTokens;             ///< reply length when the prompt asks for none
    int tokensPerChunk = 1;
    int capacity = 0; ///< requests served at once; more wait in a queue; 0: unlimited
    RateLimit limit;
    std::vector<ProfileFault> faults; ///< the first that applies is met
    QStringList promptsInOrder;       ///< a fixed list is matched by prompt text first: for clients that send no sample key
};

/// What one request meets, relative to the start of its service. All times nanoseconds, already scaled.
struct ServicePlan {
    /// A reply is a row of these, each of which its protocol has a form for: thinking, text, calls of tools.
    struct Block {
        enum class Kind : quint8 { Thinking, Text, Call };
        Kind kind = Kind::Text;
        QString tool;        ///< of a call: its name. The chunks are its arguments, as JSON mostly
        bool isWhole = true; ///< false: the limit on output tokens cut it, or left none of it
    };
    struct Chunk {
        qint64 atNs = 0;
        QString text;
        int tokens = 0; ///< output tokens so far
        size_t block = 0;
    };
    enum class End : quint8 { Usual, Refusal, Cut };
    qint64 ttftNs = 0; ///< when the first chunk leaves
    qint64 totalNs = 0;
    std::vector<Block> blocks = std::vector<Block>(1);
    std::vector<Chunk> chunks; ///< never empty; joined they are the whole reply, block after block; the last one is at totalNs
    int inputTokens = 0;
    int outputTokens = 0; ///< thinking included
    int thinkingTokens = 0;
    bool cutByMaxTokens = false;
    End end = End::Usual;
    QString stopSequence; ///< the one that ended the reply; empty: none

    QString text() const; ///< of the answer: neither thinking nor calls
    /// Of one block, as far as the first `chunksSoFar` chunks go.
    QString textOf(size_t block, size_t chunksSoFar) const;
    bool hasCalls() const;
    bool beginsBlock(size_t chunk) const { return chunk == 0 || chunks[chunk].block != chunks[chunk - 1].block; }
    bool endsBlock(size_t chunk) const { return chunk + 1 == chunks.size() || chunks[chunk].block != chunks[chunk + 1].block; }
    /// Of a call: which one of the calls it is.
    size_t numberOfCall(size_t block) const;
    /// Those that are whole, without ids, as a client reads them.
    QList<ToolCall> toolCalls() const;
    /// For a protocol that sends a call as one piece, however long its arguments are: at its last chunk.
    void joinChunksOfCalls();
};

enum class ReplyFormat { Text, Json }; ///< Json: the request demands it, whatever the prompt says

/// What a request asks of the reply beside its prompt.
struct ReplyWish {
    QString model = QStringLiteral("sim"); ///< its pace: see simulated_models.h
    ReplyFormat format = ReplyFormat::Text;
    QJsonObject schema = {}; ///< JSON Schema that the reply must fit; empty: any
    QStringList stopSequences = {};
    bool wantsText = true;                      ///< false: the plan's chunks have none, for those who only look at times and tokens
    std::optional<ScriptedReply> scripted = {}; ///< what a script says; unset: the reply is made up
};

/// Built-in profiles, in menu order.
QStringList profileNames();
/// A built-in profile by name, or a file.
Result<Profile> loadProfile(const QString &nameOrPath);
/// Format: "schema": "interleave.profile/1", "title", "sentence", "source"; either "service_s" and "ttft_share" or "ttft_s" and
/// "tokens_per_s" or "batching": {"slots", "prefill_tokens_per_s", "decode_tokens_per_s", "slowdown"}; "reply_tokens"; and when wanted
/// "tokens_per_chunk", "capacity", "limit": {"requests_per_minute", "tokens_per_minute"}, "prompts_in_order", "faults": [{"fault": NAME,
/// "probability", "from_s", "to_s"}]. A distribution is an object with one key: {"constant": 2}, {"fixed": [1, 2]},
/// {"uniform": [0.3, 0.5]}, {"log_normal": {"median": 1, "sigma": 0.5}} or {"empirical": [1, 2, 2, 9]}.
/// `where` begins the error sentence: a file name.
Result<Profile> parseProfile(const QByteArray &json, const QString &where);

/// With batching, the times are those of a request that is alone.
ServicePlan planService(const Profile &profile, const SampleKey &key, const Prompt &prompt, double timeScale, const ReplyWish &wish = {});

/// What the profile's own faults do to an attempt (0: the first) that begins `atS` simulated seconds after the clock's start.
Fault faultMet(const Profile &profile, const SampleKey &key, int attempt, double atS);

/// The key of a request that brought none: by the prompt's place in the profile's fixed list, else by its text; and by
/// how many requests with this text came before it.
SampleKey keyOfPrompt(const Profile &profile, quint64 seed, const QString &promptText, int occurrence);

/// Tokens of a text as the simulator counts them: four characters each, at least one per word.
int estimateTokens(const QString &text);
/// Where each of these tokens ends. White space belongs to the token after it.
std::vector<qsizetype> tokenEnds(const QString &text);

} // namespace interleave
